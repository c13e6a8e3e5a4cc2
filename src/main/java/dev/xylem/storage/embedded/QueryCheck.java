package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a malformed query even where there is nothing to match it against, as MongoDB does; the stock engine notices only
 * when it meets a document.
 */
final class QueryCheck {

    private static final Set<String> LOGICAL = Set.of("$and", "$or", "$nor");
    private static final Document EMPTY = new Document();

    private QueryCheck() {}

    static void check(@Nullable Object query) {
        if (query instanceof Document conditions) {
            conditions.forEach(QueryCheck::check);
        }
    }

    private static void check(String key, @Nullable Object value) {
        if (LOGICAL.contains(key) && value instanceof List<?> clauses && !clauses.isEmpty()) {
            clauses.forEach(QueryCheck::check);
        } else if (!key.equals("$expr")) {
            // An expression may fail on this document and be right for others.
            new DefaultQueryMatcher().matches(EMPTY, new Document(key, value));
        }
    }
}
