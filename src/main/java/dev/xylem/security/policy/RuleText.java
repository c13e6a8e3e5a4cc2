package dev.xylem.security.policy;

import java.util.List;
import java.util.OptionalInt;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A permission as it was written.
 *
 * @param id for logs and explanations
 * @param place where it was written, for messages
 * @param priority lower is tried first; those without one come last
 * @param mongo null where the predicate alone decides
 */
record RuleText(
        String id,
        String place,
        List<String> roles,
        String predicate,
        Position predicateAt,
        OptionalInt priority,
        @Nullable BsonDocument mongo) {
    RuleText {
        roles = List.copyOf(roles);
    }

    /** Where an offset in a predicate lies. */
    @FunctionalInterface
    interface Position {
        /** @return file, line and column, or whatever tells an operator where to look */
        String of(int offset);
    }
}
