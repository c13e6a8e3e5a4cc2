package dev.xylem.request;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/** The parameter {@code keys}: fields shown or hidden, {@code $slice}, {@code $elemMatch}; no expressions, so no field under another name. */
final class Projection {
    private Projection() {}

    static BsonDocument merge(List<BsonDocument> given) {
        var merged = new BsonDocument();
        for (BsonDocument keys : given) {
            keys.forEach((path, value) -> {
                check(path, value);
                merged.put(path, value);
            });
        }
        return merged;
    }

    private static void check(String path, BsonValue value) {
        boolean named = !path.isEmpty() && !path.startsWith("$") && !isPositional(path);
        if (!named || !(isSwitch(value) || isSlice(value) || isElemMatch(value))) {
            throw Parameters.invalid(
                    "keys", "maps each field to 1, 0, {$slice: ..} or {$elemMatch: ..}; look at '" + path + "'");
        }
    }

    private static boolean isPositional(String path) {
        return path.endsWith(".$") || path.contains(".$.");
    }

    private static boolean isSwitch(BsonValue value) {
        return switch (value) {
            case BsonBoolean _ -> true;
            case BsonNumber number -> number.doubleValue() == 0 || number.doubleValue() == 1;
            default -> false;
        };
    }

    private static boolean isSlice(BsonValue value) {
        return value instanceof BsonDocument document
                && document.size() == 1
                && switch (document.get("$slice")) {
                    case BsonNumber _ -> true;
                    case BsonArray array -> array.size() == 2 && array.stream().allMatch(BsonNumber.class::isInstance);
                    case null, default -> false;
                };
    }

    private static boolean isElemMatch(BsonValue value) {
        if (value instanceof BsonDocument document
                && document.size() == 1
                && document.get("$elemMatch") instanceof BsonDocument query) {
            FilterGuard.check("keys", query);
            return true;
        }
        return false;
    }
}
