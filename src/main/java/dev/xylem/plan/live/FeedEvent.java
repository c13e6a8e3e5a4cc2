package dev.xylem.plan.live;

import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * What a feed tells.
 *
 * @param document the state as stored, or the data themselves; what the caller may see of a state is found when it is sent
 */
public record FeedEvent(Kind kind, BsonDocument document, Mark mark) {
    public enum Kind {
        ENTER,
        CHANGE,
        LEAVE,
        LIVE,
        RESET;

        /** True when the document is a stored state. */
        public boolean isState() {
            return this == ENTER || this == CHANGE;
        }
    }

    static FeedEvent leave(BsonValue id, Mark mark) {
        return new FeedEvent(Kind.LEAVE, raw(new BsonDocument("_id", id)), mark);
    }

    /** @param ownWrites true when only this server's writes are told from now on */
    static FeedEvent live(int count, boolean ownWrites, Mark mark) {
        var data = new BsonDocument("count", new BsonInt32(count));
        if (ownWrites) {
            data.append("source", new BsonString("own-writes"));
        }
        return new FeedEvent(Kind.LIVE, raw(data), mark);
    }

    public static FeedEvent reset(String reason, Mark mark) {
        return new FeedEvent(Kind.RESET, raw(new BsonDocument("reason", new BsonString(reason))), mark);
    }

    private static RawBsonDocument raw(BsonDocument document) {
        return new RawBsonDocument(document, new BsonDocumentCodec());
    }

    public RawBsonDocument raw() {
        return document instanceof RawBsonDocument bytes ? bytes : raw(document);
    }

    /** About how many bytes it holds. */
    public int size() {
        return document instanceof RawBsonDocument bytes ? bytes.getByteBuffer().remaining() : 0;
    }
}
