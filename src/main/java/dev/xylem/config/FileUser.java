package dev.xylem.config;

import java.util.Set;
import org.bson.BsonDocument;

/**
 * A user of a users file. Never printed: {@code toString} hides the password.
 *
 * @param password as stored: plain, bcrypt or Argon2id
 * @param properties what else the file says
 */
public record FileUser(String id, String password, Set<String> roles, BsonDocument properties, Origin origin) {
    public FileUser {
        roles = Set.copyOf(roles);
    }

    @Override
    public String toString() {
        return "FileUser[id=" + id + ", roles=" + roles + "]";
    }
}
