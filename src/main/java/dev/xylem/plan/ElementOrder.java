package dev.xylem.plan;

import java.util.Comparator;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The <a href="https://www.mongodb.com/docs/manual/reference/operator/update/sort/">{@code $sort} modifier</a> of {@code $push}. */
final class ElementOrder {

    private ElementOrder() {}

    static boolean isLegal(@Nullable BsonValue sort) {
        return sort instanceof BsonDocument fields
                ? !fields.isEmpty()
                        && fields.entrySet().stream().allMatch(field -> isLegal(field.getKey(), field.getValue()))
                : sort != null && Operands.isSign(sort);
    }

    private static boolean isLegal(String field, BsonValue direction) {
        return !FieldPath.parse(field).isPositional() && Operands.isSign(direction);
    }

    static Comparator<BsonValue> of(BsonValue sort) {
        if (!(sort instanceof BsonDocument fields)) {
            return directed(BsonOrder.INSTANCE, sort);
        }
        return fields.entrySet().stream()
                .map(field -> by(FieldPath.parse(field.getKey()).segments(), field.getValue()))
                .reduce((first, second) -> first.thenComparing(second))
                .orElse(BsonOrder.INSTANCE);
    }

    private static Comparator<BsonValue> by(List<String> path, BsonValue direction) {
        return directed(Comparator.comparing(element -> read(element, path), BsonOrder.INSTANCE), direction);
    }

    private static Comparator<BsonValue> directed(Comparator<BsonValue> order, BsonValue direction) {
        return ((BsonNumber) direction).doubleValue() < 0 ? order.reversed() : order;
    }

    /** A missing field sorts as null. */
    private static BsonValue read(BsonValue element, List<String> path) {
        var value = element;
        for (var name : path) {
            value = value instanceof BsonDocument document ? document.get(name, BsonNull.VALUE) : BsonNull.VALUE;
        }
        return value;
    }
}
