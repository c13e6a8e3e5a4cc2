package dev.xylem.api;

import java.util.Set;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Who calls.
 *
 * @param user the user id, null for a stranger
 * @param properties what else the identity manager knows of the user
 */
public record Caller(@Nullable String user, Set<String> roles, BsonDocument properties) {
    public static final Caller STRANGER = new Caller(null, Set.of(), new BsonDocument());

    public Caller {
        roles = Set.copyOf(roles);
    }
}
