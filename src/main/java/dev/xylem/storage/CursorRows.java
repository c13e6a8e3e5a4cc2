package dev.xylem.storage;

import com.mongodb.client.MongoCursor;
import dev.xylem.plan.Rows;
import dev.xylem.plan.Shown;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Rows straight from a cursor of the store, without what was fetched for the order alone. */
record CursorRows(MongoCursor<RawBsonDocument> cursor, Shown keys) implements Rows {
    /** Documents that are in memory at once; the store sends at most 16 MiB of them. */
    static final int BATCH = 1_000;

    @Override
    public boolean hasNext() {
        return cursor.hasNext();
    }

    @Override
    public RawBsonDocument next() {
        return stripped(keys, cursor.next());
    }

    static RawBsonDocument stripped(Shown keys, RawBsonDocument document) {
        if (keys.extra().isEmpty()) {
            return document;
        }
        BsonDocument copy = document.decode(new BsonDocumentCodec());
        keys.strip(copy);
        return Raw.of(copy);
    }

    @Override
    public void close() {
        cursor.close();
    }
}
