package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.Namespace;
import dev.xylem.api.Preconditions.Tags;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.WriteMode;
import dev.xylem.api.Resource;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** Plans writes of many documents: what is malformed in one element is found before anything is written. */
final class BulkPlanner {
    private final Catalog catalog;
    private final Existing existing;

    BulkPlanner(Catalog catalog) {
        this.catalog = catalog;
        this.existing = new Existing(catalog);
    }

    Planned write(ApiRequest request) {
        Namespace namespace = ((Resource.Collection) request.resource()).namespace();
        existing.collection(namespace);
        if (namespace.isSchemaStore()) {
            throw Problem.of(
                            ProblemType.WRONG_BODY_SHAPE,
                            "Schemas are stored one at a time: the body must be an object.")
                    .exception();
        }
        Stamp stamp = Stamp.fresh();
        List<BsonDocument> documents = ((Body.Many) request.body()).documents();
        var elements = new ArrayList<BulkElement>(documents.size());
        var dropped = new ArrayList<String>();
        for (int i = 0; i < documents.size(); i++) {
            elements.add(element(request, documents.get(i), i, stamp, dropped));
        }
        var plan = new Plan.BulkWrite(
                namespace, elements, stamp.etag(), request.query().concerns());
        return Planned.dropping(plan, dropped);
    }

    private static BulkElement element(
            ApiRequest request, BsonDocument document, int index, Stamp stamp, List<String> dropped) {
        try {
            return element(request, document, stamp, dropped);
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

    private static BulkElement element(ApiRequest request, BsonDocument document, Stamp stamp, List<String> dropped) {
        WriteMode mode = request.query().writeMode();
        BsonValue given = document.get("_id");
        if (given == null && mode == WriteMode.UPDATE) {
            throw Problem.of(ProblemType.INVALID_PARAMETER, "With wm=update each element needs an _id.")
                    .with("parameter", "wm")
                    .exception();
        }
        BsonValue id = given == null ? new BsonObjectId(new ObjectId()) : Ids.check(given);
        boolean isNew = given == null || mode == WriteMode.INSERT;
        if (isNew && UpdateTranslator.isPlain(document)) {
            Translation translation = UpdateTranslator.replacement(document, stamp.etag(), stamp.now());
            dropped.addAll(translation.dropped());
            var complete = new BsonDocument("_id", id);
            complete.putAll(translation.document());
            return new BulkElement.Insert(id, complete);
        }
        Translation translation = UpdateTranslator.update(document, stamp.etag());
        dropped.addAll(translation.dropped());
        return new BulkElement.Update(
                new Guard("document", id, mode, new BsonDocument(), new Tags.Absent(), new Tags.Absent(), false),
                new Change.Operators(translation.document(), request.query().arrayFilters()));
    }

    Planned patch(ApiRequest request) {
        Namespace namespace = selected(request);
        Stamp stamp = Stamp.fresh();
        BsonDocument body = ((Body.Single) request.body()).document();
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
                namespace,
                request.query().filter(),
                change,
                request.query().max(),
                stamp.etag(),
                request.query().concerns());
        return Planned.dropping(plan, translation.dropped());
    }

    Plan delete(ApiRequest request) {
        Namespace namespace = selected(request);
        return new Plan.DeleteMany(
                namespace,
                request.query().filter(),
                request.query().max(),
                request.query().concerns());
    }

    private Namespace selected(ApiRequest request) {
        Namespace namespace = ((Resource.Documents) request.resource()).namespace();
        if (AlwaysTrue.matchesAll(request.query().filter())) {
            throw Problem.of(
                            ProblemType.FILTER_MATCHES_ALL,
                            "The filter matches every document by its shape; a bulk write needs one that selects some. Nothing was changed.")
                    .with("parameter", "filter")
                    .exception();
        }
        existing.collection(namespace);
        StoreSupport.require(request.query().filter(), catalog.capabilities());
        return namespace;
    }
}
