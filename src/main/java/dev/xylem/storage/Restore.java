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
import java.util.Optional;
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
        return listed(namespace).isPresent();
    }

    private Optional<BsonDocument> listed(Namespace namespace) {
        return connection
                .ask(client -> client.getDatabase(namespace.database())
                        .listCollections(BsonDocument.class)
                        .filter(Filters.eq("name", namespace.collection()))
                        .into(new ArrayList<>()))
                .stream()
                .filter(each -> each.getString("name").getValue().equals(namespace.collection()))
                .findFirst();
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

    /**
     * Makes the collection unless it is there, and its indexes.
     *
     * @return the options that the store did not keep, though it did not refuse them
     */
    public List<String> create(StoredCollection collection) {
        Namespace namespace = collection.namespace();
        if (!exists(namespace)) {
            var create = new BsonDocument("create", new BsonString(namespace.collection()));
            create.putAll(collection.options());
            run(namespace, create);
            requireView(collection);
        }
        if (!collection.indexes().isEmpty()) {
            run(
                    namespace,
                    new BsonDocument("createIndexes", new BsonString(namespace.collection()))
                            .append("indexes", new BsonArray(collection.indexes())));
        }
        var kept = listed(namespace).map(Restore::options).orElseGet(BsonDocument::new);
        return collection.options().keySet().stream()
                .filter(option -> !kept.containsKey(option))
                .toList();
    }

    private static BsonDocument options(BsonDocument listed) {
        return listed.getDocument("options", new BsonDocument());
    }

    /** A store without views makes an empty collection instead, and says nothing. */
    private void requireView(StoredCollection collection) {
        var made =
                listed(collection.namespace()).map(Restore::options).filter(options -> options.containsKey("viewOn"));
        if (collection.isView() && made.isEmpty()) {
            drop(collection);
            throw new StoreFailure(collection.namespace() + " is a view, and the store has no views");
        }
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
