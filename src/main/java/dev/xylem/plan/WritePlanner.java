package dev.xylem.plan;

import dev.xylem.api.Action.Mode;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.Grant;
import dev.xylem.api.Namespace;
import dev.xylem.api.Query.WriteMode;
import dev.xylem.api.Resource;
import dev.xylem.config.Settings.EtagCheckPolicy;
import dev.xylem.plan.schema.SchemaDocument;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;

/** Plans writes of one document. */
final class WritePlanner {
    private final DocumentGuards guards;
    private final Catalog catalog;
    private final Existing existing;

    WritePlanner(EtagCheckPolicy configured, Catalog catalog) {
        this.guards = new DocumentGuards(configured.doc(), catalog);
        this.catalog = catalog;
        this.existing = new Existing(catalog);
    }

    Planned write(ApiRequest sent, Mode mode, Grant grant) {
        Namespace namespace = namespaceOf(sent);
        ApiRequest request = namespace.isSchemaStore()
                ? sent
                : sent.with(MergedBody.of(sent.body(), grant.rows().merge()));
        RawBsonDocument properties = existing.collection(namespace);
        StoreSupport.require(request.query().filter(), catalog.capabilities());
        BsonValue id = idOf(request);
        Stamp stamp = Stamp.fresh();
        var translated = translate(request, mode, id, stamp);
        Change change = keeping(request, grant, translated.change);
        var outlook = WriteOutlook.of(request, change, id, stamp, grant.rows().write());
        Guard guard = guards.of(request, grant, namespace, properties).guard(id, outlook.mode(), outlook.proven());
        var plan = new Plan.Write(
                namespace,
                guard,
                change,
                stamp.etag(),
                request.representation(),
                request.query().concerns());
        return Planned.dropping(plan, translated.dropped);
    }

    Plan delete(ApiRequest request, Grant grant) {
        Namespace namespace = namespaceOf(request);
        RawBsonDocument properties = existing.collection(namespace);
        StoreSupport.require(request.query().filter(), catalog.capabilities());
        Guard guard = guards.of(request, grant, namespace, properties).guard(idOf(request), WriteMode.UPDATE);
        return new Plan.DeleteOne(namespace, guard, request.query().concerns());
    }

    /** A replacement by somebody who can't see all of what it replaces leaves the rest as it is. */
    private static Change keeping(ApiRequest request, Grant grant, Change change) {
        boolean named = request.resource() instanceof Resource.Document
                || (request.body() instanceof Body.Single(var document) && document.containsKey("_id"));
        return change instanceof Change.Replacement(var state)
                        && named
                        && grant.fields().areLimited()
                ? new Change.Keeping(state, new Mask(grant.fields()))
                : change;
    }

    private static Namespace namespaceOf(ApiRequest request) {
        return switch (request.resource()) {
            case Resource.Document(Namespace namespace, var _) -> namespace;
            case Resource.Collection(Namespace namespace) -> namespace;
            default -> throw new IllegalArgumentException("no document is written there");
        };
    }

    /** The URL's id, else the body's, else a new one. */
    private static BsonValue idOf(ApiRequest request) {
        if (request.resource() instanceof Resource.Document(var _, BsonValue id)) {
            if (request.body() instanceof Body.Single(var document)) {
                Ids.requireSame(document, id);
            }
            return id;
        }
        BsonValue given = request.body() instanceof Body.Single(var document) ? document.get("_id") : null;
        return given == null ? new BsonObjectId(new ObjectId()) : Ids.check(given);
    }

    private record Translated(Change change, List<String> dropped) {}

    private Translated translate(ApiRequest request, Mode mode, BsonValue id, Stamp stamp) {
        return switch (request.body()) {
            case Body.Single(var document)
            when namespaceOf(request).isSchemaStore() -> schema(request, document, id, stamp);
            case Body.Single(var document) ->
                mode == Mode.REPLACE ? replacement(document, stamp) : operators(request, document, stamp);
            case Body.Pipeline(var stages) -> pipeline(stages, stamp);
            case Body.MergePatch(var patch) -> merge(request, patch, stamp);
            case Body.JsonPatch(var operations) ->
                new Translated(new Change.Patch(JsonPatch.parse(operations)), List.of());
            case Body.None _, Body.Many _, Body.Lines _, Body.Unread _ ->
                throw new IllegalArgumentException("no single document");
        };
    }

    private static Translated schema(ApiRequest request, BsonDocument document, BsonValue id, Stamp stamp) {
        var schema = SchemaDocument.of(document, namespaceOf(request).database(), id);
        return new Translated(new Change.Replacement(schema.state().append("_etag", stamp.etag())), schema.dropped());
    }

    private static Translated replacement(BsonDocument document, Stamp stamp) {
        Translation translation = UpdateTranslator.replacement(document, stamp.etag(), stamp.now());
        return new Translated(new Change.Replacement(translation.document()), translation.dropped());
    }

    private static Translated operators(ApiRequest request, BsonDocument document, Stamp stamp) {
        Translation translation = UpdateTranslator.update(document, stamp.etag());
        return new Translated(
                new Change.Operators(translation.document(), request.query().arrayFilters()), translation.dropped());
    }

    private Translated pipeline(List<BsonDocument> stages, Stamp stamp) {
        StoreSupport.requirePipelineUpdates(catalog.capabilities());
        return new Translated(new Change.Pipeline(UpdateTranslator.pipeline(stages, stamp.etag())), List.of());
    }

    private Translated merge(ApiRequest request, BsonDocument document, Stamp stamp) {
        Ids.requireSame(document, idOf(request));
        MergePatch patch = MergePatch.parse(document);
        Optional<List<BsonDocument>> stages =
                catalog.capabilities().pipelineUpdates() ? patch.asPipeline(stamp.etag()) : Optional.empty();
        Change change = stages.<Change>map(Change.Pipeline::new).orElseGet(() -> new Change.Merge(patch));
        return new Translated(change, patch.dropped());
    }
}
