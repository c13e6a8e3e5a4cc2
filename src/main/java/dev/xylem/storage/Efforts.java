package dev.xylem.storage;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import dev.xylem.plan.Result.Effort;
import dev.xylem.storage.embedded.Examined;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** What one page cost. The embedded store tells how many documents it read; MongoDB does only when asked to explain. */
final class Efforts {
    private final Store store;
    private final MongoCollection<RawBsonDocument> collection;
    private final @Nullable Examined examined;
    private final long mark;

    Efforts(Store store, MongoCollection<RawBsonDocument> collection) {
        this.store = store;
        this.collection = collection;
        this.examined = store.examined();
        this.mark = examined == null ? 0 : examined.mark();
    }

    FindIterable<RawBsonDocument> marked(FindIterable<RawBsonDocument> find) {
        return examined == null ? find : find.comment(new BsonInt64(mark));
    }

    BsonDocument marked(BsonDocument find) {
        return examined == null ? find : find.append("comment", new BsonInt64(mark));
    }

    /** Null where it is unknown or no more than anyone may read. */
    @Nullable
    Effort of(int returned) {
        OptionalLong scanned = examined == null ? OptionalLong.empty() : examined.take(mark);
        return scanned.isPresent() && scanned.getAsLong() > store.scanWarning()
                ? new Effort(scanned.getAsLong(), OptionalLong.of(returned), indexes(collection))
                : null;
    }

    static List<BsonDocument> indexes(MongoCollection<?> collection) {
        return collection.listIndexes(BsonDocument.class).into(new ArrayList<>()).stream()
                .map(index -> index.getDocument("key", new BsonDocument()))
                .toList();
    }
}
