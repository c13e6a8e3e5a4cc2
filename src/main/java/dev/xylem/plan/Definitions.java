package dev.xylem.plan;

import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** The properties of a collection that hold pipelines, which are stored with {@link EscapedKeys}. */
public final class Definitions {
    static final String AGGREGATIONS = "aggrs";

    static final String STREAMS = "streams";

    static final List<String> KEYS = List.of(AGGREGATIONS, STREAMS);
    private static final List<String> OPERATORS = List.of("$set", "$setOnInsert");

    private Definitions() {}

    /** The definition of that uri among a collection's stored properties, as clients write it. */
    static Optional<BsonDocument> find(BsonDocument properties, String key, String uri) {
        return all(properties, key).stream()
                .filter(stored -> new BsonString(uri).equals(stored.get("uri")))
                .findFirst()
                .map(stored -> EscapedKeys.unescape(stored).asDocument());
    }

    /** Those that have a uri, as they are stored. */
    static List<BsonDocument> all(BsonDocument properties, String key) {
        return properties.get(key) instanceof BsonArray array
                ? array.stream()
                        .filter(BsonDocument.class::isInstance)
                        .map(BsonValue::asDocument)
                        .filter(definition -> definition.get("uri") instanceof BsonString)
                        .toList()
                : List.of();
    }

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
