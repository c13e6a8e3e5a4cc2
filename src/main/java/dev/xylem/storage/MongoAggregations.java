package dev.xylem.storage;

import com.mongodb.MongoException;
import com.mongodb.client.AggregateIterable;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Result;
import java.util.ArrayList;
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
        try {
            return new Result.Members("rh:result", iterable(plan).into(new ArrayList<>()));
        } catch (MongoException e) {
            throw store.errors().mapAggregation(e, plan.bound());
        }
    }

    AggregateIterable<RawBsonDocument> iterable(Plan.Aggregate plan) {
        return collections
                .get(plan.namespace(), plan.concerns())
                .aggregate(plan.stages())
                .allowDiskUse(plan.diskUse());
    }
}
