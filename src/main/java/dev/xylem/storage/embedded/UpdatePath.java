package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dotted path as updates follow it: a number names a place in an array. */
final class UpdatePath {

    private static final int BAD_VALUE = 2;
    private static final int NOT_VIABLE = 28;
    private static final int IMMUTABLE = 66;

    private UpdatePath() {}

    /** What is there; {@link Values#MISSING} when nothing is. */
    static @Nullable Object valueAt(Document document, String path) {
        Object here = document;
        for (String name : path.split("\\.", -1)) {
            here = child(here, name);
        }
        return here;
    }

    static @Nullable Object child(@Nullable Object parent, String name) {
        return switch (parent) {
            case Document document -> document.getOrMissing(name);
            case List<?> array -> {
                int index = indexOf(name);
                yield index >= 0 && index < array.size() ? array.get(index) : Values.MISSING;
            }
            case null, default -> Values.MISSING;
        };
    }

    /** The place in an array that a name means; negative when it means none. */
    static int indexOf(String name) {
        boolean isIndex = !name.isEmpty()
                && name.length() < 10
                && name.chars().allMatch(c -> c >= '0' && c <= '9')
                && (name.length() == 1 || name.charAt(0) != '0');
        return isIndex ? Integer.parseInt(name) : -1;
    }

    /**
     * Puts a value there, and makes the objects on the way.
     *
     * @param creates the document is not there yet, and may get its _id
     */
    static void set(Document document, String path, @Nullable Object value, boolean creates) {
        boolean isFirstId = path.equals("_id") && creates && !document.containsKey("_id");
        if (isId(path) && !isFirstId) {
            if (Values.compare(valueAt(document, path), value) != 0) {
                throw immutable();
            }
            return;
        }
        String[] names = path.split("\\.", -1);
        Object here = document;
        for (int i = 0; i < names.length - 1; i++) {
            Object next = child(here, names[i]);
            if (next == Values.MISSING) {
                next = new Document();
                put(here, names[i], next);
            }
            if (!(next instanceof Document) && !(next instanceof List)) {
                throw notViable(names[i + 1]);
            }
            here = next;
        }
        put(here, names[names.length - 1], value);
    }

    private static void put(Object parent, String name, @Nullable Object value) {
        if (parent instanceof Document document) {
            document.put(name, value);
            return;
        }
        @SuppressWarnings("unchecked")
        List<@Nullable Object> array = (List<@Nullable Object>) parent;
        int index = indexOf(name);
        if (index < 0) {
            throw notViable(name);
        }
        while (array.size() <= index) {
            array.add(null);
        }
        array.set(index, value);
    }

    /** Takes away what is there; of an array, null stays in its place. */
    static void remove(Document document, String path) {
        if (isId(path)) {
            throw immutable();
        }
        int dot = path.lastIndexOf('.');
        Object parent = dot < 0 ? document : valueAt(document, path.substring(0, dot));
        String name = path.substring(dot + 1);
        if (parent instanceof Document object) {
            object.remove(name);
        } else if (parent instanceof List<?> array && child(array, name) != Values.MISSING) {
            array.set(indexOf(name), null);
        }
    }

    /** @throws MongoServerError when the path leads through an array, or through a value that has nothing below it */
    static void requireNoArray(Document document, String path) {
        Object here = document;
        for (String name : path.split("\\.", -1)) {
            if (here instanceof List) {
                throw new MongoServerError(BAD_VALUE, "BadValue", "$rename cannot lead through an array: " + path);
            }
            if (here != Values.MISSING && !(here instanceof Document)) {
                throw notViable(name);
            }
            here = child(here, name);
        }
    }

    private static boolean isId(String path) {
        return path.equals("_id") || path.startsWith("_id.");
    }

    static MongoServerError immutable() {
        return new MongoServerError(IMMUTABLE, "ImmutableField", "The update would modify the immutable field '_id'");
    }

    private static MongoServerError notViable(String name) {
        return new MongoServerError(
                NOT_VIABLE,
                "PathNotViable",
                "Cannot create field '" + name + "' in a value that is no object or array");
    }
}
