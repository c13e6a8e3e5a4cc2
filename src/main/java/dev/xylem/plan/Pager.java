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
        boolean tellable = tellsPlaces && areTellable(keyset, documents);
        byte[] bound = binding.bytes();
        boolean follows = backward || more;
        boolean precedes = backward ? more : !first;
        return new Cursors(
                follows ? sealed(placeOf(keyset, documents.getLast(), tellable), bound, seal) : null,
                precedes ? sealed(placeOf(keyset, documents.getFirst(), tellable), bound, seal) : null);
    }

    /** An array on the page means that the order goes by elements, and that one document may stand at several places. */
    private static boolean areTellable(Keyset keyset, List<RawBsonDocument> documents) {
        return keyset.order().keySet().equals(BY_ID)
                || documents.stream()
                        .allMatch(document -> keyset.placeOf(document).isPresent());
    }

    private static BsonArray placeOf(Keyset keyset, BsonDocument document, boolean tellable) {
        return tellable ? keyset.placeOf(document).orElse(NOWHERE) : NOWHERE;
    }

    private static String sealed(BsonArray place, byte[] bound, CursorSeal seal) {
        String sealed = seal.seal(place, bound);
        return sealed.length() > LONGEST ? seal.seal(NOWHERE, bound) : sealed;
    }

    static boolean isNowhere(List<BsonValue> place) {
        return place.isEmpty();
    }
}
