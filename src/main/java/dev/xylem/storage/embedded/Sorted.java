package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.BadValueException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** Matches that had to be sorted: only what they are sorted by is kept, and of a limited query no more than it needs. */
final class Sorted extends Matches {

    @SuppressWarnings("ArrayRecordComponent")
    private record Place(byte[] values, int arrival, byte[] id) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = Arrays.compareUnsigned(values, other.values);
            return order != 0 ? order : Integer.compare(arrival, other.arrival);
        }
    }

    private final MVMap<byte[], byte[]> documents;
    private final Iterator<Place> places;
    private byte[] id = new byte[0];

    Sorted(MVMap<byte[], byte[]> documents, Scan scan, Query query) {
        this.documents = documents;
        this.places = sorted(scan, query).iterator();
    }

    private static List<Place> sorted(Scan scan, Query query) {
        FieldNames fields = FieldNames.ofPaths(query.sort().keySet());
        int most = query.limit() > 0 ? query.skip() + query.limit() : Integer.MAX_VALUE;
        PriorityQueue<Place> lastFirst = new PriorityQueue<>(Comparator.reverseOrder());
        for (int arrival = 0; scan.next(); arrival++) {
            byte[] values = values(BsonReader.read(scan.document(), fields), query.sort());
            lastFirst.add(new Place(values, arrival, scan.id()));
            if (lastFirst.size() > most) {
                lastFirst.remove();
            }
        }
        List<Place> all = new ArrayList<>(lastFirst);
        all.sort(null);
        return all.subList(Math.min(query.skip(), all.size()), all.size());
    }

    private static byte[] values(Document document, Document sort) {
        Bytes out = new Bytes(32);
        for (Map.Entry<String, Object> each : sort.entrySet()) {
            if (!(each.getValue() instanceof Number direction)) {
                throw new BadValueException("a sort needs 1 or -1 for each field");
            }
            boolean ascending = direction.intValue() > 0;
            Object value = Utils.getSubdocumentValueCollectionAware(document, each.getKey());
            out.put(OrderedIndex.component(new byte[0], representative(value, ascending), ascending));
        }
        return out.toArray();
    }

    /** An array stands where its least element does, or its greatest in the descending order. */
    private static @Nullable Object representative(@Nullable Object value, boolean ascending) {
        if (!(value instanceof Collection<?> array) || array.isEmpty()) {
            return value;
        }
        Comparator<Object> order = (a, b) -> Arrays.compareUnsigned(OrderedBytes.of(a), OrderedBytes.of(b));
        Object found = null;
        boolean first = true;
        for (Object element : array) {
            if (first || order.compare(element, found) < 0 == ascending) {
                found = element;
                first = false;
            }
        }
        return found;
    }

    @Override
    byte @Nullable [] find() {
        byte[] found = null;
        while (found == null && places.hasNext()) {
            id = places.next().id();
            found = documents.get(id);
        }
        return found;
    }

    @Override
    byte[] id() {
        return id;
    }

    @Override
    void pause() {}
}
