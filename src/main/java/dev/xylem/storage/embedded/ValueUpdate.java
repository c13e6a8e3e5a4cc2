package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Update operators that the stock engine lacks ({@code $bit}) or computes otherwise than MongoDB: what they make of one document's values, as
 * a {@code $set}. What it does well enough, malformed operands and elements of arrays by position ({@code a.$[]}) are left to it.
 */
final class ValueUpdate {

    private static final String SET = "$set";
    private static final int CONFLICT = 40;
    private static final Set<String> OPERATORS = Set.of("$bit", "$min", "$max", "$inc", "$mul", "$push");

    /** The stock engine may do it. */
    private static final Object LEFT = new Object();

    private ValueUpdate() {}

    static boolean isIn(@Nullable Object update) {
        return update instanceof Document operators
                && operators.entrySet().stream()
                        .anyMatch(each -> OPERATORS.contains(each.getKey()) && each.getValue() instanceof Document);
    }

    /** The same update, for this document alone. */
    static Document resolved(Document update, Document stored) {
        requireNoConflict(update);
        Document resolved = new Document();
        Document set = new Document();
        update.forEach((operator, fields) -> {
            if (OPERATORS.contains(operator) && fields instanceof Document changes) {
                Document left = left(operator, changes, stored, set);
                if (!left.isEmpty()) {
                    resolved.put(operator, left);
                }
            } else if (!operator.equals(SET)) {
                resolved.put(operator, fields);
            }
        });
        if (update.get(SET) instanceof Document others) {
            set.putAll(others);
        }
        return resolved.append(SET, set);
    }

    private static Document left(String operator, Document changes, Document stored, Document set) {
        Document left = new Document();
        for (Map.Entry<String, Object> change : changes.entrySet()) {
            String path = change.getKey();
            Object value = UpdatePath.valueAt(stored, path);
            Object outcome = path.contains(".$") && !operator.equals("$bit")
                    ? LEFT
                    : outcome(operator, path, value, change.getValue());
            if (outcome == LEFT) {
                left.put(path, change.getValue());
            } else if (outcome != value) {
                set.put(path, outcome);
            }
        }
        return left;
    }

    private static @Nullable Object outcome(
            String operator, String path, @Nullable Object value, @Nullable Object operand) {
        return switch (operator) {
            case "$bit" -> BitUpdate.changed(path, value, operand);
            case "$min" -> value == Values.MISSING || Values.compare(operand, value) < 0 ? operand : value;
            case "$max" -> value == Values.MISSING || Values.compare(operand, value) > 0 ? operand : value;
            case "$push" -> operand instanceof Document push ? PushUpdate.changed(value, push, LEFT) : LEFT;
            default -> sum(operator, value, operand);
        };
    }

    private static @Nullable Object sum(String operator, @Nullable Object value, @Nullable Object operand) {
        boolean isDecimal = value instanceof Decimal128 || operand instanceof Decimal128;
        if (operator.equals("$inc") && value == Values.MISSING && operand instanceof Number) {
            return operand;
        }
        return isDecimal && value instanceof Number && operand instanceof Number
                ? Arithmetic.of(operator.equals("$inc") ? "$add" : "$multiply", List.of(value, operand))
                : LEFT;
    }

    private static void requireNoConflict(Document update) {
        List<String> all = new ArrayList<>();
        update.values().forEach(fields -> {
            if (fields instanceof Document changes) {
                changes.keySet().forEach(path -> {
                    if (all.stream().anyMatch(other -> Utils.getShorterPathIfPrefix(path, other) != null)) {
                        throw new MongoServerError(
                                CONFLICT,
                                "ConflictingUpdateOperators",
                                "Updating the path '" + path + "' would create a conflict");
                    }
                    all.add(path);
                });
            }
        });
    }
}
