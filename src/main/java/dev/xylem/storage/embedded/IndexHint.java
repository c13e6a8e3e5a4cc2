package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses a hint that names no index, as MongoDB does; the stock engine ignores every hint. */
final class IndexHint {

    private IndexHint() {}

    static void check(@Nullable Object hint, List<Index<Key>> indexes) {
        if (hint != null && indexes.stream().noneMatch(index -> isMeant(hint, index))) {
            throw new MongoServerError(Failures.BAD_VALUE, "BadValue", "the hint names no index of the collection");
        }
    }

    private static boolean isMeant(Object hint, Index<Key> index) {
        return isMeant(hint, index.getName(), index.getKeys());
    }

    static boolean isMeant(Object hint, String name, List<IndexKey> index) {
        return hint instanceof Document keys ? directions(keys).equals(directions(index)) : name.equals(hint);
    }

    private static List<String> directions(Document keys) {
        var directions = new ArrayList<String>();
        keys.forEach((key, direction) ->
                directions.add((direction instanceof Number number && number.doubleValue() < 0 ? "-" : "+") + key));
        return directions;
    }

    private static List<String> directions(List<IndexKey> index) {
        return index.stream().map(IndexHint::direction).toList();
    }

    private static String direction(IndexKey key) {
        return (key.isAscending() ? "+" : "-") + key.getKey();
    }
}
