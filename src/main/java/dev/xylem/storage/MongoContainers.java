package dev.xylem.storage;

import com.mongodb.MongoCommandException;
import com.mongodb.client.model.Filters;
import dev.xylem.api.Namespace;
import dev.xylem.api.Query.Concerns;
import dev.xylem.api.Resource;
import dev.xylem.api.Resource.Container;
import dev.xylem.plan.Plan;
import dev.xylem.plan.PropertiesDocument;
import dev.xylem.plan.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Databases and collections: listed by name, created and changed through their properties, dropped. */
final class MongoContainers {
    private final Store store;
    private final Collections collections;
    private final MongoWrites writes;
    private final MongoCatalog catalog;

    MongoContainers(Store store, Collections collections, MongoWrites writes, MongoCatalog catalog) {
        this.store = store;
        this.collections = collections;
        this.writes = writes;
        this.catalog = catalog;
    }

    Result databases(Plan.ListDatabases plan) {
        List<String> names = databaseNames();
        List<String> page = page(names, plan.skip(), plan.limit());
        Function<String, RawBsonDocument> properties = plan.members()
                ? name -> find(PropertiesDocument.namespace(name), PropertiesDocument.idOfDatabase())
                : _ -> Raw.EMPTY;
        return new Result.Listing(null, members(page, properties), names.size());
    }

    Result collections(Plan.ListCollections plan) {
        List<String> names = collectionNames(plan.database());
        List<String> page = page(names, plan.skip(), plan.limit());
        Map<String, RawBsonDocument> stored = plan.members() ? propertiesOf(plan.database(), page) : Map.of();
        return new Result.Listing(
                plan.own(), members(page, name -> stored.getOrDefault(name, Raw.EMPTY)), names.size());
    }

    Result count(Container of) {
        return new Result.Size(
                switch (of) {
                    case Resource.Root _ -> databaseNames().size();
                    case Resource.Database(String name) -> collectionNames(name).size();
                    case Resource.Collection _ -> throw new IllegalArgumentException("its members are documents");
                });
    }

    private List<String> databaseNames() {
        return store.client().listDatabaseNames().into(new ArrayList<>()).stream()
                .filter(name -> !Namespace.isReservedDatabase(name))
                .sorted()
                .toList();
    }

    private List<String> collectionNames(String database) {
        return collections.database(database).listCollectionNames().into(new ArrayList<>()).stream()
                .filter(name -> !Namespace.isReservedCollection(name) && !Namespace.isBucket(name))
                .sorted()
                .toList();
    }

    private static List<String> page(List<String> names, int skip, int limit) {
        return names.stream().skip(skip).limit(limit).toList();
    }

    private static List<Result.Member> members(List<String> names, Function<String, RawBsonDocument> properties) {
        return names.stream()
                .map(name -> new Result.Member(name, properties.apply(name)))
                .toList();
    }

    private Map<String, RawBsonDocument> propertiesOf(String database, List<String> names) {
        Map<BsonValue, String> byId = new HashMap<>();
        names.forEach(name -> byId.put(PropertiesDocument.idOfCollection(name), name));
        Map<String, RawBsonDocument> properties = new HashMap<>();
        collections
                .get(PropertiesDocument.namespace(database), Concerns.DEFAULT)
                .find(Filters.in("_id", byId.keySet()))
                .forEach(document -> properties.put(byId.get(document.get("_id")), document));
        return properties;
    }

    private RawBsonDocument find(Namespace namespace, BsonString id) {
        RawBsonDocument found = collections
                .get(namespace, Concerns.DEFAULT)
                .find(Filters.eq("_id", id))
                .first();
        return found == null ? Raw.EMPTY : found;
    }

    /** The properties first: they carry the condition. */
    Result write(Plan.WriteProperties plan) {
        try {
            Result.Written written = writes.write(plan.write());
            if (!plan.existed() && plan.of() instanceof Resource.Collection(Namespace namespace)) {
                create(namespace);
            }
            return new Result.Written(
                    written.created() && !plan.existed(), written.id(), written.etag(), written.state());
        } finally {
            catalog.forget(plan.of());
        }
    }

    private void create(Namespace namespace) {
        try {
            collections.database(namespace.database()).createCollection(namespace.collection());
        } catch (MongoCommandException e) {
            if (e.getCode() != MongoErrors.NAMESPACE_EXISTS) {
                throw e;
            }
        }
    }

    /** Deleting the properties is the gate: it carries the condition, and only one caller gets through. */
    Result drop(Plan.Drop plan) {
        try {
            if (plan.hasProperties()) {
                writes.delete(new Plan.DeleteOne(plan.properties(), plan.guard(), Concerns.DEFAULT));
            } else if (plan.guard().isConditional()) {
                throw writes.refusal(plan.properties(), plan.guard(), false);
            }
            switch (plan.of()) {
                case Resource.Database(String name) ->
                    collections.database(name).drop();
                case Resource.Collection(Namespace namespace) ->
                    collections.get(namespace, Concerns.DEFAULT).drop();
                case Resource.Root _ -> throw new IllegalArgumentException("the root is read only");
            }
            return new Result.Deleted();
        } finally {
            catalog.forget(plan.of());
        }
    }
}
