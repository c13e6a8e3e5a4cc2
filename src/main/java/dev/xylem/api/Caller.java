package dev.xylem.api;

import java.util.Set;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param user the user id, null for a stranger
 * @param properties what else the identity manager knows of the user
 * @param token what the caller may send instead of the password; null where there is none
 */
public record Caller(
        @Nullable String user,
        Set<String> roles,
        BsonDocument properties,
        @Nullable AuthToken token) {
    public static final Caller STRANGER = new Caller(null, Set.of(), new BsonDocument());

    public Caller {
        roles = Set.copyOf(roles);
    }

    public Caller(@Nullable String user, Set<String> roles, BsonDocument properties) {
        this(user, roles, properties, null);
    }

    /** The same caller with a token. */
    public Caller with(AuthToken issued) {
        return new Caller(user, roles, properties, issued);
    }
}
