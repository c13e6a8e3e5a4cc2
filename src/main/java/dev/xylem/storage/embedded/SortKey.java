package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.BadValueException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes whose unsigned order is the order that documents are sorted in. */
final class SortKey {

    private SortKey() {}

    static byte[] of(Document document, Document sort) {
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
}
