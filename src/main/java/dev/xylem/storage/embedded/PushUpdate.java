package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://www.mongodb.com/docs/manual/reference/operator/update/push/">{@code $push} with modifiers</a>: the stock engine fails at
 * places counted from the end of a shorter array, and has an order of its own.
 */
final class PushUpdate {

    private static final Set<String> MODIFIERS = Set.of("$each", "$position", "$slice", "$sort");

    private PushUpdate() {}

    /** The new array. */
    static List<@Nullable Object> changed(List<?> before, @Nullable Object operand) {
        List<@Nullable Object> array = new ArrayList<>(before);
        if (!(operand instanceof Document push) || !push.containsKey("$each")) {
            array.add(operand);
            return array;
        }
        if (!(push.get("$each") instanceof List<?> each)) {
            throw refused("The argument to $each in $push must be an array");
        }
        requireWellFormed(push);
        array.addAll(place(push.get("$position"), array.size()), each);
        if (push.containsKey("$sort")) {
            array.sort(order(push.get("$sort")));
        }
        return push.get("$slice") instanceof Number slice ? sliced(array, slice.intValue()) : array;
    }

    private static MongoServerError refused(String why) {
        return new MongoServerError(Failures.BAD_VALUE, "BadValue", why);
    }

    private static void requireWellFormed(Document push) {
        if (!MODIFIERS.containsAll(push.keySet())) {
            throw refused("Unrecognized clause in $push");
        }
        if (!isWhole(push, "$position") || !isWhole(push, "$slice")) {
            throw refused("$position and $slice of $push must be integer values");
        }
        if (push.containsKey("$sort") && !isOrder(push.get("$sort"))) {
            throw refused(
                    "The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields");
        }
    }

    private static boolean isWhole(Document push, String modifier) {
        return !push.containsKey(modifier)
                || (push.get(modifier) instanceof Number number && number.doubleValue() == number.intValue());
    }

    private static boolean isOrder(@Nullable Object sort) {
        return switch (sort) {
            case Number direction -> Math.abs(direction.doubleValue()) == 1;
            case Document fields ->
                !fields.isEmpty() && fields.values().stream().allMatch(PushUpdate::isOrderOfField);
            case null, default -> false;
        };
    }

    private static boolean isOrderOfField(@Nullable Object direction) {
        return direction instanceof Number number && Math.abs(number.doubleValue()) == 1;
    }

    private static int place(@Nullable Object position, int size) {
        if (!(position instanceof Number number)) {
            return size;
        }
        int place = number.intValue();
        return place < 0 ? Math.max(0, size + place) : Math.min(place, size);
    }

    private static Comparator<@Nullable Object> order(@Nullable Object sort) {
        if (sort instanceof Document fields) {
            return (a, b) -> Arrays.compareUnsigned(key(a, fields), key(b, fields));
        }
        int direction = sort instanceof Number number ? number.intValue() : 1;
        return (a, b) -> direction * Values.compare(a, b);
    }

    private static byte[] key(@Nullable Object element, Document fields) {
        return SortKey.of(element instanceof Document document ? document : new Document(), fields);
    }

    private static List<@Nullable Object> sliced(List<@Nullable Object> array, int slice) {
        int size = (int) Math.min(Math.abs((long) slice), array.size());
        return new ArrayList<>(slice < 0 ? array.subList(array.size() - size, array.size()) : array.subList(0, size));
    }
}
