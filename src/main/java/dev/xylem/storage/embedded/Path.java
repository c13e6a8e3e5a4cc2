package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A dotted path as queries follow it: into every element of an array on the way, and to those that a number names. */
final class Path {

    private final String[] names;

    Path(String path) {
        this.names = path.split("\\.", -1);
    }

    /**
     * Whether a value there passes; nothing there is a value, too.
     *
     * @param elements whether the elements of an array at the end are values there, beside the array itself
     */
    boolean any(Document document, boolean elements, Predicate<@Nullable Object> test) {
        return any(document, 0, elements, test);
    }

    private boolean any(Object from, int first, boolean elements, Predicate<@Nullable Object> test) {
        Object here = from;
        for (int i = first; i < names.length; i++) {
            Object next = UpdatePath.child(here, names[i]);
            if (next instanceof List<?> array) {
                return anyIn(array, i + 1, elements, test);
            }
            if (i == names.length - 1) {
                return test.test(next);
            }
            if (!(next instanceof Document)) {
                return test.test(Values.MISSING);
            }
            here = next;
        }
        return false;
    }

    private boolean anyIn(List<?> array, int next, boolean elements, Predicate<@Nullable Object> test) {
        if (next == names.length) {
            return (elements && array.stream().anyMatch(test)) || test.test(array);
        }
        for (Object element : array) {
            if (element instanceof Document && any(element, next, elements, test)) {
                return true;
            }
        }
        Object element = UpdatePath.child(array, names[next]);
        if (element == Values.MISSING) {
            return false;
        }
        if (next == names.length - 1) {
            return test.test(element);
        }
        return (element instanceof Document || element instanceof List) && any(element, next + 1, elements, test);
    }
}
