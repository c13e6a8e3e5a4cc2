package dev.xylem.response;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table, and a document as a row of it. An object lies open in dotted columns; where the table has none for it, it is one
 * value.
 *
 * @param names dotted paths, in order
 * @param opened the paths that are not columns but the parents of some
 */
record CsvColumns(List<String> names, Set<String> opened) {
    private static final String ID = "_id";

    CsvColumns {
        names = List.copyOf(names);
        opened = Set.copyOf(opened);
    }

    /** The fields that {@code keys} shows, in its order, opened as the documents need it; else all that the documents have. */
    static CsvColumns of(BsonDocument keys, Collection<BsonDocument> documents) {
        var seen = new LinkedHashSet<String>();
        documents.forEach(document -> collect("", document, seen));
        List<String> shown = shown(keys);
        return shown.isEmpty() ? of(seen) : of(chosen(shown, seen));
    }

    private static CsvColumns of(Collection<String> names) {
        var opened = new HashSet<String>();
        for (String name : names) {
            for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
                opened.add(name.substring(0, dot));
            }
        }
        return new CsvColumns(List.copyOf(names), opened);
    }

    private static void collect(String prefix, BsonDocument document, Set<String> names) {
        document.forEach((name, value) -> {
            if (value instanceof BsonDocument inner && !inner.isEmpty()) {
                collect(prefix + name + ".", inner, names);
            } else {
                names.add(prefix + name);
            }
        });
    }

    private static Collection<String> chosen(List<String> shown, Set<String> seen) {
        var chosen = new LinkedHashSet<String>();
        for (String path : shown) {
            List<String> below = seen.stream()
                    .filter(name -> name.equals(path) || name.startsWith(path + "."))
                    .toList();
            chosen.addAll(below.isEmpty() ? List.of(path) : below);
        }
        return chosen;
    }

    /** The paths that a projection includes; none where it only leaves out. */
    private static List<String> shown(BsonDocument keys) {
        List<String> shown = new ArrayList<>();
        keys.forEach((path, value) -> {
            if (!path.equals(ID) && isShown(value)) {
                shown.add(path);
            }
        });
        boolean onlyId = shown.isEmpty() && keys.containsKey(ID) && isShown(keys.get(ID));
        if (onlyId || (!shown.isEmpty() && isShown(keys.get(ID)))) {
            shown.addFirst(ID);
        }
        return shown;
    }

    /** {@code $slice} alone doesn't choose fields; {@code _id} is shown unless it is left out. */
    private static boolean isShown(@Nullable BsonValue value) {
        return switch (value) {
            case BsonBoolean bool -> bool.getValue();
            case BsonNumber number -> number.doubleValue() != 0;
            case BsonDocument document -> !document.containsKey("$slice");
            case null -> true;
            default -> false;
        };
    }

    /** The document's value for each column, null where it has none. */
    List<@Nullable BsonValue> row(BsonDocument document) {
        Map<String, BsonValue> values = new HashMap<>();
        fill("", document, values);
        List<@Nullable BsonValue> row = new ArrayList<>(names.size());
        names.forEach(name -> row.add(values.get(name)));
        return row;
    }

    private void fill(String prefix, BsonDocument document, Map<String, BsonValue> values) {
        document.forEach((name, value) -> {
            String path = prefix + name;
            if (value instanceof BsonDocument inner && opened.contains(path)) {
                fill(path + ".", inner, values);
            } else {
                values.put(path, value);
            }
        });
    }
}
