package dev.xylem.plan;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The aggregations among a collection's stored properties. */
public final class StoredAggregations {
    private StoredAggregations() {}

    /** Those that have a uri, as they are stored. */
    static List<BsonDocument> of(BsonDocument properties) {
        return properties.get(Definitions.AGGREGATIONS) instanceof BsonArray array
                ? array.stream()
                        .filter(BsonDocument.class::isInstance)
                        .map(BsonValue::asDocument)
                        .filter(definition -> definition.get("uri") instanceof BsonString)
                        .toList()
                : List.of();
    }

    /** Their uris, each once, less those that would hide another link of HAL. */
    public static List<String> uris(BsonDocument properties) {
        return of(properties).stream()
                .map(definition -> definition.getString("uri").getValue())
                .filter(uri -> !DefinitionCheck.isRelation(uri))
                .distinct()
                .toList();
    }
}
