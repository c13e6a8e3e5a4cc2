package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What descriptions of indexes may say, and when two of them are one. */
final class IndexOptions {

    private static final int NOT_IMPLEMENTED = 238;
    private static final int INDEX_OPTIONS_CONFLICT = 85;
    private static final int INDEX_KEY_SPECS_CONFLICT = 86;

    private IndexOptions() {}

    /** Refuses the kinds that are not there: text and geo, not hashed, which an ordered one can stand for. */
    static void check(Document description) {
        if (description.get("key") instanceof Document keys) {
            for (Object kind : keys.values()) {
                if (kind instanceof String name && !name.equals("hashed")) {
                    throw new MongoServerError(
                            NOT_IMPLEMENTED, "NotImplemented", "the embedded store has no indexes of type " + name);
                }
            }
        }
    }

    /** @throws MongoServerError when another one has the name, or the keys */
    static boolean isThere(Document description, List<Document> others) {
        for (Document other : others) {
            boolean hasName = Objects.equals(other.get("name"), description.get("name"));
            boolean isSame = isSame(description, other);
            if (hasName && isSame) {
                return true;
            }
            if (hasName) {
                throw new MongoServerError(
                        INDEX_KEY_SPECS_CONFLICT,
                        "IndexKeySpecsConflict",
                        "An existing index has the same name as the requested index, and other keys or options");
            }
            if (isSame) {
                throw new MongoServerError(
                        INDEX_OPTIONS_CONFLICT,
                        "IndexOptionsConflict",
                        "Index already exists with a different name: " + other.get("name"));
            }
        }
        return false;
    }

    private static boolean isSame(Document one, Document other) {
        return sameKeys(one, other)
                && isTrue(one, other, "unique")
                && isTrue(one, other, "sparse")
                && Objects.equals(one.get("partialFilterExpression"), other.get("partialFilterExpression"));
    }

    private static boolean sameKeys(Document one, Document other) {
        return one.get("key") instanceof Document keys
                && other.get("key") instanceof Document others
                && List.copyOf(keys.keySet()).equals(List.copyOf(others.keySet()))
                && keys.keySet().stream()
                        .allMatch(key -> Objects.equals(direction(keys.get(key)), direction(others.get(key))));
    }

    private static @Nullable Object direction(@Nullable Object value) {
        return value instanceof Number number ? (Object) number.doubleValue() : value;
    }

    private static boolean isTrue(Document one, Document other, String option) {
        return Utils.isTrue(one.get(option)) == Utils.isTrue(other.get(option));
    }
}
