package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.Grant;
import dev.xylem.api.Namespace;
import dev.xylem.api.Preconditions.Tags;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.WriteMode;
import dev.xylem.api.Resource;
import dev.xylem.config.Settings.EtagCheckPolicy;
import dev.xylem.plan.DocumentGuards.Conditions;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;

/** Plans writes of many documents: what is malformed in one element is found before anything is written. */
final class BulkPlanner {
    private final Catalog catalog;
    private final Existing existing;
    private final DocumentGuards guards;

    BulkPlanner(EtagCheckPolicy configured, Catalog catalog) {
        this.catalog = catalog;
        this.guards = new DocumentGuards(configured.doc(), catalog);
        this.existing = new Existing(catalog);
    }

    Planned write(ApiRequest request, Grant grant) {
        Namespace namespace = ((Resource.Collection) request.resource()).namespace();
        RawBsonDocument properties = existing.collection(namespace);
        if (namespace.isSchemaStore()) {
            throw Problem.of(
                            ProblemType.WRONG_BODY_SHAPE,
                            "Schemas are stored one at a time: the body must be an object.")
                    .exception();
        }
        Conditions conditions = guards.of(request, grant, namespace, properties);
        Stamp stamp = Stamp.fresh();
        if (request.body() instanceof Body.Lines(var source)) {
            var batches = new ImportBatches(source, (line, dropped) -> element(conditions, line, stamp, dropped));
            return Planned.of(new Plan.Import(
                    namespace, batches, stamp.etag(), request.query().concerns()));
        }
        List<BsonDocument> documents = ((Body.Many) request.body()).documents();
        var elements = new ArrayList<BulkElement>(documents.size());
        var dropped = new ArrayList<String>();
        for (int i = 0; i < documents.size(); i++) {
            elements.add(element(conditions, documents.get(i), i, stamp, dropped));
        }
        var plan = new Plan.BulkWrite(
                namespace, elements, stamp.etag(), request.query().concerns());
        return Planned.dropping(plan, dropped);
    }

    private static BulkElement element(
            Conditions conditions, BsonDocument document, int index, Stamp stamp, List<String> dropped) {
        try {
            return element(conditions, document, stamp, dropped);
        } catch (ProblemException e) {
            Problem problem = e.problem();
            throw new Problem(
                            problem.type(),
                            "Element " + index + ": " + problem.detail() + " Nothing was written.",
                            problem.members(),
                            problem.headers(),
                            null)
                    .with("index", index)
                    .exception();
        }
    }

    private static BulkElement element(Conditions conditions, BsonDocument sent, Stamp stamp, List<String> dropped) {
        ApiRequest request = conditions.request();
        new FieldGate(conditions.grant().fields()).update(sent, request.query().arrayFilters());
        BsonDocument document = MergedBody.of(sent, conditions.grant().rows().merge());
        WriteMode mode = request.query().writeMode();
        BsonValue given = document.get("_id");
        if (given == null && mode == WriteMode.UPDATE) {
            throw Problem.of(ProblemType.INVALID_PARAMETER, "With wm=update each element needs an _id.")
                    .with("parameter", "wm")
                    .exception();
        }
        if (given == null && !(request.preconditions().ifMatch() instanceof Tags.Absent)) {
            throw Problem.of(ProblemType.ETAG_MISMATCH, "It has no _id, but If-Match asks for a document that exists.")
                    .exception();
        }
        BsonValue id = given == null ? new BsonObjectId(new ObjectId()) : Ids.check(given);
        Guard guard = conditions.guard(id, mode, false);
        boolean isNew = given == null || (guard.mayCreate() && !guard.mayChange());
        if (isNew && UpdateTranslator.isPlain(document)) {
            Translation translation = UpdateTranslator.replacement(document, stamp.etag(), stamp.now());
            dropped.addAll(translation.dropped());
            var complete = new BsonDocument("_id", id);
            complete.putAll(translation.document());
            return new BulkElement.Insert(guard, complete);
        }
        Translation translation = UpdateTranslator.update(document, stamp.etag());
        dropped.addAll(translation.dropped());
        return new BulkElement.Update(
                guard,
                new Change.Operators(translation.document(), request.query().arrayFilters()));
    }

    Planned patch(ApiRequest request, Grant grant) {
        Selected selected = selected(request, grant);
        Stamp stamp = Stamp.fresh();
        BsonDocument body = MergedBody.of(
                ((Body.Single) request.body()).document(), grant.rows().merge());
        if (body.containsKey("_id")) {
            throw Problem.of(
                            ProblemType.ID_MISMATCH,
                            "A bulk PATCH cannot set _id: many documents would get the same one.")
                    .exception();
        }
        Translation translation = UpdateTranslator.update(body, stamp.etag());
        var change =
                new Change.Operators(translation.document(), request.query().arrayFilters());
        var plan = new Plan.UpdateMany(
                selected.namespace,
                selected.filter,
                Scope.of(
                        grant.rows(),
                        ProvenUpdate.of(change.update(), grant.rows().write())),
                change,
                request.query().max(),
                stamp.etag(),
                request.query().concerns());
        return Planned.dropping(plan, translation.dropped());
    }

    Plan delete(ApiRequest request, Grant grant) {
        Selected selected = selected(request, grant);
        return new Plan.DeleteMany(
                selected.namespace,
                selected.filter,
                request.query().max(),
                request.query().concerns());
    }

    private record Selected(Namespace namespace, BsonDocument filter) {}

    private Selected selected(ApiRequest request, Grant grant) {
        Namespace namespace = ((Resource.Documents) request.resource()).namespace();
        if (AlwaysTrue.matchesAll(request.query().filter())) {
            throw Problem.of(
                            ProblemType.FILTER_MATCHES_ALL,
                            "The filter matches every document by its shape; a bulk write needs one that selects some. Nothing was changed.")
                    .with("parameter", "filter")
                    .exception();
        }
        RawBsonDocument properties = existing.collection(namespace);
        StoreSupport.require(request.query().filter(), catalog.capabilities());
        return new Selected(
                namespace, guards.of(request, grant, namespace, properties).selection());
    }
}
