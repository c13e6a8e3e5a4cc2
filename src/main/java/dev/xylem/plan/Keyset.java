package dev.xylem.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonNumber;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * A total order of documents, and the conditions that say "beyond this one" in it: keyset paging, where page N costs what page 1 costs.
 *
 * @param order fields to 1 or -1; the last is {@code _id} unless it stood earlier
 */
record Keyset(BsonDocument order) {

    /** The order with {@code _id} as the tie-breaker, running as the last field runs, so that one index can serve both ways. */
    static Keyset of(BsonDocument sort) {
        if (sort.containsKey("_id")) {
            return new Keyset(sort);
        }
        var order = new BsonDocument();
        BsonValue direction = new BsonInt32(1);
        for (var key : sort.entrySet()) {
            direction = key.getValue();
            order.append(key.getKey(), direction);
        }
        return new Keyset(order.append("_id", direction));
    }

    /** The same order read from its other end. */
    Keyset reversed() {
        var reversed = new BsonDocument();
        order.forEach((field, direction) -> reversed.append(field, new BsonInt32(ascends(direction) ? -1 : 1)));
        return new Keyset(reversed);
    }

    private static boolean ascends(BsonValue direction) {
        return ((BsonNumber) direction).doubleValue() > 0;
    }

    /**
     * A document's place in the order, one value for each field; empty where a cursor could not tell it: an array, which sorts by one of
     * its elements, a NaN, which is beyond nothing, and the types that queries don't compare.
     */
    Optional<BsonArray> placeOf(BsonDocument document) {
        var place = new BsonArray();
        for (String field : order.keySet()) {
            BsonValue value = valueAt(document, field.split("\\.", -1));
            if (!isComparable(value)) {
                return Optional.empty();
            }
            place.add(value);
        }
        return Optional.of(place);
    }

    private static BsonValue valueAt(BsonDocument document, String[] path) {
        BsonValue value = document;
        for (String name : path) {
            if (value instanceof BsonArray) {
                return value;
            }
            value = value instanceof BsonDocument object ? object.get(name, BsonNull.VALUE) : BsonNull.VALUE;
        }
        return value.getBsonType() == BsonType.UNDEFINED ? BsonNull.VALUE : value;
    }

    private static boolean isComparable(BsonValue value) {
        return switch (BsonRank.of(value.getBsonType())) {
            case ARRAY, REGEX, OTHER -> false;
            case NUMBER -> !isNaN(value);
            default -> value.getBsonType() != BsonType.SYMBOL;
        };
    }

    private static boolean isNaN(BsonValue value) {
        return switch (value) {
            case BsonDouble number -> Double.isNaN(number.getValue());
            case BsonDecimal128 number -> number.getValue().isNaN();
            default -> false;
        };
    }

    /** The documents that come after a place, in this order: equal in the first fields, beyond in the next one. */
    BsonDocument after(BsonArray place) {
        var ways = new BsonArray();
        var equal = new ArrayList<BsonValue>();
        int i = 0;
        for (var key : order.entrySet()) {
            BsonValue value = place.get(i++);
            List<BsonDocument> beyond = beyond(key.getKey(), value, ascends(key.getValue()));
            if (!beyond.isEmpty()) {
                ways.add(both(equal, anyOf(beyond)));
            }
            equal.add(new BsonDocument(key.getKey(), new BsonDocument("$eq", value)));
        }
        return anyOf(ways.stream().map(BsonValue::asDocument).toList());
    }

    private static BsonDocument both(List<BsonValue> equal, BsonDocument beyond) {
        if (equal.isEmpty()) {
            return beyond;
        }
        var all = new BsonArray(equal);
        all.add(beyond);
        return new BsonDocument("$and", all);
    }

    private static BsonDocument anyOf(List<BsonDocument> ways) {
        return switch (ways.size()) {
            // the last place of all: nothing is beyond it, and MongoDB takes no empty $or
            case 0 -> new BsonDocument("_id", new BsonDocument("$in", new BsonArray()));
            case 1 -> ways.getFirst();
            default -> new BsonDocument("$or", new BsonArray(ways));
        };
    }

    /** Query operators compare within a type only, so the types beyond are named. */
    private static List<BsonDocument> beyond(String field, BsonValue value, boolean above) {
        var ways = new ArrayList<BsonDocument>();
        BsonRank rank = BsonRank.of(value.getBsonType());
        boolean single = rank == BsonRank.NULL || rank == BsonRank.MIN_KEY || rank == BsonRank.MAX_KEY;
        if (!single) {
            ways.add(new BsonDocument(field, new BsonDocument(above ? "$gt" : "$lt", value)));
        }
        List<BsonType> types = rank.beyond(above);
        if (types.remove(BsonType.NULL)) {
            types.remove(BsonType.UNDEFINED);
            // matches a missing field, too, which $type does not
            ways.add(new BsonDocument(field, BsonNull.VALUE));
        }
        if (!types.isEmpty()) {
            var numbers = new BsonArray();
            types.forEach(type -> numbers.add(new BsonInt32(numberOf(type))));
            ways.add(new BsonDocument(field, new BsonDocument("$type", numbers)));
        }
        return ways;
    }

    /** As {@code $type} wants it: MinKey is -1 there. */
    private static int numberOf(BsonType type) {
        return type == BsonType.MIN_KEY ? -1 : type.getValue();
    }
}
