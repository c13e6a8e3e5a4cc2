package dev.xylem.plan;

import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * {@code $var} and {@code $ifvar} as they are written: {@code {"$var": "n"}}, {@code {"$var": ["n", default]}},
 * {@code {"$ifvar": ["n", stage, else]}}, {@code {"$ifvar": [["n", "m"], stage]}}.
 */
final class VariableForm {
    private final PipelineFaults faults;

    VariableForm(PipelineFaults faults) {
        this.faults = faults;
    }

    /** @param otherwise what counts when nothing is bound */
    record Variable(String name, Optional<BsonValue> otherwise) {}

    Variable variable(BsonValue argument, String path) {
        return switch (argument) {
            case BsonString name -> new Variable(named(name, path), Optional.empty());
            case BsonArray pair
            when pair.size() == 2 -> {
                checkValue(pair.get(1), path + ".1");
                yield new Variable(named(pair.get(0), path + ".0"), Optional.of(pair.get(1)));
            }
            default -> throw faults.malformed(path, "A variable is a name, or an array of a name and a default");
        };
    }

    /** All must be bound for the stage to count. */
    List<String> conditions(BsonValue argument, String path) {
        if (!(argument instanceof BsonArray parts) || parts.size() < 2 || parts.size() > 3) {
            throw faults.malformed(path, "$ifvar is an array of a name or names, a stage, and another stage or none");
        }
        if (!(parts.get(0) instanceof BsonArray names)) {
            return List.of(named(parts.get(0), path + ".0"));
        }
        if (names.isEmpty()) {
            throw faults.malformed(path + ".0", "$ifvar needs the name of a variable");
        }
        return names.stream().map(name -> named(name, path + ".0")).toList();
    }

    private String named(BsonValue name, String path) {
        if (name instanceof BsonString text && !text.getValue().isBlank()) {
            return text.getValue();
        }
        throw faults.malformed(path, "The name of a variable is a text");
    }

    /** A default is a value like those that callers bind. */
    private void checkValue(BsonValue value, String path) {
        switch (value) {
            case BsonDocument document ->
                document.forEach((key, child) -> {
                    if (key.startsWith("$")) {
                        throw faults.malformed(path + "." + key, "A variable's default is a value, without operators");
                    }
                    checkValue(child, path + "." + key);
                });
            case BsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    checkValue(array.get(i), path + "." + i);
                }
            }
            case BsonRegularExpression _, BsonJavaScript _, BsonJavaScriptWithScope _ ->
                throw faults.malformed(path, "A variable's default is a value, no expression and no code");
            default -> {}
        }
    }
}
