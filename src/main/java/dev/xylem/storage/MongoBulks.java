package dev.xylem.storage;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.BulkWriteUpsert;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import com.mongodb.client.result.UpdateResult;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.plan.BulkElement;
import dev.xylem.plan.Change;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Result;
import dev.xylem.plan.Scope;
import dev.xylem.plan.StateCheck;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Writes of many documents in one command. */
final class MongoBulks {
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final Collections collections;
    private final MongoErrors errors;
    private final Schemas schemas;
    private final CheckedBulks checked;

    MongoBulks(Collections collections, MongoErrors errors, Schemas schemas, CheckedWrites writes) {
        this.collections = collections;
        this.errors = errors;
        this.schemas = schemas;
        this.checked = new CheckedBulks(collections, errors, writes, this);
    }

    /** Every bulk POST and import comes through here: nothing is ever written that a schema or a rule speaks against. */
    Result.BulkWritten write(Plan.BulkWrite plan) {
        return checks(plan).map(check -> checked.write(plan, check)).orElseGet(() -> unchecked(plan));
    }

    /** The scope is the same for all elements. Within one, what is kept from the caller must be told from what is not there. */
    private Optional<StateCheck> checks(Plan.BulkWrite plan) {
        Scope scope = plan.elements().isEmpty()
                ? Scope.EVERYTHING
                : plan.elements().getFirst().guard().scope();
        Optional<StateCheck> check = StateChecks.of(scope, schemas.of(plan.namespace()));
        return scope.isEverything() ? check : Optional.of(check.orElse(_ -> {}));
    }

    Result.BulkWritten unchecked(Plan.BulkWrite plan) {
        if (plan.elements().isEmpty()) {
            return new Result.BulkWritten(0, 0, 0, 0, List.of(), List.of(), plan.etag());
        }
        var collection = collections.bulk(plan.namespace(), plan.concerns()).withDocumentClass(BsonDocument.class);
        List<WriteModel<BsonDocument>> models =
                plan.elements().stream().map(MongoBulks::model).toList();
        try {
            return written(plan, collection.bulkWrite(models, UNORDERED), List.of());
        } catch (MongoBulkWriteException e) {
            if (e.getWriteErrors().isEmpty()) {
                throw e;
            }
            return written(plan, e.getWriteResult(), e.getWriteErrors());
        }
    }

    private static WriteModel<BsonDocument> model(BulkElement element) {
        return switch (element) {
            case BulkElement.Insert(var _, var document) -> new InsertOneModel<>(document);
            case BulkElement.Update(var guard, Change.Operators(var update, var arrayFilters)) ->
                new UpdateOneModel<>(
                        guard.condition(),
                        update,
                        new UpdateOptions()
                                .upsert(guard.mayCreate())
                                .arrayFilters(arrayFilters.isEmpty() ? null : arrayFilters));
        };
    }

    private Result.BulkWritten written(Plan.BulkWrite plan, BulkWriteResult result, List<BulkWriteError> failed) {
        var created = new BitSet();
        result.getUpserts().stream().mapToInt(BulkWriteUpsert::getIndex).forEach(created::set);
        IntStream.range(0, plan.elements().size())
                .filter(i -> plan.elements().get(i) instanceof BulkElement.Insert)
                .forEach(created::set);
        failed.forEach(error -> created.clear(error.getIndex()));
        List<BsonValue> ids =
                created.stream().mapToObj(i -> plan.elements().get(i).id()).toList();
        List<Result.Failure> failures = failures(plan, failed);
        return new Result.BulkWritten(
                ids.size(), 0, result.getModifiedCount(), result.getMatchedCount(), ids, failures, plan.etag());
    }

    /** Of an element that may only create, the same code as for a single write: is it the id that is taken, or another unique value? */
    private List<Result.Failure> failures(Plan.BulkWrite plan, List<BulkWriteError> failed) {
        Set<BsonValue> taken = taken(plan, failed);
        return failed.stream()
                .map(error ->
                        taken.contains(plan.elements().get(error.getIndex()).id())
                                ? exists(plan, error.getIndex())
                                : failure(error))
                .toList();
    }

    private Set<BsonValue> taken(Plan.BulkWrite plan, List<BulkWriteError> failed) {
        List<BsonValue> asked = failed.stream()
                .filter(error -> MongoErrors.isDuplicateKey(error.getCode()))
                .map(error -> plan.elements().get(error.getIndex()))
                .filter(BulkElement::onlyCreates)
                .map(BulkElement::id)
                .toList();
        return asked.isEmpty()
                ? Set.of()
                : collections
                        .get(plan.namespace(), plan.concerns())
                        .find(Filters.in("_id", asked))
                        .projection(Projections.include("_id"))
                        .map(document -> document.get("_id"))
                        .into(new HashSet<>());
    }

    private static Result.Failure exists(Plan.BulkWrite plan, int index) {
        Problem problem = plan.elements().get(index).taken();
        return new Result.Failure(index, problem.type(), problem.detail());
    }

    private Result.Failure failure(BulkWriteError error) {
        Problem problem = errors.ofCode(error.getCode(), null).problem();
        return new Result.Failure(error.getIndex(), problem.type(), problem.detail());
    }

    Result update(Plan.UpdateMany plan) {
        var collection = collections.bulk(plan.namespace(), plan.concerns()).withDocumentClass(BsonDocument.class);
        refuseTooMany(collection, plan.filter(), plan.max());
        var check = StateChecks.of(plan.scope(), schemas.of(plan.namespace()));
        if (check.isPresent()) {
            return checked.update(plan, check.get());
        }
        List<BsonDocument> arrayFilters = plan.change().arrayFilters();
        UpdateResult result = collection.updateMany(
                plan.filter(),
                plan.change().update(),
                new UpdateOptions().arrayFilters(arrayFilters.isEmpty() ? null : arrayFilters));
        return new Result.BulkWritten(
                0,
                0,
                (int) result.getModifiedCount(),
                (int) result.getMatchedCount(),
                List.of(),
                List.of(),
                plan.etag());
    }

    Result delete(Plan.DeleteMany plan) {
        var collection = collections.bulk(plan.namespace(), plan.concerns()).withDocumentClass(BsonDocument.class);
        refuseTooMany(collection, plan.filter(), plan.max());
        long deleted = collection.deleteMany(plan.filter()).getDeletedCount();
        return new Result.BulkWritten(0, (int) deleted, 0, 0, List.of(), List.of(), null);
    }

    private static void refuseTooMany(MongoCollection<BsonDocument> collection, BsonDocument filter, OptionalInt max) {
        if (max.isPresent()
                && collection.countDocuments(filter, new CountOptions().limit(max.getAsInt() + 1)) > max.getAsInt()) {
            throw Problem.of(
                            ProblemType.TOO_MANY_MATCHES,
                            "More than " + max.getAsInt()
                                    + " documents match, which max does not allow. Nothing was changed.")
                    .with("parameter", "max")
                    .exception();
        }
    }
}
