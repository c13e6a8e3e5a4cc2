package dev.xylem.storage.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a map that stand together.
 *
 * @param from the first one that may belong to it
 * @param to the first one after it; null where there is no end
 */
@SuppressWarnings("ArrayRecordComponent")
record Range(byte[] from, byte @Nullable [] to) {

    private static final byte[] NOTHING = {};

    static final Range ALL = new Range(NOTHING, null);

    /** All keys that begin with these bytes. */
    static Range startingWith(byte[] prefix) {
        return new Range(prefix, after(prefix));
    }

    /** The first bytes after all those that begin with these; null when there are none. */
    static byte @Nullable [] after(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xFF) {
                byte[] next = Arrays.copyOf(prefix, i + 1);
                next[i]++;
                return next;
            }
        }
        return null;
    }

    boolean isEmpty() {
        return to != null && Arrays.compareUnsigned(from, to) >= 0;
    }

    boolean ends(byte[] key) {
        return to != null && Arrays.compareUnsigned(key, to) >= 0;
    }

    boolean begins(byte[] key) {
        return Arrays.compareUnsigned(key, from) >= 0;
    }

    /** The same keys in order, each once. */
    static List<Range> distinct(List<Range> ranges) {
        List<Range> distinct = new ArrayList<>();
        ranges.stream()
                .filter(range -> !range.isEmpty())
                .sorted((a, b) -> Arrays.compareUnsigned(a.from(), b.from()))
                .forEach(range -> {
                    if (distinct.isEmpty() || distinct.getLast().ends(range.from())) {
                        distinct.add(range);
                    } else {
                        distinct.add(distinct.removeLast().upTo(range.to()));
                    }
                });
        return List.copyOf(distinct);
    }

    private Range upTo(byte @Nullable [] other) {
        boolean isFurther = to != null && (other == null || Arrays.compareUnsigned(other, to) > 0);
        return isFurther ? new Range(from, other) : this;
    }
}
