package dev.xylem.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonUndefined;
import org.bson.BsonValue;

/**
 * What a dotted path of a query finds in a document: through arrays it finds one value for each element
 * (<a href="https://www.mongodb.com/docs/manual/tutorial/query-array-of-documents/">MongoDB manual</a>).
 */
final class MatchedValues {
    /** Stands where an object has no such field. */
    static final BsonValue MISSING = new BsonUndefined();

    private MatchedValues() {}

    static List<BsonValue> of(BsonDocument document, String[] path) {
        var found = new ArrayList<BsonValue>();
        collect(document, path, 0, found);
        return found;
    }

    private static void collect(BsonValue value, String[] path, int at, List<BsonValue> found) {
        if (at == path.length) {
            found.add(value);
            return;
        }
        switch (value) {
            case BsonDocument document -> collect(document.get(path[at], MISSING), path, at + 1, found);
            case BsonArray array -> collectElements(array, path, at, found);
            default -> found.add(MISSING);
        }
    }

    private static void collectElements(BsonArray array, String[] path, int at, List<BsonValue> found) {
        int index = index(path[at]);
        if (index >= 0 && index < array.size()) {
            BsonValue element = array.get(index);
            boolean isEnd = at == path.length - 1;
            collect(isEnd ? whole(element) : element, path, at + 1, found);
        }
        array.stream()
                .filter(element -> element instanceof BsonDocument)
                .forEach(element -> collect(element, path, at, found));
    }

    /** An element of an array, as one value, whatever it holds. */
    static BsonValue whole(BsonValue element) {
        return element instanceof BsonArray list ? new Element(list) : element;
    }

    /** An array that the path named by its place in another: it is one value, not each of its own. */
    private static final class Element extends BsonArray {
        Element(BsonArray list) {
            super(list);
        }
    }

    private static int index(String name) {
        return name.matches("0|[1-9]\\d{0,8}") ? Integer.parseInt(name) : -1;
    }

    /** True when the test holds for one of the values, or for an element of one that is an array. */
    static boolean any(List<BsonValue> values, Predicate<BsonValue> test) {
        return values.stream()
                .anyMatch(value -> test.test(value)
                        || (value instanceof BsonArray array
                                && !(array instanceof Element)
                                && array.stream().anyMatch(test)));
    }

    /** True when the test holds for one of the values that are arrays. */
    static boolean anyArray(List<BsonValue> values, Predicate<BsonArray> test) {
        return values.stream().anyMatch(value -> value instanceof BsonArray array && test.test(array));
    }
}
