package dev.xylem.plan;

import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** The properties of a collection that hold pipelines, which are stored with {@link EscapedKeys}. */
public final class Definitions {
    static final String AGGREGATIONS = "aggrs";

    private static final List<String> KEYS = List.of(AGGREGATIONS);
    private static final List<String> OPERATORS = List.of("$set", "$setOnInsert");

    private Definitions() {}

    /** A body that writes properties, with the pipelines in it as they are stored. */
    static BsonDocument escaped(BsonDocument body) {
        var stored = new BsonDocument();
        body.forEach((key, value) -> stored.put(key, escaped(key, value)));
        return stored;
    }

    private static BsonValue escaped(String key, BsonValue value) {
        if (KEYS.contains(key)) {
            return EscapedKeys.escape(value);
        }
        return OPERATORS.contains(key) && value instanceof BsonDocument fields ? escaped(fields) : value;
    }

    /** Stored properties, with the pipelines in them as clients write them. */
    public static RawBsonDocument shown(RawBsonDocument properties) {
        if (KEYS.stream().noneMatch(properties::containsKey)) {
            return properties;
        }
        var codec = new BsonDocumentCodec();
        BsonDocument shown = properties.decode(codec);
        KEYS.forEach(key -> shown.computeIfPresent(key, (_, value) -> EscapedKeys.unescape(value)));
        return new RawBsonDocument(shown, codec);
    }
}
