package dev.xylem.plan.live;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.plan.CursorSeal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Seals the ids of a feed's events: nobody reads, forges or moves them to another path, filter or caller. */
public final class FeedIds {
    private final CursorSeal seal;
    private final byte[] binding;

    private FeedIds(CursorSeal seal, byte[] binding) {
        this.seal = seal;
        this.binding = binding;
    }

    /** @param asked path and filter as one query */
    public static FeedIds of(CursorSeal seal, ApiRequest request, Namespace namespace, BsonDocument asked) {
        String user = request.caller().user();
        return new FeedIds(
                seal,
                digest(new BsonDocument("feed", new BsonString(namespace.toString()))
                        .append("asked", asked)
                        .append("keys", request.query().keys())
                        .append("user", user == null ? BsonNull.VALUE : new BsonString(user))));
    }

    private static byte[] digest(BsonDocument bound) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(new RawBsonDocument(bound, new BsonDocumentCodec())
                    .getByteBuffer()
                    .asNIO());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** 64 bits for a document, the same on every node. */
    static long print(BsonDocument document) {
        return ByteBuffer.wrap(digest(document)).getLong();
    }

    public String seal(Mark mark) {
        return seal.seal(mark.toBson(), binding);
    }

    /** @throws ProblemException 400 for an id of another feed, or none at all */
    public Mark open(String id) {
        try {
            return Mark.of(seal.open(id, binding));
        } catch (RuntimeException e) {
            throw Problem.of(
                            ProblemType.BAD_CURSOR,
                            "The id was not made for this path, filter and caller. Leave it out (Last-Event-ID, after) to begin anew.")
                    .exception();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeedIds ids && Arrays.equals(binding, ids.binding);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(binding);
    }
}
