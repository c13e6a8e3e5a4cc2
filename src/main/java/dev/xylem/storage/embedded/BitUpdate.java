package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://www.mongodb.com/docs/manual/reference/operator/update/bit/">{@code $bit}</a>. Elements of arrays by position
 * ({@code a.$[]}) are refused as not supported.
 */
final class BitUpdate {

    private static final int BAD_VALUE = 2;
    private static final int NOT_SUPPORTED = 115;

    private BitUpdate() {}

    static Number changed(String path, @Nullable Object value, @Nullable Object operations) {
        if (path.contains(".$")) {
            throw new MongoServerError(
                    NOT_SUPPORTED,
                    "CommandNotSupported",
                    "the embedded store has no $bit on array elements by position");
        }
        if (!(operations instanceof Document all)) {
            throw new MongoServerError(BAD_VALUE, "BadValue", "$bit needs and, or, or xor");
        }
        Number result = integer(value);
        for (var operation : all.entrySet()) {
            result = applied(operation.getKey(), result, integer(operation.getValue()));
        }
        return result;
    }

    private static Number integer(@Nullable Object value) {
        return switch (value) {
            case Integer number -> number;
            case Long number -> number;
            case Missing _ -> 0;
            case null, default ->
                throw new MongoServerError(BAD_VALUE, "BadValue", "$bit meets a value that is no integer");
        };
    }

    private static Number applied(String operation, Number value, Number operand) {
        long result = switch (operation) {
            case "and" -> value.longValue() & operand.longValue();
            case "or" -> value.longValue() | operand.longValue();
            case "xor" -> value.longValue() ^ operand.longValue();
            default -> throw new MongoServerError(BAD_VALUE, "BadValue", "$bit knows and, or and xor");
        };
        return value instanceof Long || operand instanceof Long ? (Number) result : (Number) (int) result;
    }
}
