package dev.xylem.plan;

import java.util.Map;
import java.util.Optional;

/**
 * The stages that a stored aggregation may have, and what their arguments are to MongoDB: that decides which operators may stand there, and
 * how a value gets in without becoming more than a value.
 * <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation-pipeline/">All of the manual's</a>, less those that write
 * ({@code $out}, {@code $merge}) and those that tell of the server instead of the data.
 *
 * @param whole of the argument's members that have no kind of their own, or of an argument without members
 */
record StageShape(Kind whole, Map<String, Kind> members) {

    enum Kind {
        /** A query: strings are values, objects may be operators. */
        QUERY,
        /** An expression: strings may be paths, objects may be operators. */
        EXPRESSION,
        /** Names, paths, numbers: no operators. */
        PLAIN,
        /** The argument of {@code $literal}: nothing in it means anything. */
        LITERAL,
        PIPELINE,
        /** An object of pipelines. */
        PIPELINES,
        /** The name of a collection. */
        SOURCE
    }

    private static final StageShape EXPRESSION = new StageShape(Kind.EXPRESSION, Map.of());
    private static final StageShape PLAIN = new StageShape(Kind.PLAIN, Map.of());

    private static final Map<String, StageShape> STAGES = Map.ofEntries(
            Map.entry("$match", new StageShape(Kind.QUERY, Map.of())),
            Map.entry("$project", EXPRESSION),
            Map.entry("$addFields", EXPRESSION),
            Map.entry("$set", EXPRESSION),
            Map.entry("$group", EXPRESSION),
            Map.entry("$sortByCount", EXPRESSION),
            Map.entry("$replaceRoot", EXPRESSION),
            Map.entry("$replaceWith", EXPRESSION),
            Map.entry("$redact", EXPRESSION),
            Map.entry("$sort", PLAIN),
            Map.entry("$limit", PLAIN),
            Map.entry("$skip", PLAIN),
            Map.entry("$count", PLAIN),
            Map.entry("$unwind", PLAIN),
            Map.entry("$unset", PLAIN),
            Map.entry("$sample", PLAIN),
            Map.entry("$densify", PLAIN),
            Map.entry("$bucket", plain(Map.of("groupBy", Kind.EXPRESSION, "output", Kind.EXPRESSION))),
            Map.entry("$bucketAuto", plain(Map.of("groupBy", Kind.EXPRESSION, "output", Kind.EXPRESSION))),
            Map.entry("$setWindowFields", plain(Map.of("partitionBy", Kind.EXPRESSION, "output", Kind.EXPRESSION))),
            Map.entry("$fill", plain(Map.of("partitionBy", Kind.EXPRESSION, "output", Kind.EXPRESSION))),
            Map.entry("$geoNear", plain(Map.of("query", Kind.QUERY))),
            Map.entry("$facet", new StageShape(Kind.PIPELINES, Map.of())),
            Map.entry(
                    "$unionWith", new StageShape(Kind.SOURCE, Map.of("coll", Kind.SOURCE, "pipeline", Kind.PIPELINE))),
            Map.entry("$lookup", plain(Map.of("from", Kind.SOURCE, "let", Kind.EXPRESSION, "pipeline", Kind.PIPELINE))),
            Map.entry(
                    "$graphLookup",
                    plain(Map.of(
                            "from",
                            Kind.SOURCE,
                            "startWith",
                            Kind.EXPRESSION,
                            "restrictSearchWithMatch",
                            Kind.QUERY))));

    private static StageShape plain(Map<String, Kind> members) {
        return new StageShape(Kind.PLAIN, members);
    }

    /** Empty for a stage that is unknown or not allowed. */
    static Optional<StageShape> of(String stage) {
        return Optional.ofNullable(STAGES.get(stage));
    }
}
