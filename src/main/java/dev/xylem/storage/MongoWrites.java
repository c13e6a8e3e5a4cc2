package dev.xylem.storage;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.Concerns;
import dev.xylem.plan.Change;
import dev.xylem.plan.Guard;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Result;
import dev.xylem.plan.Scope;
import dev.xylem.plan.StateCheck;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Writes of one document, each one command with its condition inside. */
final class MongoWrites {
    /** How often a write is tried against others who write the same document. */
    static final int TRIES = 5;

    private static final BsonDocument ETAG_ONLY = new BsonDocument("_etag", new BsonInt32(1));

    private final Collections collections;
    private final boolean shared;

    private final Schemas schemas;
    private final CheckedWrites checked;

    /** @param shared true when other programs may write to the same store */
    MongoWrites(Collections collections, boolean shared, Schemas schemas) {
        this.collections = collections;
        this.shared = shared;
        this.schemas = schemas;
        this.checked = new CheckedWrites(collections, this);
    }

    /** Every write of one document comes through here: nothing is ever written that a schema or a rule speaks against. */
    Result.Written write(Plan.Write plan) {
        return checks(plan).map(check -> checked.write(plan, check)).orElseGet(() -> unchecked(plan));
    }

    /** Empty where the new state needs no check before it is written. */
    private Optional<StateCheck> checks(Plan.Write plan) {
        Optional<StateCheck> check = StateChecks.of(plan.guard().scope(), schemas.of(plan.namespace()));
        return plan.change() instanceof Change.Keeping ? Optional.of(check.orElse(_ -> {})) : check;
    }

    CheckedWrites checked() {
        return checked;
    }

    /** The same for a state that was checked, or need not be. */
    Result.Written unchecked(Plan.Write plan) {
        return plan.change() instanceof Change.Swap swap ? swap(plan, swap) : single(plan);
    }

    private Result.Written single(Plan.Write plan) {
        for (int i = 1; ; i++) {
            try {
                return outcome(plan).orElseThrow(() -> refusal(plan.namespace(), plan.guard(), false));
            } catch (MongoWriteException | MongoCommandException e) {
                refuseUnlessRaced(plan, e);
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    /**
     * A duplicate key on a write that may create has three causes: the guard keeps what exists as it is; another unique index is
     * violated; or two creations met, and only then the next try, which finds what the other one made, can do better.
     */
    void refuseUnlessRaced(Plan.Write plan, MongoException e) {
        if (!MongoErrors.isDuplicateKey(e) || !plan.guard().mayCreate()) {
            throw e;
        }
        RawBsonDocument current = current(plan.namespace(), plan.guard());
        if (current == null) {
            throw isTaken(plan) ? plan.guard().unknown() : e;
        }
        refuseUnlessWritable(plan.namespace(), plan.guard());
        if (plan.guard().isConditional()) {
            throw plan.guard().refusal(true, current.get("_etag"), false);
        }
    }

    /** True when the id belongs to a document that is not there for the caller. */
    private boolean isTaken(Plan.Write plan) {
        return plan.guard().isScoped()
                && plan.guard().mayChange()
                && find(plan.namespace(), new BsonDocument("_id", plan.guard().id())) != null;
    }

    private void refuseUnlessWritable(Namespace namespace, Guard guard) {
        if (!guard.scope().write().isEmpty() && find(namespace, guard.writable()) == null) {
            throw Scope.outside();
        }
    }

    private Optional<Result.Written> outcome(Plan.Write plan) {
        return plan.returning() ? findAndModify(plan) : written(plan, update(plan));
    }

    private static Optional<Result.Written> written(Plan.Write plan, UpdateResult result) {
        boolean created = result.getUpsertedId() != null;
        return created || result.getMatchedCount() > 0
                ? Optional.of(new Result.Written(created, plan.guard().id(), plan.etag(), null))
                : Optional.empty();
    }

    private UpdateResult update(Plan.Write plan) {
        MongoCollection<BsonDocument> collection =
                collections.get(plan.namespace(), plan.concerns()).withDocumentClass(BsonDocument.class);
        BsonDocument condition = plan.guard().condition();
        boolean upsert = plan.guard().mayCreate();
        return switch (plan.change()) {
            case Change.Replacement(var state) ->
                collection.replaceOne(condition, state, new ReplaceOptions().upsert(upsert));
            case Change.Operators(var update, var arrayFilters) ->
                collection.updateOne(
                        condition,
                        update,
                        new UpdateOptions().upsert(upsert).arrayFilters(arrayFilters.isEmpty() ? null : arrayFilters));
            case Change.Pipeline(var stages) ->
                collection.updateOne(condition, stages, new UpdateOptions().upsert(upsert));
            case Change.Swap _ -> throw new IllegalStateException("a swap is no single command");
        };
    }

    /** The raw command, since only its answer tells both the new state and whether it was created. */
    Optional<Result.Written> findAndModify(Plan.Write plan) {
        var command = new BsonDocument(
                        "findAndModify", new BsonString(plan.namespace().collection()))
                .append("query", plan.guard().condition())
                .append("update", modification(plan.change()))
                .append("new", BsonBoolean.TRUE)
                .append("upsert", BsonBoolean.valueOf(plan.guard().mayCreate()));
        if (plan.change() instanceof Change.Operators operators
                && !operators.arrayFilters().isEmpty()) {
            command.append("arrayFilters", new BsonArray(operators.arrayFilters()));
        }
        WriteConcern concern =
                collections.get(plan.namespace(), plan.concerns()).getWriteConcern();
        if (!concern.isServerDefault()) {
            command.append("writeConcern", concern.asDocument());
        }
        RawBsonDocument answer =
                collections.database(plan.namespace().database()).runCommand(command, RawBsonDocument.class);
        if (!(answer.get("value") instanceof BsonDocument state)) {
            return Optional.empty();
        }
        // not updatedExisting: some engines say false where an update changed nothing
        boolean created = answer.getDocument("lastErrorObject").containsKey("upserted");
        return Optional.of(new Result.Written(created, plan.guard().id(), plan.etag(), Raw.of(state)));
    }

    private static BsonValue modification(Change change) {
        return switch (change) {
            case Change.Replacement(var state) -> state;
            case Change.Operators(var update, var _) -> update;
            case Change.Pipeline(var stages) -> new BsonArray(stages);
            case Change.Swap _ -> throw new IllegalStateException("a swap is no single command");
        };
    }

    /** Compare-and-swap on the whole previous state. */
    private Result.Written swap(Plan.Write plan, Change.Swap swap) {
        var collection = collections.get(plan.namespace(), plan.concerns()).withDocumentClass(BsonDocument.class);
        for (int i = 0; i < TRIES; i++) {
            BsonDocument before = collection.find(plan.guard().condition()).first();
            if (before == null) {
                throw refusal(plan.namespace(), plan.guard(), false);
            }
            BsonDocument after = swap.apply(before);
            after.put("_etag", plan.etag());
            if (collection.replaceOne(unchanged(before), after).getMatchedCount() > 0) {
                return new Result.Written(
                        false, plan.guard().id(), plan.etag(), plan.returning() ? Raw.of(after) : null);
            }
        }
        throw conflict();
    }

    static ProblemException conflict() {
        return Problem.of(
                        ProblemType.WRITE_CONFLICT,
                        "Others changed the document each of the " + TRIES + " times this was tried; try again.")
                .exception();
    }

    /**
     * In a store of our own the {@code _etag} stands for the whole state, since each write renews it; other programs' writes don't. The
     * embedded store could not compare all states anyway: its {@code $eq} fails on regular expressions and code.
     */
    BsonDocument unchanged(BsonDocument before) {
        if (!shared && before.get("_etag") instanceof BsonObjectId etag) {
            return new BsonDocument("_id", before.get("_id")).append("_etag", etag);
        }
        var same = new BsonDocument(
                "$eq", new BsonArray(List.of(new BsonString("$$ROOT"), new BsonDocument("$literal", before))));
        return new BsonDocument("_id", before.get("_id")).append("$expr", same);
    }

    Result.Deleted delete(Plan.DeleteOne plan) {
        var result = collections
                .get(plan.namespace(), plan.concerns())
                .deleteOne(plan.guard().condition());
        if (result.getDeletedCount() == 0) {
            throw refusal(plan.namespace(), plan.guard(), true);
        }
        return new Result.Deleted();
    }

    /** Nothing was written; now find out why. */
    ProblemException refusal(Namespace namespace, Guard guard, boolean deleting) {
        RawBsonDocument current = current(namespace, guard);
        if (current != null) {
            refuseUnlessWritable(namespace, guard);
        }
        return guard.refusal(current != null, current == null ? null : current.get("_etag"), deleting);
    }

    private @Nullable RawBsonDocument current(Namespace namespace, Guard guard) {
        return find(namespace, guard.identity());
    }

    private @Nullable RawBsonDocument find(Namespace namespace, BsonDocument query) {
        return collections
                .get(namespace, Concerns.DEFAULT)
                .find(query)
                .projection(ETAG_ONLY)
                .first();
    }
}
