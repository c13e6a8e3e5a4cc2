package dev.xylem.storage;

import com.mongodb.ReadConcern;
import com.mongodb.ReadConcernLevel;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.xylem.api.Namespace;
import dev.xylem.api.Query.Concerns;
import java.util.concurrent.TimeUnit;
import org.bson.RawBsonDocument;

/** Collections as the driver knows them, set up for one request. */
final class Collections {
    /** A bulk write is many writes: it may take as many times longer than one. */
    private static final int BULK_FACTOR = 12;

    private final Store store;

    Collections(Store store) {
        this.store = store;
    }

    MongoDatabase database(String name) {
        return store.client().getDatabase(name);
    }

    /** For a command that works on a whole collection. */
    MongoDatabase forLong(String name) {
        return database(name).withTimeout(BULK_FACTOR * store.queryTime().toMillis(), TimeUnit.MILLISECONDS);
    }

    MongoCollection<RawBsonDocument> get(Namespace namespace, Concerns concerns) {
        var collection = database(namespace.database()).getCollection(namespace.collection(), RawBsonDocument.class);
        if (concerns.equals(Concerns.DEFAULT)) {
            return collection;
        }
        return withWriteConcern(withReadPreference(withReadConcern(collection, concerns), concerns), concerns);
    }

    MongoCollection<RawBsonDocument> bulk(Namespace namespace, Concerns concerns) {
        return get(namespace, concerns)
                .withTimeout(BULK_FACTOR * store.queryTime().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static MongoCollection<RawBsonDocument> withReadConcern(
            MongoCollection<RawBsonDocument> collection, Concerns concerns) {
        return concerns.readConcern() == null
                ? collection
                : collection.withReadConcern(new ReadConcern(ReadConcernLevel.fromString(concerns.readConcern())));
    }

    private static MongoCollection<RawBsonDocument> withReadPreference(
            MongoCollection<RawBsonDocument> collection, Concerns concerns) {
        return concerns.readPreference() == null
                ? collection
                : collection.withReadPreference(ReadPreference.valueOf(concerns.readPreference()));
    }

    private static MongoCollection<RawBsonDocument> withWriteConcern(
            MongoCollection<RawBsonDocument> collection, Concerns concerns) {
        return concerns.writeConcern() == null
                ? collection
                : collection.withWriteConcern(writeConcern(concerns.writeConcern()));
    }

    private static WriteConcern writeConcern(String name) {
        return name.matches("\\d") ? new WriteConcern(Integer.parseInt(name)) : WriteConcern.valueOf(name);
    }
}
