package dev.xylem.storage;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import java.security.SecureRandom;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.jboss.logging.Logger;

/** A secret that all nodes on one store share: made by the first one, kept in a database of ours that is never served. */
final class StoredKey {
    private static final Logger LOG = Logger.getLogger(StoredKey.class);
    private static final String DATABASE = "_xylem";
    private static final String COLLECTION = "keys";
    private static final String ID = "cursor-key";
    private static final int BYTES = 32;

    private StoredKey() {}

    static byte[] of(MongoClient client) {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        try {
            var collection = client.getDatabase(DATABASE).getCollection(COLLECTION, BsonDocument.class);
            BsonDocument stored = collection.findOneAndUpdate(
                    Filters.eq("_id", ID),
                    Updates.setOnInsert("key", new BsonBinary(fresh)),
                    new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
            return stored == null ? fresh : stored.getBinary("key").getData();
        } catch (MongoException e) {
            LOG.warnf(
                    "the key of cursors can't be kept in the store (%s): they end with this process. Set cursor-key to keep them",
                    e.getClass().getSimpleName());
            return fresh;
        }
    }
}
