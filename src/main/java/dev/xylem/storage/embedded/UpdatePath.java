package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dotted path as updates follow it: a number names a place in an array. */
final class UpdatePath {

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
}
