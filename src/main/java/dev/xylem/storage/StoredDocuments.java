package dev.xylem.storage;

import com.mongodb.MongoException;
import com.mongodb.client.model.Sorts;
import dev.xylem.api.Namespace;
import dev.xylem.api.Query.Concerns;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/** Whole collections that the server itself works by, such as permissions: small ones. */
public final class StoredDocuments {
    private static final int MOST = 10_000;

    private final Store store;
    private final Collections collections;

    public StoredDocuments(Store store) {
        this.store = store;
        this.collections = new Collections(store);
    }

    /**
     * All documents by {@code _id}; none where there is no such collection.
     *
     * @throws dev.xylem.api.ProblemException when the store does not answer
     */
    public List<BsonDocument> all(Namespace namespace) {
        try {
            var found = new ArrayList<BsonDocument>();
            collections
                    .get(namespace, Concerns.DEFAULT)
                    .withDocumentClass(BsonDocument.class)
                    .find()
                    .sort(Sorts.ascending("_id"))
                    .limit(MOST + 1)
                    .into(found);
            if (found.size() > MOST) {
                throw new IllegalStateException("more than " + MOST + " documents in " + namespace);
            }
            return found;
        } catch (MongoException e) {
            throw store.errors().map(e);
        }
    }
}
