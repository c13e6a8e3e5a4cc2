package dev.xylem.api;

import org.bson.BsonDocument;

/**
 * Which documents a grant covers. Variables are values already; what is empty limits nothing.
 *
 * @param read what a document must match to be there for the caller at all
 * @param write what it must match to be changed or deleted, and what each new state must match
 * @param walk what of {@code read} stays the same while a caller turns pages: cursors belong to that
 * @param merge fields that every written document gets, whatever the body says of them
 */
public record RowRules(BsonDocument read, BsonDocument walk, BsonDocument write, BsonDocument merge) {
    public static final RowRules NONE =
            new RowRules(new BsonDocument(), new BsonDocument(), new BsonDocument(), new BsonDocument());

    /** True when writes are not limited to some documents. */
    public boolean leaveWritesAlone() {
        return read.isEmpty() && write.isEmpty();
    }
}
