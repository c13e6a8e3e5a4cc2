package dev.xylem.storage;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import dev.xylem.api.Namespace;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/** Makes collections and fills them. */
public final class Restore {

    private final StoreConnection connection;

    public Restore(StoreConnection connection) {
        this.connection = connection;
    }

    /** True when something would be lost or mixed by writing there: documents, or a view where a view is to be. */
    public boolean isOccupied(StoredCollection collection) {
        Namespace namespace = collection.namespace();
        return exists(namespace) && (collection.isView() || holdsDocuments(namespace));
    }

    private boolean exists(Namespace namespace) {
        return connection.ask(client -> client.getDatabase(namespace.database())
                .listCollectionNames()
                .filter(Filters.eq("name", namespace.collection()))
                .into(new ArrayList<>())
                .contains(namespace.collection()));
    }

    private boolean holdsDocuments(Namespace namespace) {
        return connection.ask(client -> client.getDatabase(namespace.database())
                        .getCollection(namespace.collection(), RawBsonDocument.class)
                        .find()
                        .first()
                != null);
    }

    public void drop(StoredCollection collection) {
        connection.ask(client -> {
            in(client.getDatabase(collection.namespace().database()), collection)
                    .drop();
            return true;
        });
    }

    /** Makes the collection unless it is there, and its indexes. */
    public void create(StoredCollection collection) {
        Namespace namespace = collection.namespace();
        if (!exists(namespace)) {
            var create = new BsonDocument("create", new BsonString(namespace.collection()));
            create.putAll(collection.options());
            run(namespace, create);
        }
        if (!collection.indexes().isEmpty()) {
            var indexes = new BsonArray(
                    collection.indexes().stream().map(Restore::specification).toList());
            run(
                    namespace,
                    new BsonDocument("createIndexes", new BsonString(namespace.collection()))
                            .append("indexes", indexes));
        }
    }

    /** Without what the store that listed it says about itself. */
    private static BsonDocument specification(BsonDocument listed) {
        BsonDocument index = listed.clone();
        index.remove("v");
        index.remove("ns");
        return index;
    }

    private void run(Namespace namespace, BsonDocument command) {
        try {
            connection.ask(client -> client.getDatabase(namespace.database()).runCommand(command));
        } catch (StoreFailure e) {
            throw new StoreFailure(namespace + ": " + command.getFirstKey() + " is refused: " + e.getMessage(), e);
        }
    }

    /**
     * Inserts all, in this order.
     *
     * @throws RefusedException for the first that the store does not take; those before it are in
     */
    public void insert(StoredCollection collection, List<RawBsonDocument> documents) {
        int inserted = connection.ask(client -> {
            try {
                var target = in(client.getDatabase(collection.namespace().database()), collection);
                return acknowledging(target)
                        .bulkWrite(documents.stream().map(InsertOneModel::new).toList())
                        .getInsertedCount();
            } catch (MongoBulkWriteException e) {
                throw refused(e);
            }
        });
        if (inserted != documents.size()) {
            throw new StoreFailure("%s: the store says it took %d of %d documents"
                    .formatted(collection.namespace(), inserted, documents.size()));
        }
    }

    private static RuntimeException refused(MongoBulkWriteException e) {
        if (e.getWriteErrors().isEmpty()) {
            return e;
        }
        var first = e.getWriteErrors().getFirst();
        return new RefusedException(first.getIndex(), first.getMessage());
    }

    private static MongoCollection<RawBsonDocument> in(MongoDatabase database, StoredCollection collection) {
        return database.getCollection(collection.namespace().collection(), RawBsonDocument.class);
    }

    /** What is not acknowledged can't be counted, whatever the connection string says. */
    private static MongoCollection<RawBsonDocument> acknowledging(MongoCollection<RawBsonDocument> collection) {
        return collection.getWriteConcern().isAcknowledged()
                ? collection
                : collection.withWriteConcern(WriteConcern.ACKNOWLEDGED);
    }

    /** One document is not taken: a unique index is in the way, say. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int index;

        RefusedException(int index, String message) {
            super(message);
            this.index = index;
        }

        /** Which of the documents, from 0. */
        public int index() {
            return index;
        }
    }
}
