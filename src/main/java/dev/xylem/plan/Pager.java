package dev.xylem.plan;

import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * How a page is cut from its order, and where its neighbours begin.
 *
 * @param keyset the order that callers see; null when they want none, and then there are no cursors either
 * @param tellsPlaces false when the documents lack what the order goes by
 * @param binding what a cursor of this query is bound to
 * @param backward true when the page is read from its end
 * @param first false when documents are known to come before this page
 */
public record Pager(@Nullable Keyset keyset, boolean tellsPlaces, Binding binding, boolean backward, boolean first) {
    /** A longer one would not fit into a URL any more. */
    private static final int LONGEST = 4096;

    /** Sealed instead of a place that cannot be told: following it is refused, not answered wrongly. */
    private static final BsonArray NOWHERE = new BsonArray();

    private static final Set<String> BY_ID = Set.of("_id");

    /**
     * The neighbours' cursors.
     *
     * @param next where the following page begins, null when nothing follows
     * @param previous where the page before ends, null when nothing comes before
     */
    public record Cursors(@Nullable String next, @Nullable String previous) {
        public static final Cursors NONE = new Cursors(null, null);
    }

    /**
     * The cursors around a page.
     *
     * @param documents as shown, in order
     * @param more true when the store had one document more in the direction of reading
     */
    public Cursors cursors(List<RawBsonDocument> documents, boolean more, CursorSeal seal) {
        if (keyset == null || documents.isEmpty()) {
            return Cursors.NONE;
        }
        boolean follows = backward || more;
        boolean precedes = backward ? more : !first;
        boolean tellable = tellsPlaces && areTellable(documents);
        return new Cursors(
                follows ? seal(documents.getLast(), tellable, seal) : null,
                precedes ? seal(documents.getFirst(), tellable, seal) : null);
    }

    /** An array on the page means that the order goes by elements, and that one document may stand at several places. */
    private boolean areTellable(List<RawBsonDocument> documents) {
        return keyset != null
                && (keyset.order().keySet().equals(BY_ID) || documents.stream().allMatch(this::isTellable));
    }

    private boolean isTellable(BsonDocument document) {
        return keyset != null && keyset.placeOf(document).isPresent();
    }

    private String seal(BsonDocument document, boolean tellable, CursorSeal seal) {
        BsonArray place = tellable && keyset != null ? keyset.placeOf(document).orElse(NOWHERE) : NOWHERE;
        String sealed = seal.seal(place, binding.bytes());
        return sealed.length() > LONGEST ? seal.seal(NOWHERE, binding.bytes()) : sealed;
    }

    static boolean isNowhere(List<BsonValue> place) {
        return place.isEmpty();
    }
}
