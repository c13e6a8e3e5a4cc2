package dev.xylem.storage.embedded;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a document stands in its collection: its _id as {@link OrderedBytes}. */
@SuppressWarnings("ArrayRecordComponent")
record Key(byte[] bytes) {

    static Key of(@Nullable Object id) {
        return new Key(OrderedBytes.of(id));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key(byte[] others) && Arrays.equals(bytes, others);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "a key of " + bytes.length + " bytes";
    }
}
