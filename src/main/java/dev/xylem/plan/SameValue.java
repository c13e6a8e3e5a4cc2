package dev.xylem.plan;

import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Equality as <a href="https://www.rfc-editor.org/rfc/rfc6902#section-4.6">RFC 6902, section 4.6</a> has it for {@code test}. */
public final class SameValue {

    private SameValue() {}

    /** Numbers are compared by value, objects without regard to the order of their names. */
    public static boolean same(@Nullable BsonValue a, @Nullable BsonValue b) {
        return switch (a) {
            case BsonNumber left when b instanceof BsonNumber right -> BsonOrder.compareNumbers(left, right) == 0;
            case BsonDocument left when b instanceof BsonDocument right -> sameFields(left, right);
            case BsonArray left when b instanceof BsonArray right -> sameElements(left, right);
            case null -> b == null;
            default -> a.equals(b);
        };
    }

    private static boolean sameFields(BsonDocument a, BsonDocument b) {
        return a.size() == b.size()
                && a.entrySet().stream().allMatch(field -> same(field.getValue(), b.get(field.getKey())));
    }

    private static boolean sameElements(BsonArray a, BsonArray b) {
        return a.size() == b.size() && IntStream.range(0, a.size()).allMatch(i -> same(a.get(i), b.get(i)));
    }
}
