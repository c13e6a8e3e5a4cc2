package dev.xylem.plan;

import dev.xylem.api.Namespace;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** What a cursor belongs to: a collection, a filter and an order. */
record Binding(Namespace namespace, BsonDocument filter, BsonDocument order) {

    /** SHA-256 over all of it. */
    byte[] bytes() {
        var all = new BsonDocument("namespace", new BsonString(namespace.toString()))
                .append("filter", filter)
                .append("order", order);
        ByteBuffer bytes = new RawBsonDocument(all, new BsonDocumentCodec())
                .getByteBuffer()
                .asNIO();
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
