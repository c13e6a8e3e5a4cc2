package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.BadValueException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes whose unsigned order is the order that documents are sorted in. */
final class SortKey {

    private static final byte[] NOTHING = {};

    private SortKey() {}

    static byte[] of(Document document, Document sort) {
        Bytes out = new Bytes(32);
        for (Map.Entry<String, Object> each : sort.entrySet()) {
            if (!(each.getValue() instanceof Number direction)) {
                throw new BadValueException("a sort needs 1 or -1 for each field");
            }
            boolean ascending = direction.intValue() > 0;
            out.put(first(KeyValues.of(document, each.getKey()), ascending));
        }
        return out.toArray();
    }

    /** An array stands where its least element does, or its greatest in the descending order. */
    private static byte[] first(List<@Nullable Object> values, boolean ascending) {
        byte[] first = component(values.getFirst(), ascending);
        for (Object value : values.subList(1, values.size())) {
            byte[] other = component(value, ascending);
            first = Arrays.compareUnsigned(other, first) < 0 ? other : first;
        }
        return first;
    }

    private static byte[] component(@Nullable Object value, boolean ascending) {
        return KeyValues.component(NOTHING, value, ascending);
    }
}
