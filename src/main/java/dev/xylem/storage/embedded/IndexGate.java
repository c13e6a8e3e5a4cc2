package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses indexes as MongoDB does, and those that the store would list without doing what they are for.
 */
final class IndexGate {
    private static final int OPTIONS_CONFLICT = 85;
    private static final int KEYS_CONFLICT = 86;

    /** What an index is for, and the store knows nothing of. */
    private static final Set<String> UNKNOWN =
            Set.of("expireAfterSeconds", "collation", "wildcardProjection", "weights");

    /** What makes two indexes of the same keys different ones. */
    private static final List<String> OPTIONS = List.of("unique", "sparse", "partialFilterExpression", "hidden");

    private IndexGate() {}

    /** @param existing the collection's indexes */
    static void check(Document createIndexes, List<Document> existing) {
        if (createIndexes.get("indexes") instanceof List<?> requested) {
            requested.forEach(index -> {
                requireKnown((Document) index);
                existing.forEach(other -> requireNoConflict((Document) index, other));
            });
        }
    }

    private static void requireKnown(Document index) {
        boolean plain = index.get("key") instanceof Document keys
                && keys.entrySet().stream()
                        .allMatch(key -> key.getValue() instanceof Number
                                && !key.getKey().contains("$"));
        if (!plain || UNKNOWN.stream().anyMatch(index::containsKey)) {
            throw Failures.notImplemented();
        }
    }

    private static void requireNoConflict(Document index, Document other) {
        boolean sameName = isSame(index, other, "name");
        boolean sameKeys = String.valueOf(index.get("key")).equals(String.valueOf(other.get("key")));
        boolean sameOptions = OPTIONS.stream().allMatch(option -> isSame(index, other, option));
        if (sameName && !(sameKeys && sameOptions)) {
            throw new MongoServerError(KEYS_CONFLICT, "IndexKeySpecsConflict", "another index has this name");
        }
        if (!sameName && sameKeys) {
            throw new MongoServerError(OPTIONS_CONFLICT, "IndexOptionsConflict", "another index has these keys");
        }
    }

    private static boolean isSame(Document index, Document other, String key) {
        return text(index.get(key)).equals(text(other.get(key)));
    }

    /** False is the same as nothing. */
    private static String text(@Nullable Object value) {
        return value == null || value.equals(false) ? "" : String.valueOf(value);
    }
}
