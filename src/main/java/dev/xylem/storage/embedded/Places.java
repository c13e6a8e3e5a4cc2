package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where a field's value must stand for a document to match: found out more cheaply than by matching. It spares a walk without an index
 * most of what lies before a cursor.
 */
record Places(String field, List<Range> ranges) {

    /** By the field that the sort begins with; empty where the query says nothing of it. */
    static Optional<Places> of(Query query) {
        if (query.sort().isEmpty()) {
            return Optional.empty();
        }
        String field = query.sort().keySet().iterator().next();
        Clause.Clauses clauses = Clause.Clauses.of(query.filter());
        Access access = new Bounds(null, List.of(new IndexKey(field, true)), clauses, new Document()).access();
        return access.bounds() > 0 ? Optional.of(new Places(field, access.ranges())) : Optional.empty();
    }

    /** Whether the document may match; of an array each element may be what matches. */
    boolean holds(Document document) {
        Object value = Utils.getSubdocumentValueCollectionAware(document, field);
        if (value instanceof Collection<?>) {
            return true;
        }
        byte[] place = OrderedIndex.component(new byte[0], value, true);
        return ranges.stream().anyMatch(range -> range.begins(place) && !range.ends(place));
    }
}
