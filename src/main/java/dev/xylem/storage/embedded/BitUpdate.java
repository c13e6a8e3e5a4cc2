package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://www.mongodb.com/docs/manual/reference/operator/update/bit/">{@code $bit}</a>, which the stock engine lacks: the
 * {@code $set} of what it makes of one document. Elements of arrays by position ({@code a.$[]}) are refused as not supported.
 */
final class BitUpdate {

    private static final String BIT = "$bit";
    private static final String SET = "$set";
    private static final int BAD_VALUE = 2;
    private static final int NOT_SUPPORTED = 115;

    private BitUpdate() {}

    static boolean isIn(@Nullable Object update) {
        return update instanceof Document operators && operators.get(BIT) instanceof Document;
    }

    /** The same update without the operator, for this document alone. */
    static Document resolved(Document update, Document stored) {
        Document resolved = update.clone();
        Document set = new Document();
        if (resolved.remove(BIT) instanceof Document fields) {
            fields.forEach((path, operations) -> set.put(path, changed(stored, path, (Document) operations)));
        }
        if (resolved.get(SET) instanceof Document others) {
            set.putAll(others);
        }
        resolved.put(SET, set);
        return resolved;
    }

    private static Number changed(Document stored, String path, Document operations) {
        if (path.contains(".$")) {
            throw new MongoServerError(
                    NOT_SUPPORTED,
                    "CommandNotSupported",
                    "the embedded store has no $bit on array elements by position");
        }
        Number value = integer(Utils.getSubdocumentValue(stored, path));
        for (var operation : operations.entrySet()) {
            value = applied(operation.getKey(), value, integer(operation.getValue()));
        }
        return value;
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
