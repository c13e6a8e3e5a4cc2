package dev.xylem.security.predicate;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Predicates on the names of the query parameters. */
final class ParameterPredicates {
    private ParameterPredicates() {}

    static Predicate.Test contain(Arguments arguments) {
        Set<String> all = used(arguments, "qparams");
        return facts -> Truth.of(facts.parameters().containsAll(all));
    }

    static Predicate.Test blacklist(Arguments arguments) {
        Set<String> none = used(arguments, "blacklist");
        return facts -> Truth.of(Collections.disjoint(facts.parameters(), none));
    }

    static Predicate.Test whitelist(Arguments arguments) {
        Set<String> only = used(arguments, "whitelist");
        return facts -> Truth.of(only.containsAll(facts.parameters()));
    }

    static Predicate.Test size(Arguments arguments) {
        long size = arguments.number("size");
        return facts -> Truth.of(facts.parameters().size() == size);
    }

    private static Set<String> used(Arguments arguments, String parameter) {
        List<String> names = arguments.texts(parameter);
        names.forEach(arguments.uses()::parameter);
        return Set.copyOf(names);
    }
}
