package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A condition on documents that are read only as far as the query looks. */
final class Filter {

    static final Filter NONE = new Filter(new Document());

    private final Document query;
    private final @Nullable FieldNames fields;
    private final @Nullable Places places;
    private final Condition condition;

    Filter(Document query) {
        this(query, null);
    }

    /** Of a walk that is sorted afterwards. */
    static Filter of(Query query) {
        return new Filter(query.filter(), Places.of(query).orElse(null));
    }

    private Filter(Document query, @Nullable Places places) {
        this.query = query;
        this.places = places;
        this.condition = Condition.of(query);
        Set<String> paths = new HashSet<>();
        this.fields = collect(query, paths) ? FieldNames.ofPaths(paths) : null;
    }

    /** The paths that a query looks at; false when it may look anywhere. */
    static boolean collect(Document query, Set<String> into) {
        return query.entrySet().stream().allMatch(each -> collect(each.getKey(), each.getValue(), into));
    }

    private static boolean collect(String key, @Nullable Object value, Set<String> into) {
        if (!key.startsWith("$")) {
            into.add(key);
            return true;
        }
        return value instanceof Collection<?> parts
                && parts.stream().allMatch(part -> part instanceof Document query && collect(query, into));
    }

    boolean accepts(byte[] document) {
        return query.isEmpty()
                || accepts(fields == null ? BsonReader.read(document) : BsonReader.read(document, fields));
    }

    boolean accepts(Document document) {
        return (places == null || places.holds(document)) && condition.holds(document);
    }
}
