package dev.xylem.storage.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/** Matches that had to be sorted: only what they are sorted by is kept, and of a limited query no more than it needs. */
final class Sorted extends Matches {

    @SuppressWarnings("ArrayRecordComponent")
    private record Place(byte[] values, int arrival, byte[] id) implements Comparable<Place> {
        int size() {
            return values.length + id.length;
        }

        @Override
        public int compareTo(Place other) {
            int order = Arrays.compareUnsigned(values, other.values);
            return order != 0 ? order : Integer.compare(arrival, other.arrival);
        }
    }

    private final MVMap<byte[], byte[]> documents;
    private final Iterator<Place> places;
    private final long examined;
    private byte[] id = new byte[0];

    /** @param most the bytes that may be held */
    Sorted(MVMap<byte[], byte[]> documents, Scan scan, Query query, long most) {
        this.documents = documents;
        this.places = sorted(scan, query, new SortMemory(most)).iterator();
        this.examined = scan.documentsExamined();
    }

    private static List<Place> sorted(Scan scan, Query query, SortMemory memory) {
        FieldNames fields = FieldNames.ofPaths(query.sort().keySet());
        int most = query.limit() > 0 ? query.skip() + query.limit() : Integer.MAX_VALUE;
        PriorityQueue<Place> lastFirst = new PriorityQueue<>(Comparator.reverseOrder());
        for (int arrival = 0; scan.next(); arrival++) {
            byte[] values = SortKey.of(BsonReader.read(scan.document(), fields), query.sort());
            Place place = new Place(values, arrival, scan.id());
            memory.take(place.size());
            lastFirst.add(place);
            if (lastFirst.size() > most) {
                memory.giveBack(lastFirst.remove().size());
            }
        }
        List<Place> all = new ArrayList<>(lastFirst);
        all.sort(null);
        return all.subList(Math.min(query.skip(), all.size()), all.size());
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

    @Override
    long examined() {
        return examined;
    }
}
