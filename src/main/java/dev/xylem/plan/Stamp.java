package dev.xylem.plan;

import java.time.Instant;
import org.bson.BsonObjectId;
import org.bson.types.ObjectId;

/** What makes one write unlike any other: its {@code _etag} and its time. */
public record Stamp(BsonObjectId etag, Instant now) {
    public static Stamp fresh() {
        return new Stamp(new BsonObjectId(new ObjectId()), Instant.now());
    }
}
