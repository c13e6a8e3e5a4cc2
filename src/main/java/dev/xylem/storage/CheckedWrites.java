package dev.xylem.storage;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import dev.xylem.plan.Change;
import dev.xylem.plan.PlainSet;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Result;
import dev.xylem.plan.StateCheck;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Writes of what a schema, or a rule of access, must approve. The new state is known before anything is written: a replacement is it already; what else there
 * is changes the state that it read into the one that it checked, on the condition that nobody changed it meanwhile.
 */
final class CheckedWrites {
    private final Collections collections;
    private final MongoWrites writes;
    private final Rehearsal rehearsal;

    CheckedWrites(Collections collections, MongoWrites writes) {
        this.collections = collections;
        this.writes = writes;
        this.rehearsal = new Rehearsal(collections, writes);
    }

    Result.Written write(Plan.Write plan, StateCheck check) {
        if (plan.change() instanceof Change.Replacement(var state)) {
            check.check(withId(plan, state));
            return writes.unchecked(plan);
        }
        for (int i = 0; i < MongoWrites.TRIES; i++) {
            Result.Written written = attempt(plan, check);
            if (written != null) {
                return written;
            }
        }
        throw MongoWrites.conflict();
    }

    private static BsonDocument withId(Plan.Write plan, BsonDocument state) {
        var complete = new BsonDocument("_id", plan.guard().id());
        complete.putAll(state);
        return complete;
    }

    /** Null when somebody else was faster. */
    private Result.@Nullable Written attempt(Plan.Write plan, StateCheck check) {
        var collection = collections.get(plan.namespace(), plan.concerns()).withDocumentClass(BsonDocument.class);
        BsonDocument before = collection.find(plan.guard().condition()).first();
        if (before == null && !plan.guard().mayCreate()) {
            throw writes.refusal(plan.namespace(), plan.guard(), false);
        }
        BsonDocument after = after(plan, before);
        check.check(after);
        boolean done = before == null
                ? created(collection, plan, after)
                : collection.replaceOne(writes.unchanged(before), after).getMatchedCount() > 0;
        return done
                ? new Result.Written(
                        before == null, plan.guard().id(), plan.etag(), plan.returning() ? Raw.of(after) : null)
                : null;
    }

    private BsonDocument after(Plan.Write plan, @Nullable BsonDocument before) {
        return switch (plan.change()) {
            case Change.Swap swap
            when before != null -> {
                BsonDocument after = swap.apply(before);
                after.put("_etag", plan.etag());
                yield after;
            }
            case Change.Keeping(var state, var _) -> withId(plan, state);
            case Change.Operators operators
            when PlainSet.isPlain(operators) ->
                PlainSet.apply(
                        operators,
                        before == null ? new BsonDocument("_id", plan.guard().id()) : before);
            default ->
                rehearsal
                        .outcome(plan, before)
                        .orElseThrow(() -> writes.refusal(plan.namespace(), plan.guard(), false));
        };
    }

    private boolean created(MongoCollection<BsonDocument> collection, Plan.Write plan, BsonDocument state) {
        try {
            collection.insertOne(state.clone());
            return true;
        } catch (MongoWriteException e) {
            writes.refuseUnlessRaced(plan, e);
            return false;
        }
    }
}
