package dev.xylem.storage;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import dev.xylem.api.Preconditions.Tags;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.WriteMode;
import dev.xylem.plan.BulkElement;
import dev.xylem.plan.Guard;
import dev.xylem.plan.PlainSet;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Result;
import dev.xylem.plan.Scope;
import dev.xylem.plan.StateCheck;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/**
 * Writes of many documents of which a schema, or a rule of access, must approve. What is new is checked and inserted by one command; what exists is changed one
 * by one, as {@link CheckedWrites} does. A document that would be invalid fails alone.
 */
final class CheckedBulks {
    /** How many documents one bulk PATCH may change: each is a read and a conditional write. */
    private static final int MOST = 10_000;

    private static final int IDS_AT_ONCE = 1_000;

    private final Collections collections;
    private final MongoErrors errors;
    private final CheckedWrites writes;
    private final MongoBulks bulks;

    CheckedBulks(Collections collections, MongoErrors errors, CheckedWrites writes, MongoBulks bulks) {
        this.collections = collections;
        this.errors = errors;
        this.writes = writes;
        this.bulks = bulks;
    }

    Result.BulkWritten write(Plan.BulkWrite plan, StateCheck check) {
        var tally = new BulkTally();
        List<Integer> alone = new ArrayList<>();
        insert(plan, check, tally, alone);
        for (int index : alone) {
            one(plan, (BulkElement.Update) plan.elements().get(index), index, check, tally);
        }
        return tally.result(plan.etag());
    }

    /** Inserts what is new; what is left is listed in {@code alone}. */
    private void insert(Plan.BulkWrite plan, StateCheck check, BulkTally tally, List<Integer> alone) {
        Set<BsonValue> existing = existing(plan);
        List<BulkElement> inserts = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < plan.elements().size(); i++) {
            BulkElement element = plan.elements().get(i);
            if (element instanceof BulkElement.Update update && !isNew(update, existing)) {
                alone.add(i);
                continue;
            }
            BsonDocument state = stateOf(element);
            try {
                check.check(state);
                inserts.add(new BulkElement.Insert(element.guard().creating(), state));
                indexes.add(i);
            } catch (ProblemException e) {
                tally.fail(i, e.problem());
            }
        }
        Result.BulkWritten done =
                bulks.unchecked(new Plan.BulkWrite(plan.namespace(), inserts, plan.etag(), plan.concerns()));
        Set<Integer> failed = new HashSet<>();
        for (Result.Failure failure : done.failures()) {
            int index = indexes.get(failure.index());
            failed.add(failure.index());
            // somebody, perhaps an earlier element, made it meanwhile
            if (failure.type() == ProblemType.DOCUMENT_EXISTS
                    && plan.elements().get(index) instanceof BulkElement.Update update
                    && !update.onlyCreates()) {
                alone.add(index);
            } else {
                tally.fail(index, Problem.of(failure.type(), failure.detail()));
            }
        }
        for (int i = 0; i < inserts.size(); i++) {
            if (!failed.contains(i)) {
                tally.created(indexes.get(i), inserts.get(i).id());
            }
        }
    }

    private static boolean isNew(BulkElement.Update update, Set<BsonValue> existing) {
        return update.guard().mayCreate() && PlainSet.isPlain(update.change()) && !existing.contains(update.id());
    }

    private static BsonDocument stateOf(BulkElement element) {
        return switch (element) {
            case BulkElement.Insert(var _, var document) -> document;
            case BulkElement.Update update -> PlainSet.apply(update.change(), new BsonDocument("_id", update.id()));
        };
    }

    /** Of those that are there for the caller: what others have must not be told from what nobody has. */
    private Set<BsonValue> existing(Plan.BulkWrite plan) {
        List<BsonValue> ids = plan.elements().stream()
                .filter(element -> element instanceof BulkElement.Update)
                .map(BulkElement::id)
                .toList();
        BsonDocument readable = plan.elements().isEmpty()
                ? new BsonDocument()
                : plan.elements().getFirst().guard().scope().read();
        var existing = new HashSet<BsonValue>();
        for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
            Bson known = Filters.in("_id", ids.subList(from, Math.min(ids.size(), from + IDS_AT_ONCE)));
            collections
                    .bulk(plan.namespace(), plan.concerns())
                    .find(readable.isEmpty() ? known : Filters.and(known, readable))
                    .projection(Projections.include("_id"))
                    .forEach(document -> existing.add(document.get("_id")));
        }
        return existing;
    }

    private void one(Plan.BulkWrite plan, BulkElement.Update update, int index, StateCheck check, BulkTally tally) {
        var write =
                new Plan.Write(plan.namespace(), update.guard(), update.change(), plan.etag(), false, plan.concerns());
        one(write, index, "", check, tally);
    }

    Result.BulkWritten update(Plan.UpdateMany plan, StateCheck check) {
        List<BsonValue> ids = collections
                .bulk(plan.namespace(), plan.concerns())
                .find(plan.filter())
                .projection(Projections.include("_id"))
                .limit(MOST + 1)
                .map(document -> document.get("_id"))
                .into(new ArrayList<>());
        if (ids.size() > MOST) {
            throw Problem.of(
                            ProblemType.TOO_MANY_MATCHES,
                            "More than " + MOST
                                    + " documents match, which is the most that one bulk PATCH changes where each new state must be checked. Narrow the filter. Nothing was changed.")
                    .with("parameter", "filter")
                    .exception();
        }
        var tally = new BulkTally();
        for (int i = 0; i < ids.size(); i++) {
            BsonValue id = ids.get(i);
            var guard = new Guard(
                    "document",
                    id,
                    WriteMode.UPDATE,
                    plan.filter(),
                    Scope.EVERYTHING,
                    new Tags.Absent(),
                    new Tags.Absent(),
                    false);
            var write = new Plan.Write(plan.namespace(), guard, plan.change(), plan.etag(), false, plan.concerns());
            one(write, i, "Document " + new BsonDocument("_id", id).toJson() + ": ", check, tally);
        }
        return tally.result(plan.etag());
    }

    private void one(Plan.Write write, int index, String prefix, StateCheck check, BulkTally tally) {
        try {
            Result.Written written = writes.write(write, check);
            if (written.created()) {
                tally.created(index, written.id());
            } else {
                tally.modified();
            }
        } catch (ProblemException e) {
            fail(write, index, prefix, e.problem(), tally);
        } catch (MongoException e) {
            fail(write, index, prefix, errors.map(e).problem(), tally);
        }
    }

    /** What is not there to be updated is no failure, as in any bulk write; a store that is not there is one of all. */
    private static void fail(Plan.Write write, int index, String prefix, Problem problem, BulkTally tally) {
        if (problem.type().status() >= 500) {
            throw problem.exception();
        }
        if (problem.type() == ProblemType.SCHEMA_VIOLATION
                || problem.type() == ProblemType.OUTSIDE_WRITE_FILTER
                || problem.type() == ProblemType.WRITE_CONFLICT) {
            tally.matched();
        }
        if (problem.type() != ProblemType.DOCUMENT_NOT_FOUND || write.guard().mode() != WriteMode.UPDATE) {
            tally.fail(index, Problem.of(problem.type(), prefix + problem.detail()));
        }
    }
}
