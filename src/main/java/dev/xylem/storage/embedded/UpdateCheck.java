package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what MongoDB refuses and the stock engine does: it takes null for zero or for an empty array, lets integers overflow, and
 * fills an array with nulls up to any index, until the memory ends.
 */
final class UpdateCheck {

    private static final int BAD_VALUE = 2;
    private static final int TYPE_MISMATCH = 14;
    private static final int PATH_NOT_VIABLE = 28;

    /** <a href="https://www.mongodb.com/docs/manual/reference/limits/">MongoDB's own limit</a>. */
    private static final int MOST_FILLED = 1_500_000;

    private static final Set<String> CREATING =
            Set.of("$set", "$setOnInsert", "$inc", "$mul", "$min", "$max", "$currentDate", "$push", "$addToSet");

    private final Document stored;

    private UpdateCheck(Document stored) {
        this.stored = stored;
    }

    static void check(Document update, Document stored) {
        var check = new UpdateCheck(stored);
        update.forEach((operator, fields) -> {
            if (operator.startsWith("$") && fields instanceof Document changes) {
                changes.forEach((path, operand) -> check.change(operator, path, operand));
            }
        });
    }

    private void change(String operator, String path, @Nullable Object operand) {
        if (path.contains(".$")) {
            return; // the elements are not known here
        }
        switch (operator) {
            case "$inc", "$mul" -> number(operator, path, operand);
            case "$push", "$addToSet", "$pop", "$pull", "$pullAll" -> array(operator, path);
            case "$rename" -> rename(path, String.valueOf(operand));
            default -> {}
        }
        if (CREATING.contains(operator)) {
            filled(path);
        }
    }

    private void rename(String from, String to) {
        if (Utils.getShorterPathIfPrefix(from, to) != null) {
            throw new MongoServerError(
                    BAD_VALUE, "BadValue", "The source and target field for $rename must not be on the same path");
        }
        if (UpdatePath.valueAt(stored, from) != Values.MISSING) {
            filled(to);
        }
    }

    private void number(String operator, String path, @Nullable Object operand) {
        Object value = UpdatePath.valueAt(stored, path);
        if (value == null) {
            throw new MongoServerError(TYPE_MISMATCH, "TypeMismatch", operator + " meets null");
        }
        if (isInteger(value)
                && operand instanceof Number number
                && isInteger(number)
                && overflows(operator, (Number) value, number)) {
            throw new MongoServerError(BAD_VALUE, "BadValue", operator + " overflows");
        }
    }

    private static boolean isInteger(Object value) {
        return value instanceof Integer || value instanceof Long;
    }

    private static boolean overflows(String operator, Number a, Number b) {
        try {
            if (operator.equals("$inc")) {
                Math.addExact(a.longValue(), b.longValue());
            } else {
                Math.multiplyExact(a.longValue(), b.longValue());
            }
            return false;
        } catch (ArithmeticException e) {
            return true;
        }
    }

    private void array(String operator, String path) {
        if (UpdatePath.valueAt(stored, path) == null) {
            throw new MongoServerError(BAD_VALUE, "BadValue", operator + " meets null");
        }
    }

    private void filled(String path) {
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            if (UpdatePath.valueAt(stored, path.substring(0, dot)) == null) {
                throw new MongoServerError(
                        PATH_NOT_VIABLE,
                        "PathNotViable",
                        "Cannot create a field in null, at " + path.substring(0, dot));
            }
            int end = path.indexOf('.', dot + 1);
            String segment = path.substring(dot + 1, end < 0 ? path.length() : end);
            if (isIndex(segment)
                    && UpdatePath.valueAt(stored, path.substring(0, dot)) instanceof List<?> array
                    && isFar(segment, array.size())) {
                throw new MongoServerError(BAD_VALUE, "BadValue", "too many elements to fill with null");
            }
        }
    }

    private static boolean isIndex(String segment) {
        return !segment.isEmpty() && segment.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isFar(String index, int size) {
        return index.length() > 9 || Integer.parseInt(index) - size > MOST_FILLED;
    }
}
