package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the documents of a query are found.
 *
 * @param index null: in the documents themselves, by _id
 * @param ranges in ascending order
 * @param reversed from the last key to the first
 * @param inOrder they come in the order that was asked for
 * @param exact every document found there matches; none has to be looked at
 * @param bounds how many of the keys bound the ranges; 0 is a scan of all
 */
record Access(
        @Nullable OrderedIndex index,
        List<Range> ranges,
        boolean reversed,
        boolean inOrder,
        boolean exact,
        int bounds) {

    private static final List<IndexKey> BY_ID = List.of(new IndexKey("_id", true));

    /** The best there is for a query and the order that is asked for. */
    static Access best(List<OrderedIndex> indexes, Document query, Document sort) {
        Clause.Clauses clauses = Clause.Clauses.of(query);
        Bounds best = new Bounds(null, BY_ID, clauses, sort);
        for (OrderedIndex index : indexes) {
            Bounds bounds = new Bounds(index, index.getKeys(), clauses, sort);
            if (bounds.isPossible(query) && bounds.score() > best.score()) {
                best = bounds;
            }
        }
        return best.access();
    }

    /** As the client wants it, unless documents that match would be missing. */
    static Access hinted(List<OrderedIndex> indexes, Query query, Object hint) {
        Clause.Clauses clauses = Clause.Clauses.of(query.filter());
        if (IndexHint.isMeant(hint, IdIndex.NAME, BY_ID)) {
            return new Bounds(null, BY_ID, clauses, query.sort()).access();
        }
        return indexes.stream()
                .filter(index -> IndexHint.isMeant(hint, index.getName(), index.getKeys()))
                .map(index -> new Bounds(index, index.getKeys(), clauses, query.sort()))
                .filter(bounds -> bounds.isComplete(query.filter()))
                .findFirst()
                .map(Bounds::access)
                .orElseGet(() -> best(indexes, query.filter(), query.sort()));
    }

    boolean isScan() {
        return bounds == 0 && index == null;
    }

    /** As MongoDB's explain calls it. */
    String stage() {
        if (index != null) {
            return "IXSCAN";
        }
        return bounds == 0 && !inOrder ? "COLLSCAN" : "IDHACK";
    }
}
