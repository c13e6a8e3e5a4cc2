package dev.xylem.plan;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.plan.StageShape.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one run: the caller's, and those that the server sets. A value stays a value wherever it goes: in an expression it is
 * wrapped in {@code $literal}; in a query it stands as it is, since there only keys that start with {@code $} mean something and values
 * have none; where MongoDB wants names, a text that it would read as a path is refused.
 */
final class BoundVariables implements StageWalk.Substitution {
    private final BsonDocument given;
    private final Function<String, @Nullable BsonValue> predefined;
    private final VariableForm form = new VariableForm(PipelineFaults.ON_RUNNING);
    private final Set<String> used = new HashSet<>();

    /**
     * @param given without operators
     * @param predefined by their names, which start with {@code @}; null for what there is not
     */
    BoundVariables(BsonDocument given, Function<String, @Nullable BsonValue> predefined) {
        this.given = given;
        this.predefined = predefined;
    }

    @Override
    public BsonValue value(BsonValue argument, Kind kind, String path) {
        var variable = form.variable(argument, path);
        BsonValue bound = find(variable.name()).or(variable::otherwise).orElseThrow(() -> missing(variable.name()));
        return switch (kind) {
            case EXPRESSION -> new BsonDocument("$literal", bound);
            case QUERY, LITERAL -> bound;
            default -> {
                checkPlain(bound, variable.name());
                yield bound;
            }
        };
    }

    @Override
    public List<Integer> branches(BsonValue argument, String path) {
        boolean all = form.conditions(argument, path).stream()
                .allMatch(name -> find(name).isPresent());
        boolean otherwise = argument.asArray().size() > 2;
        return all ? List.of(1) : otherwise ? List.of(2) : List.of();
    }

    /** True when the stages ask for one of these themselves. */
    boolean hasUsed(String... names) {
        return Set.of(names).stream().anyMatch(used::contains);
    }

    /** True when a value of the caller's went in. */
    boolean hasUsedGiven() {
        return used.stream().anyMatch(name -> !name.startsWith("@"));
    }

    private Optional<BsonValue> find(String name) {
        Optional<BsonValue> found = Optional.ofNullable(
                name.startsWith("@")
                        ? predefined.apply(name)
                        : given.containsKey(name) ? given.get(name) : dotted(name));
        if (found.isPresent()) {
            used.add(name);
        }
        return found;
    }

    private @Nullable BsonValue dotted(String name) {
        BsonValue value = given;
        for (String part : name.split("\\.", -1)) {
            value = value instanceof BsonDocument document ? document.get(part) : null;
            if (value == null) {
                return null;
            }
        }
        return value;
    }

    private static void checkPlain(BsonValue value, String path) {
        switch (value) {
            case BsonString text when text.getValue().startsWith("$") -> throw PipelineFaults.value(path);
            case BsonDocument document -> document.values().forEach(child -> checkPlain(child, path));
            case BsonArray array -> array.forEach(child -> checkPlain(child, path));
            default -> {}
        }
    }

    private static ProblemException missing(String name) {
        return Problem.of(
                        ProblemType.MISSING_VARIABLE,
                        name.startsWith("@")
                                ? "The variable " + Refusal.quoted(name)
                                        + " has no value in this version or for this caller."
                                : "Bind the variable " + Refusal.quoted(name) + " in the parameter 'avars'.")
                .with("variable", name)
                .exception();
    }
}
