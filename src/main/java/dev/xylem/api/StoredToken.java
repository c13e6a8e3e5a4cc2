package dev.xylem.api;

import java.time.Instant;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * A token as it is kept: enough to recognise it, not enough to use it.
 *
 * @param hash SHA-256 of the token, in hexadecimal digits
 * @param roles of the user when it was issued
 * @param properties of the user when it was issued
 * @param print changes when the user's password or roles do; empty where nobody can tell
 * @param until when it ends if it is not used again
 */
public record StoredToken(
        String hash,
        String user,
        Set<String> roles,
        BsonDocument properties,
        String print,
        Instant created,
        Instant until) {
    public StoredToken {
        roles = Set.copyOf(roles);
    }

    /** The same with another end. */
    public StoredToken until(Instant end) {
        return new StoredToken(hash, user, roles, properties, print, created, end);
    }
}
