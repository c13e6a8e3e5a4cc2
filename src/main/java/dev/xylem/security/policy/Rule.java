package dev.xylem.security.policy;

import dev.xylem.security.predicate.Predicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled permission.
 *
 * @param text the predicate as written
 * @param mongo null where the predicate alone decides
 */
record Rule(
        String id,
        List<String> roles,
        String text,
        Predicate predicate,
        int priority,
        @Nullable MongoRules mongo) {
    Rule {
        roles = List.copyOf(roles);
    }
}
