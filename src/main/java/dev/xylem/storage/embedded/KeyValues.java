package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values that a document has in an index, or in an order: those of all elements of the arrays along the path. */
final class KeyValues {

    /** Stands for an empty array at the end of the path, which comes before null. */
    static final Object EMPTY = new Object();

    private KeyValues() {}

    /** At least one; nothing there is null. */
    static List<@Nullable Object> of(Document document, String path) {
        List<@Nullable Object> values = new ArrayList<>();
        collect(document, path.split("\\.", -1), 0, values);
        return values;
    }

    private static void collect(Document document, String[] path, int from, List<@Nullable Object> into) {
        Object value = document.getOrMissing(path[from]);
        if (value instanceof List<?> array) {
            inArray(array, path, from + 1, into);
        } else if (from == path.length - 1) {
            into.add(value);
        } else if (value instanceof Document inner) {
            collect(inner, path, from + 1, into);
        } else {
            into.add(Values.MISSING);
        }
    }

    private static void inArray(List<?> array, String[] path, int from, List<@Nullable Object> into) {
        if (from == path.length) {
            if (array.isEmpty()) {
                into.add(EMPTY);
            }
            into.addAll((Collection<?>) array);
            return;
        }
        Object named = UpdatePath.child(array, path[from]);
        if (named != Values.MISSING) {
            atIndex(named, path, from + 1, into);
            return;
        }
        for (Object element : array) {
            if (element instanceof Document inner) {
                collect(inner, path, from, into);
            } else {
                into.add(Values.MISSING);
            }
        }
        if (array.isEmpty()) {
            into.add(Values.MISSING);
        }
    }

    private static void atIndex(@Nullable Object element, String[] path, int from, List<@Nullable Object> into) {
        if (element instanceof List<?> array) {
            inArray(array, path, from, into);
        } else if (from == path.length) {
            into.add(element);
        } else if (element instanceof Document inner) {
            collect(inner, path, from, into);
        } else {
            into.add(Values.MISSING);
        }
    }

    static byte[] component(byte[] prefix, @Nullable Object value, boolean ascending) {
        Bytes out = new Bytes(prefix.length + 24).put(prefix);
        if (value == EMPTY) {
            OrderedBytes.writeEmptyArray(out);
        } else {
            OrderedBytes.write(value, out);
        }
        if (!ascending) {
            out.invert(prefix.length);
        }
        return out.toArray();
    }
}
