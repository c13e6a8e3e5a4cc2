package dev.xylem.storage;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import dev.xylem.api.Namespace;
import dev.xylem.api.Query.Concerns;
import dev.xylem.api.Resource;
import dev.xylem.plan.Capabilities;
import dev.xylem.plan.Catalog;
import dev.xylem.plan.CursorSeal;
import dev.xylem.plan.PropertiesDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What exists, asked of the store and remembered for a second. Absence is never remembered, and what this process changes is forgotten
 * at once.
 */
public final class MongoCatalog implements Catalog {
    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final int MOST = 10_000;

    private final Store store;
    private final Collections collections;
    private final Lookups<String, Entry> databases = new Lookups<>(MOST, REMEMBERED, this::findDatabase);
    private final Lookups<Namespace, Entry> entries = new Lookups<>(MOST, REMEMBERED, this::findCollection);

    public MongoCatalog(Store store) {
        this.store = store;
        this.collections = new Collections(store);
    }

    @Override
    public Optional<Entry> database(String name) {
        return ask(databases, name);
    }

    @Override
    public Optional<Entry> collection(Namespace namespace) {
        return ask(entries, namespace);
    }

    @Override
    public CursorSeal cursors() {
        try {
            return store.cursors();
        } catch (MongoException e) {
            throw store.errors().map(e);
        }
    }

    @Override
    public boolean ownWrites() {
        return store.ownWrites();
    }

    @Override
    public Capabilities capabilities() {
        try {
            return store.capabilities();
        } catch (MongoException e) {
            throw store.errors().map(e);
        }
    }

    private <K> Optional<Entry> ask(Lookups<K, Entry> lookups, K key) {
        try {
            return lookups.get(key);
        } catch (MongoException e) {
            throw store.errors().map(e);
        }
    }

    private @Nullable Entry findDatabase(String name) {
        RawBsonDocument properties = properties(name, PropertiesDocument.idOfDatabase());
        boolean exists = properties != null
                || collections.database(name).listCollectionNames().first() != null;
        return exists ? entry(properties) : null;
    }

    private @Nullable Entry findCollection(Namespace namespace) {
        RawBsonDocument properties =
                properties(namespace.database(), PropertiesDocument.idOfCollection(namespace.collection()));
        boolean exists = properties != null
                || collections
                        .database(namespace.database())
                        .listCollectionNames()
                        .filter(Filters.eq("name", namespace.collection()))
                        .into(new ArrayList<>())
                        .contains(namespace.collection());
        return exists ? entry(properties) : null;
    }

    private static Entry entry(@Nullable RawBsonDocument properties) {
        return new Entry(properties == null ? Raw.EMPTY : properties);
    }

    private @Nullable RawBsonDocument properties(String database, BsonString id) {
        return collections
                .get(PropertiesDocument.namespace(database), Concerns.DEFAULT)
                .find(Filters.eq("_id", id))
                .first();
    }

    /** A schema as stored; empty when there is none. */
    Optional<BsonDocument> schema(String database, BsonValue id) {
        try {
            return Optional.ofNullable(collections
                    .get(Namespace.ofSchemas(database), Concerns.DEFAULT)
                    .withDocumentClass(BsonDocument.class)
                    .find(Filters.eq("_id", id))
                    .first());
        } catch (MongoException e) {
            throw store.errors().map(e);
        }
    }

    /** The next question about it goes to the store. */
    void forget(Resource.Container container) {
        switch (container) {
            case Resource.Database(String name) -> {
                databases.forget(name);
                entries.forgetAll(namespace -> namespace.database().equals(name));
            }
            case Resource.Collection(Namespace namespace) -> {
                entries.forget(namespace);
                databases.forget(namespace.database());
            }
            case Resource.Root _ -> {}
        }
    }
}
