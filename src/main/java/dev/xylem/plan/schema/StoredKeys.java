package dev.xylem.plan.schema;

import java.util.function.UnaryOperator;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Keys that MongoDB can't store or would misread, spelled as RESTHeart spells them: {@code $} in front is {@code _$}, a dot is {@code ::}. */
public final class StoredKeys {
    private StoredKeys() {}

    public static BsonDocument escaped(BsonDocument document) {
        return document(document, key -> (key.startsWith("$") ? "_" + key : key).replace(".", "::"));
    }

    /** The inverse; what was stored unescaped stays as it is. */
    public static BsonDocument unescaped(BsonDocument document) {
        return document(document, key -> (key.startsWith("_$") ? key.substring(1) : key).replace("::", "."));
    }

    private static BsonDocument document(BsonDocument document, UnaryOperator<String> spelling) {
        var copy = new BsonDocument();
        document.forEach((key, value) -> copy.put(spelling.apply(key), value(value, spelling)));
        return copy;
    }

    private static BsonValue value(BsonValue value, UnaryOperator<String> spelling) {
        return switch (value) {
            case BsonDocument document -> document(document, spelling);
            case BsonArray array -> {
                var copy = new BsonArray();
                array.forEach(element -> copy.add(value(element, spelling)));
                yield copy;
            }
            default -> value;
        };
    }
}
