package dev.xylem.plan;

import dev.xylem.api.Action.Mode;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.Namespace;
import dev.xylem.api.Preconditions.Tags;
import dev.xylem.api.Query.WriteMode;
import dev.xylem.api.Resource;
import dev.xylem.config.EtagPolicy;
import dev.xylem.config.Settings.EtagCheckPolicy;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/** Plans the creation, change and deletion of databases and collections, whose state is their properties. */
final class PropertiesPlanner {
    private final EtagCheckPolicy configured;
    private final Catalog catalog;
    private final Existing existing;

    PropertiesPlanner(EtagCheckPolicy configured, Catalog catalog) {
        this.configured = configured;
        this.catalog = catalog;
        this.existing = new Existing(catalog);
    }

    Planned write(ApiRequest request, Mode mode) {
        var of = (Resource.Container) request.resource();
        Optional<Catalog.Entry> before =
                mode == Mode.MERGE ? Optional.of(new Catalog.Entry(required(of))) : optional(of);
        Stamp stamp = Stamp.fresh();
        BsonDocument body = Definitions.escaped(((Body.Single) request.body()).document());
        // the _id of properties is the resource's own; whatever a client reads there it may send back
        Translation translation = mode == Mode.REPLACE
                ? UpdateTranslator.replacement(body, stamp.etag(), stamp.now())
                : UpdateTranslator.update(body, stamp.etag());
        PropertiesCheck.check(translation.document(), mode);
        Change change = mode == Mode.REPLACE
                ? new Change.Replacement(translation.document())
                : new Change.Operators(translation.document(), List.of());
        var write = new Plan.Write(
                PropertiesDocument.namespaceOf(of),
                guard(request, of, before),
                change,
                stamp.etag(),
                request.representation(),
                request.query().concerns());
        return Planned.dropping(new Plan.WriteProperties(of, write, before.isPresent()), translation.dropped());
    }

    Plan drop(ApiRequest request) {
        var of = (Resource.Container) request.resource();
        RawBsonDocument before = required(of);
        return new Plan.Drop(
                of,
                PropertiesDocument.namespaceOf(of),
                guard(request, of, Optional.of(new Catalog.Entry(before))),
                !before.isEmpty());
    }

    private Guard guard(ApiRequest request, Resource.Container of, Optional<Catalog.Entry> before) {
        Guard guard = new Guard(
                of instanceof Resource.Database ? "database" : "collection",
                PropertiesDocument.idOf(of),
                WriteMode.UPSERT,
                new BsonDocument(),
                Scope.EVERYTHING,
                request.preconditions().ifMatch(),
                request.preconditions().ifNoneMatch(),
                // creating something concerns no policy
                before.isPresent()
                        && EtagRule.isMissing(request, policy(of, before.get().properties())));
        return before.isPresent() && before.get().properties().isEmpty() ? withoutProperties(guard) : guard;
    }

    /** Something made by another program, with no properties yet and so no ETag: it exists, which is all that can be said of it. */
    private static Guard withoutProperties(Guard guard) {
        if (guard.etagMissing()) {
            throw guard.refusal(true, null, false);
        }
        return guard.ifMatch() instanceof Tags.Any ? guard.unconditional() : guard;
    }

    private EtagPolicy policy(Resource.Container of, RawBsonDocument properties) {
        return switch (of) {
            case Resource.Database _ -> EtagRule.of("etagPolicy", configured.db(), List.of(properties));
            case Resource.Collection(Namespace namespace) ->
                EtagRule.inCollection("etagPolicy", configured.coll(), namespace, properties, catalog);
            case Resource.Root _ -> throw new IllegalArgumentException("the root is read only");
        };
    }

    private RawBsonDocument required(Resource.Container of) {
        return switch (of) {
            case Resource.Database(String name) -> existing.database(name);
            case Resource.Collection(Namespace namespace) -> existing.collection(namespace);
            case Resource.Root _ -> throw new IllegalArgumentException("the root is read only");
        };
    }

    /** A collection can be new, but only in a database that exists. */
    private Optional<Catalog.Entry> optional(Resource.Container of) {
        return switch (of) {
            case Resource.Database(String name) -> catalog.database(name);
            case Resource.Collection(Namespace namespace) -> {
                existing.database(namespace.database());
                yield catalog.collection(namespace);
            }
            case Resource.Root _ -> throw new IllegalArgumentException("the root is read only");
        };
    }
}
