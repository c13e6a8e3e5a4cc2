package dev.xylem.storage;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a query of the embedded store demands of {@code _id}, at its top or inside its {@code $and}. */
record IdClause(@Nullable Object value) {

    static Optional<IdClause> of(Document query) {
        if (query.containsKey("_id")) {
            return Optional.of(new IdClause(unwrapped(query.get("_id"))));
        }
        if (query.get("$and") instanceof List<?> clauses) {
            return clauses.stream()
                    .filter(Document.class::isInstance)
                    .flatMap(clause -> of((Document) clause).stream())
                    .findFirst();
        }
        return Optional.empty();
    }

    private static @Nullable Object unwrapped(@Nullable Object value) {
        return value instanceof Document operators && operators.size() == 1 && operators.containsKey("$eq")
                ? operators.get("$eq")
                : value;
    }

    boolean isNull() {
        return value == null;
    }

    /** Whether the index answers it with one look: not an operator, a pattern, a document or an array. */
    boolean isPlain() {
        return value != null
                && !(value instanceof Document)
                && !(value instanceof Collection)
                && !(value instanceof BsonRegularExpression);
    }
}
