package dev.xylem.plan;

import java.util.List;
import org.bson.BsonDocument;

/** The aggregations among a collection's stored properties. */
public final class StoredAggregations {
    private StoredAggregations() {}

    /** Their uris, each once, less those that would hide another link of HAL. */
    public static List<String> uris(BsonDocument properties) {
        return Definitions.all(properties, Definitions.AGGREGATIONS).stream()
                .map(definition -> definition.getString("uri").getValue())
                .filter(uri -> !DefinitionCheck.isRelation(uri))
                .distinct()
                .toList();
    }
}
