package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Format.Representation;
import dev.xylem.api.Grant;
import dev.xylem.api.Namespace;
import dev.xylem.api.Query;
import dev.xylem.api.Resource;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** Plans everything that changes nothing. */
final class ReadPlanner {
    private final Catalog catalog;
    private final Existing existing;

    ReadPlanner(Catalog catalog) {
        this.catalog = catalog;
        this.existing = new Existing(catalog);
    }

    Plan listing(ApiRequest request) {
        Query query = request.query();
        // names alone are the whole answer in STANDARD
        boolean members = request.format().representation() != Representation.STANDARD;
        int skip = (query.page() - 1) * query.pagesize();
        return switch (request.resource()) {
            case Resource.Database(String name) -> {
                var own = existing.database(name);
                yield new Plan.ListCollections(name, query.properties() ? own : null, skip, query.pagesize(), members);
            }
            default -> new Plan.ListDatabases(skip, query.pagesize(), members);
        };
    }

    Plan document(ApiRequest request, Grant grant) {
        var document = (Resource.Document) request.resource();
        existing.collection(document.namespace());
        StoreSupport.require(request.query().filter(), catalog.capabilities());
        var filter = new BsonDocument("_id", document.id());
        BsonDocument further = filter(request, grant);
        if (!further.isEmpty()) {
            filter.append("$and", new BsonArray(List.of(further)));
        }
        var projection = EtagKeys.of(request.query().keys());
        return new Plan.FindOne(
                document.namespace(),
                filter,
                projection.keys(),
                projection.hidesEtag(),
                request.query().concerns());
    }

    /** The caller's own, within what it may read. */
    private static BsonDocument filter(ApiRequest request, Grant grant) {
        return Scope.join(grant.rows().read(), request.query().filter());
    }

    Plan meta(ApiRequest request) {
        var properties = switch (((Resource.Meta) request.resource()).of()) {
            case Resource.Database(String name) -> existing.database(name);
            case Resource.Collection(Namespace namespace) -> existing.collection(namespace);
            case Resource.Root _ -> throw new IllegalArgumentException("the root has no properties");
        };
        return new Plan.Known(new Result.Properties(properties));
    }

    Plan size(ApiRequest request, Grant grant) {
        var of = ((Resource.Size) request.resource()).of();
        return switch (of) {
            case Resource.Root _ -> new Plan.CountMembers(of);
            case Resource.Database(String name) -> {
                existing.database(name);
                yield new Plan.CountMembers(of);
            }
            case Resource.Collection(Namespace namespace) -> {
                existing.collection(namespace);
                StoreSupport.require(request.query().filter(), catalog.capabilities());
                yield new Plan.CountDocuments(
                        namespace, filter(request, grant), request.query().concerns());
            }
        };
    }
}
