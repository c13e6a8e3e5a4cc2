package dev.xylem.storage;

import com.mongodb.ExplainVerbosity;
import com.mongodb.MongoException;
import com.mongodb.client.AggregateIterable;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Result;
import java.util.ArrayList;
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
        return asking(plan, found -> new Result.Members("rh:result", found.into(new ArrayList<>())));
    }

    BsonDocument explain(Plan.Aggregate plan, ExplainVerbosity verbosity) {
        return asking(plan, found -> found.explain(BsonDocument.class, verbosity));
    }

    private <T> T asking(Plan.Aggregate plan, Function<AggregateIterable<RawBsonDocument>, T> question) {
        try {
            return question.apply(iterable(plan));
        } catch (MongoException e) {
            throw store.errors().mapAggregation(e, plan.bound());
        }
    }

    private AggregateIterable<RawBsonDocument> iterable(Plan.Aggregate plan) {
        return collections
                .get(plan.namespace(), plan.concerns())
                .aggregate(plan.stages())
                .allowDiskUse(plan.diskUse());
    }
}
