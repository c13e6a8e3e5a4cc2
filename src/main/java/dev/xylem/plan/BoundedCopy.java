package dev.xylem.plan;

import static dev.xylem.api.ProblemType.PATCH_NOT_APPLICABLE;
import static dev.xylem.api.ProblemType.TOO_DEEP;

import java.util.Collection;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Copies what a JSON patch copies, up to the size of one document in all: each {@code copy} of a document into itself doubles it, so a short
 * patch could ask for any size.
 */
final class BoundedCopy {

    /** <a href="https://www.mongodb.com/docs/manual/reference/limits/#mongodb-limit-BSON-Document-Size">MongoDB's limit for a document.</a> */
    private static final long MOST_BYTES = 16L << 20;

    private static final int BYTES_OF_A_FIELD = 8;

    private long left = MOST_BYTES;

    /** A copy that can be changed, whatever the original is. */
    static BsonDocument whole(BsonDocument document) {
        var copy = new BsonDocument();
        document.forEach((name, value) -> copy.put(name, whole(value)));
        return copy;
    }

    static BsonValue whole(BsonValue value) {
        return switch (value) {
            case BsonDocument document -> whole(document);
            case BsonArray array ->
                new BsonArray(array.stream().map(BoundedCopy::whole).toList());
            default -> value;
        };
    }

    BsonValue of(BsonValue value, PatchSite path) {
        checkDepth(value, path);
        left -= bytes(value);
        if (left < 0) {
            throw path.refused(PATCH_NOT_APPLICABLE, "the copies outgrow what a document can hold");
        }
        return whole(value);
    }

    static void checkDepth(BsonValue value, PatchSite path) {
        if (path.pointer().depth() + depth(value) > StoredValue.DEEPEST) {
            throw path.refused(TOO_DEEP, "a document has at most " + StoredValue.DEEPEST + " levels");
        }
    }

    private static int depth(BsonValue value) {
        return switch (value) {
            case BsonDocument document -> 1 + deepest(document.values());
            case BsonArray array -> 1 + deepest(array);
            default -> 0;
        };
    }

    private static int deepest(Collection<BsonValue> values) {
        return values.stream().mapToInt(BoundedCopy::depth).max().orElse(0);
    }

    /** About what it takes in BSON. */
    private static long bytes(BsonValue value) {
        return BYTES_OF_A_FIELD
                + switch (value) {
                    case BsonDocument document ->
                        document.entrySet().stream()
                                .mapToLong(field -> field.getKey().length() + bytes(field.getValue()))
                                .sum();
                    case BsonArray array ->
                        array.stream().mapToLong(BoundedCopy::bytes).sum();
                    case BsonString text -> text.getValue().length();
                    case BsonBinary binary -> binary.getData().length;
                    default -> 0;
                };
    }
}
