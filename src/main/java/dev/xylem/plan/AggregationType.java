package dev.xylem.plan;

import java.util.Locale;
import java.util.Set;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The property {@code type} of a stored aggregation, with RESTHeart's spellings. */
final class AggregationType {
    static final String NO_MAP_REDUCE =
            "Map-reduce is not served: MongoDB gave it up, and it runs JavaScript. Write it as a pipeline";

    private static final Set<String> PIPELINE =
            Set.of("aggregationpipeline", "pipeline", "aggregation", "aggregate", "ap");
    private static final Set<String> MAP_REDUCE = Set.of("mapreduce", "mr");

    private AggregationType() {}

    static boolean isPipeline(@Nullable BsonValue type) {
        return type == null || PIPELINE.contains(plain(type));
    }

    static boolean isMapReduce(@Nullable BsonValue type) {
        return type != null && MAP_REDUCE.contains(plain(type));
    }

    private static String plain(BsonValue type) {
        return type instanceof BsonString text
                ? text.getValue().toLowerCase(Locale.ROOT).replaceAll("[ _-]", "")
                : "";
    }
}
