package dev.xylem.plan;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Refuses what the connected store lacks, by name, before it could misunderstand it. */
final class StoreSupport {
    private static final Set<String> GEO = Set.of("$geoWithin", "$geoIntersects", "$near", "$nearSphere");

    private StoreSupport() {}

    static void require(BsonDocument filter, Capabilities capabilities) {
        if (!capabilities.text() && uses(filter, Set.of("$text"))) {
            throw unsupported("text queries ($text)");
        }
        if (!capabilities.geo() && uses(filter, GEO)) {
            throw unsupported("geospatial queries");
        }
    }

    static void requirePipelineUpdates(Capabilities capabilities) {
        if (!capabilities.pipelineUpdates()) {
            throw unsupported("updates by an aggregation pipeline");
        }
    }

    static void requireChangeStreams(Capabilities capabilities) {
        if (!capabilities.changeStreams()) {
            throw unsupported("change streams");
        }
    }

    static void requireExplain(Capabilities capabilities) {
        if (!capabilities.explain()) {
            throw unsupported("explaining a query");
        }
    }

    static void requireIndex(BsonDocument specification, Capabilities capabilities) {
        var kinds = specification.getDocument("key").values().stream()
                .map(kind -> kind instanceof BsonString text ? text.getValue() : "")
                .toList();
        if (kinds.contains("text") && !capabilities.text()) {
            throw unsupported("text indexes");
        }
        if ((kinds.contains("2dsphere") || kinds.contains("2d")) && !capabilities.geo()) {
            throw unsupported("geospatial indexes");
        }
        if (specification.containsKey("collation") && !capabilities.collation()) {
            throw unsupported("indexes with a collation");
        }
    }

    private static boolean uses(BsonValue value, Set<String> operators) {
        return switch (value) {
            case BsonDocument document ->
                document.entrySet().stream()
                        .anyMatch(entry -> operators.contains(entry.getKey()) || uses(entry.getValue(), operators));
            case BsonArray array -> array.stream().anyMatch(element -> uses(element, operators));
            default -> false;
        };
    }

    private static ProblemException unsupported(String feature) {
        return Problem.of(
                        ProblemType.STORE_UNSUPPORTED,
                        "The connected store does not support " + feature
                                + "; connect a MongoDB (mongo-uri) to use them. Nothing was changed.")
                .exception();
    }
}
