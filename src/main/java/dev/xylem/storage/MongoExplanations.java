package dev.xylem.storage;

import com.mongodb.ExplainVerbosity;
import dev.xylem.api.Query.Explain;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Result;
import dev.xylem.plan.Result.Effort;
import java.util.List;
import java.util.OptionalLong;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.jspecify.annotations.Nullable;

/** What the store says of how it would run a query. */
final class MongoExplanations {
    /** Of the server and the connection, not of the query. */
    private static final List<String> HIDDEN = List.of(
            "serverInfo", "serverParameters", "command", "ok", "$clusterTime", "operationTime", "explainVersion");

    private final Store store;
    private final Collections collections;
    private final MongoAggregations aggregations;

    MongoExplanations(Store store, Collections collections, MongoAggregations aggregations) {
        this.store = store;
        this.collections = collections;
        this.aggregations = aggregations;
    }

    Result of(Plan.Explain explain) {
        BsonDocument plan = ask(explain);
        HIDDEN.forEach(plan::remove);
        return new Result.Explained(Raw.of(plan), effort(explain.of(), figures(plan)));
    }

    private @Nullable Effort effort(Plan of, BsonDocument figures) {
        OptionalLong scanned = number(figures, "totalDocsExamined");
        if (scanned.isEmpty()) {
            return null;
        }
        List<BsonDocument> indexes = of instanceof Plan.FindPage find && scanned.getAsLong() > store.scanWarning()
                ? Efforts.indexes(collections.get(find.namespace(), find.concerns()))
                : List.of();
        return new Effort(scanned.getAsLong(), number(figures, "nReturned"), indexes);
    }

    /** At the top for a query; for an aggregation that is more than a query, inside its first stage. */
    static BsonDocument figures(BsonDocument plan) {
        if (plan.get("executionStats") instanceof BsonDocument stats) {
            return stats;
        }
        return plan.get("stages") instanceof BsonArray stages
                        && !stages.isEmpty()
                        && stages.get(0) instanceof BsonDocument first
                        && first.get("$cursor") instanceof BsonDocument cursor
                ? figures(cursor)
                : new BsonDocument();
    }

    private BsonDocument ask(Plan.Explain explain) {
        ExplainVerbosity verbosity = explain.verbosity() == Explain.QUERYPLANNER
                ? ExplainVerbosity.QUERY_PLANNER
                : ExplainVerbosity.EXECUTION_STATS;
        return switch (explain.of()) {
            case Plan.FindPage find ->
                MongoReads.iterable(collections.get(find.namespace(), find.concerns()), find)
                        .explain(BsonDocument.class, verbosity);
            case Plan.FindOne find ->
                MongoReads.iterable(collections.get(find.namespace(), find.concerns()), find)
                        .limit(1)
                        .explain(BsonDocument.class, verbosity);
            case Plan.Aggregate aggregate -> aggregations.explain(aggregate, verbosity);
            default -> throw new IllegalArgumentException("not a query: " + explain.of());
        };
    }

    static OptionalLong number(BsonDocument figures, String key) {
        return figures.get(key) instanceof BsonNumber number
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }
}
