package dev.xylem.plan;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * Seals cursors, which carry values of documents, so that nobody reads, forges or moves them to another query: AES-GCM (NIST SP 800-38D)
 * with what the cursor is bound to as associated data. The nonce is made from key, content and binding: the same position is the same
 * text on every node, and no two positions share one.
 */
public final class CursorSeal {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec encryption;
    private final SecretKeySpec nonces;

    /** @param secret at least 16 random bytes, the same on every node */
    public CursorSeal(byte[] secret) {
        this.encryption =
                new SecretKeySpec(hmac(new SecretKeySpec(secret, "HmacSHA256"), new byte[] {1}), 0, KEY_BYTES, "AES");
        this.nonces = new SecretKeySpec(hmac(new SecretKeySpec(secret, "HmacSHA256"), new byte[] {2}), "HmacSHA256");
    }

    /** The text of a cursor, safe in a URL. */
    public String seal(BsonArray place, byte[] binding) {
        byte[] content = bytes(place);
        byte[] nonce = Arrays.copyOf(hmac(nonces, binding, content), NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, binding).doFinal(content);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(nonce.length + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** @throws ProblemException 400 when the text was not sealed by us, for that binding */
    public BsonArray open(String text, byte[] binding) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
            byte[] content =
                    cipher(Cipher.DECRYPT_MODE, nonce, binding).doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return new RawBsonDocument(content).decode(new BsonDocumentCodec()).getArray("p");
        } catch (GeneralSecurityException | RuntimeException e) {
            throw Problem.of(
                            ProblemType.BAD_CURSOR,
                            "The cursor was not made for this collection, filter and sort; take it from the Link of a page of the same query.")
                    .exception();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] binding) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, encryption, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(binding);
        return cipher;
    }

    private static byte[] bytes(BsonArray place) {
        RawBsonDocument raw = new RawBsonDocument(new BsonDocument("p", place), new BsonDocumentCodec());
        ByteBuffer buffer = raw.getByteBuffer().asNIO();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] hmac(SecretKeySpec key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
