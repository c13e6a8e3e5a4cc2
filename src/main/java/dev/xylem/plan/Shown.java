package dev.xylem.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/**
 * What a projection shows where the order of the page needs more than the caller wants to see: the store sends all of it, and what was
 * not asked for is taken out again.
 *
 * @param keys for the store
 * @param extra paths in its answer that are not shown
 * @param tellsPlaces false when the order goes by a whole of which a part only can be asked for
 */
public record Shown(BsonDocument keys, List<String> extra, boolean tellsPlaces) {
    /** Everything, as it is. */
    public static final Shown ALL = new Shown(new BsonDocument(), List.of(), true);

    private static final BsonValue YES = new BsonInt32(1);

    public Shown {
        extra = List.copyOf(extra);
    }

    /**
     * Widens a projection.
     *
     * @param keys what the caller wants to see; empty for everything
     * @param needed the paths that the order goes by
     */
    static Shown of(BsonDocument keys, Set<String> needed) {
        if (keys.isEmpty() || needed.isEmpty()) {
            return new Shown(keys, List.of(), true);
        }
        return isInclusion(keys) ? including(keys, needed) : excluding(keys, needed);
    }

    private static Shown including(BsonDocument keys, Set<String> needed) {
        var wanted = keys.clone();
        var extra = new ArrayList<String>();
        boolean tells = true;
        for (String path : needed) {
            if (path.equals("_id")
                    ? !isNo(keys.get("_id", YES))
                    : keys.keySet().stream().anyMatch(key -> covers(key, path))) {
                continue;
            }
            if (keys.keySet().stream().anyMatch(key -> !key.equals("_id") && covers(path, key))) {
                tells = false;
            } else {
                wanted.put(path, YES);
                extra.add(unreferenced(keys, path));
            }
        }
        return new Shown(wanted, extra, tells);
    }

    /** The shortest parent of a path, or the path itself, under which the caller asked for nothing. */
    private static String unreferenced(BsonDocument keys, String path) {
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            String parent = path.substring(0, dot);
            if (keys.keySet().stream().noneMatch(key -> covers(parent, key))) {
                return parent;
            }
        }
        return path;
    }

    private static Shown excluding(BsonDocument keys, Set<String> needed) {
        var wanted = keys.clone();
        var extra = new ArrayList<String>();
        keys.forEach((key, value) -> {
            if (isNo(value) && needed.stream().anyMatch(path -> covers(key, path) || covers(path, key))) {
                wanted.remove(key);
                extra.add(key);
            }
        });
        return new Shown(wanted, extra, true);
    }

    /** MongoDB's rule: one field shown means that only what is named is shown; {@code _id} and slices do not count. */
    private static boolean isInclusion(BsonDocument keys) {
        return keys.entrySet().stream()
                .filter(key -> !key.getKey().equals("_id") && !isSlice(key.getValue()))
                .findFirst()
                .map(key -> !isNo(key.getValue()))
                .orElse(!isNo(keys.get("_id", new BsonInt32(0))));
    }

    private static boolean isSlice(BsonValue value) {
        return value instanceof BsonDocument document && document.containsKey("$slice");
    }

    private static boolean isNo(BsonValue value) {
        return switch (value) {
            case BsonBoolean bool -> !bool.getValue();
            case BsonNumber number -> number.doubleValue() == 0;
            default -> false;
        };
    }

    private static boolean covers(String parent, String path) {
        return path.equals(parent) || path.startsWith(parent + ".");
    }

    /** Takes out of the document what nobody asked for. */
    public void strip(BsonDocument document) {
        for (String path : extra) {
            remove(document, path.split("\\.", -1), 0);
        }
    }

    private static void remove(BsonValue value, String[] path, int at) {
        switch (value) {
            case BsonDocument document when at == path.length - 1 -> document.remove(path[at]);
            case BsonDocument document
            when document.containsKey(path[at]) -> remove(document.get(path[at]), path, at + 1);
            case BsonArray array -> array.forEach(element -> remove(element, path, at));
            default -> {}
        }
    }
}
