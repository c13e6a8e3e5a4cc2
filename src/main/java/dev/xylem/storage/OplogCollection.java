package dev.xylem.storage;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import java.util.concurrent.ThreadLocalRandom;
import org.h2.mvstore.MVMap;

/** What change streams read: in the order of time, so that a commit touches its end alone, and of bounded length. */
final class OplogCollection extends EmbeddedCollection {

    static final String DATABASE = "local";
    static final String NAME = "oplog.rs";

    /** A reader that is further behind has to begin anew. */
    private static final int CAPACITY = 20_000;

    private final int run = ThreadLocalRandom.current().nextInt();
    private final MVMap<Object, Document> entries;

    OplogCollection(
            MongoDatabase database,
            CollectionOptions options,
            MVMap<Object, Document> entries,
            MVMap<String, Object> metadata,
            CursorRegistry cursors) {
        super(database, NAME, options, entries, metadata, cursors);
        this.entries = entries;
    }

    @Override
    public synchronized void addDocument(Document entry) {
        if (entry.get("ts") instanceof BsonTimestamp time) {
            // The stock engine makes up a random _id. The time alone may repeat after a restart within the second.
            entry.put("_id", "%016x-%08x".formatted(time.getValue(), run));
        }
        super.addDocument(entry);
        Document oldest = count() > CAPACITY ? entries.get(entries.firstKey()) : null;
        if (oldest != null) {
            removeDocument(oldest);
        }
    }
}
