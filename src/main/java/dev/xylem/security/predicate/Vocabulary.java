package dev.xylem.security.predicate;

import dev.xylem.config.Nearest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The predicates of the language, one line each. */
final class Vocabulary {
    private static final Map<String, Definition> ALL = List.of(
                    Definition.of("path", PathPredicates::path, "path[]*"),
                    Definition.of("path-prefix", PathPredicates::prefix, "path[]*"),
                    Definition.of("path-suffix", PathPredicates::suffix, "path[]*"),
                    Definition.of("path-template", PathTemplate::compile, "value*", "match"),
                    Definition.of(
                            "regex", RegexPredicate::compile, "pattern*", "value", "full-match", "case-sensitive"),
                    Definition.of("resource", ResourcePredicates::resource, "path[]*"),
                    Definition.of("db", ResourcePredicates::database, "path[]*"),
                    Definition.of("collection", ResourcePredicates::collection, "path[]*"),
                    Definition.of("method", ValuePredicates::method, "value[]*"),
                    Definition.of("equals", ValuePredicates::equal, "value[]*"),
                    Definition.of("contains", ValuePredicates::contains, "value*", "search[]*"),
                    Definition.of("exists", ValuePredicates::exists, "value*"),
                    Definition.of("in", ValuePredicates::in, "value*", "array[]*"),
                    Definition.of("max-content-size", SizePredicates::most, "value*"),
                    Definition.of("min-content-size", SizePredicates::least, "value*"),
                    Definition.of("request-larger-than", SizePredicates::larger, "size*"),
                    Definition.of("request-smaller-than", SizePredicates::smaller, "size*"),
                    Definition.of("auth-required", ValuePredicates::known),
                    Definition.of("secure", ValuePredicates::secure),
                    Definition.of("idempotent", ValuePredicates::idempotent),
                    Definition.of("qparams-contain", ParameterPredicates::contain, "qparams[]*"),
                    Definition.of("qparams-blacklist", ParameterPredicates::blacklist, "blacklist[]*"),
                    Definition.of("qparams-whitelist", ParameterPredicates::whitelist, "whitelist[]"),
                    Definition.of("qparams-size", ParameterPredicates::size, "size*"),
                    Definition.of("bson-request-contains", BodyPredicates::contains, "keys[]*"),
                    Definition.of("bson-request-whitelist", BodyPredicates::whitelist, "whitelist[]"),
                    Definition.of("bson-request-blacklist", BodyPredicates::blacklist, "blacklist[]*"),
                    Definition.of("bson-request-prop-equals", BodyPredicates::equal, "key*", "value*"),
                    Definition.of("bson-request-array-contains", BodyPredicates::arrayContains, "key*", "values[]*"),
                    Definition.of("bson-request-array-is-subset", BodyPredicates::arrayIsSubset, "key*", "values[]*"))
            .stream()
            .collect(Collectors.toUnmodifiableMap(Definition::name, Function.identity()));

    private Vocabulary() {}

    /** @throws SyntaxException with the name that was probably meant */
    static Definition find(Token name) {
        Definition found = ALL.get(name.text());
        if (found == null) {
            List<String> known = ALL.keySet().stream().sorted().toList();
            throw new SyntaxException(
                    name.offset(),
                    "unknown predicate \"" + name.text() + "\""
                            + Nearest.to(name.text(), known)
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse("; expected one of " + String.join(", ", known)));
        }
        return found;
    }

    static Predicate.Test compile(Arguments arguments) {
        return arguments.definition().compile().apply(arguments);
    }
}
