package dev.xylem.plan.live;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * 64 bits that stand for an {@code _id} or for a document's whole state, so that feeds can remember thousands. They are keyed with a secret
 * of this process: nobody can look for two that collide.
 */
final class Fingerprint {
    private static final long FIRST = random();
    private static final long SECOND = random();
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private Fingerprint() {}

    private static long random() {
        return new SecureRandom().nextLong() | 1;
    }

    static long of(BsonValue id) {
        return of(new RawBsonDocument(new BsonDocument("_id", id), CODEC));
    }

    static long of(BsonDocument document) {
        return of(document instanceof RawBsonDocument raw ? raw : new RawBsonDocument(document, CODEC));
    }

    static long of(RawBsonDocument document) {
        ByteBuffer bytes = document.getByteBuffer().asNIO().order(ByteOrder.LITTLE_ENDIAN);
        long high = FIRST;
        long low = SECOND ^ bytes.remaining();
        while (bytes.remaining() >= Long.BYTES) {
            long word = bytes.getLong();
            high = mixed(high ^ word, FIRST);
            low = mixed(low + word, SECOND);
        }
        long rest = 0;
        while (bytes.hasRemaining()) {
            rest = rest << Byte.SIZE | (bytes.get() & 0xFF);
        }
        return mixed(high ^ rest, SECOND) ^ mixed(low + rest, FIRST);
    }

    private static long mixed(long value, long key) {
        long product = value * MULTIPLIER;
        return Long.rotateLeft(product ^ Math.multiplyHigh(value, key), 29) * key;
    }
}
