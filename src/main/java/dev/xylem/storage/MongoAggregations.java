package dev.xylem.storage;

import com.mongodb.ExplainVerbosity;
import com.mongodb.MongoException;
import com.mongodb.client.AggregateIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.cursor.TimeoutMode;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Result;
import dev.xylem.plan.Shown;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/** Stored aggregations. */
final class MongoAggregations {
    private final Store store;
    private final Collections collections;

    MongoAggregations(Store store, Collections collections) {
        this.store = store;
        this.collections = collections;
    }

    Result run(Plan.Aggregate plan) {
        return asking(
                plan,
                collections.get(plan.namespace(), plan.concerns()),
                found -> new Result.Members("rh:result", store.pages().all(found)));
    }

    /** The cursor is open: what the store refuses fails here. Its time is that of an export of documents. */
    Result export(Plan.Aggregate plan) {
        return asking(plan, collections.bulk(plan.namespace(), plan.concerns()), found -> {
            var cursor = found.batchSize(CursorRows.BATCH)
                    .timeoutMode(TimeoutMode.ITERATION)
                    .cursor();
            return Result.Export.of(new CursorRows(cursor, Shown.ALL));
        });
    }

    BsonDocument explain(Plan.Aggregate plan, ExplainVerbosity verbosity) {
        return asking(
                plan,
                collections.get(plan.namespace(), plan.concerns()),
                found -> found.explain(BsonDocument.class, verbosity));
    }

    private <T> T asking(
            Plan.Aggregate plan,
            MongoCollection<RawBsonDocument> collection,
            Function<AggregateIterable<RawBsonDocument>, T> question) {
        try {
            return question.apply(collection.aggregate(plan.stages()).allowDiskUse(plan.diskUse()));
        } catch (MongoException e) {
            throw store.errors().mapAggregation(e, plan.bound());
        }
    }
}
