package dev.xylem.security;

import dev.xylem.api.Caller;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * A user as stored. Never printed: {@code toString} hides the password.
 *
 * @param password as stored: plain or a hash
 * @param properties what else is stored, never the password
 */
record User(String id, String password, Set<String> roles, BsonDocument properties) {
    User {
        roles = Set.copyOf(roles);
    }

    Caller caller() {
        return new Caller(id, roles, properties);
    }

    /** Changes when the password or the roles do, and tells nothing of either. */
    String print() {
        MessageDigest digest = sha256();
        add(digest, password);
        roles.stream().sorted().forEach(role -> add(digest, role));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    @Override
    public String toString() {
        return "User[id=" + id + ", roles=" + roles + "]";
    }
}
