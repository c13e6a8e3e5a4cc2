package dev.xylem.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonNumber;
import org.bson.BsonType;
import org.bson.BsonValue;

/**
 * The order of values as <a href="https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/">MongoDB's manual</a> tells it,
 * written from there alone: what the server does is compared with it. Without arrays and NaN.
 */
final class ManualOrder {
    private static final List<List<BsonType>> TYPES = List.of(
            List.of(BsonType.MIN_KEY),
            List.of(BsonType.NULL),
            List.of(BsonType.INT32, BsonType.INT64, BsonType.DOUBLE, BsonType.DECIMAL128),
            List.of(BsonType.STRING),
            List.of(BsonType.DOCUMENT),
            List.of(BsonType.BINARY),
            List.of(BsonType.OBJECT_ID),
            List.of(BsonType.BOOLEAN),
            List.of(BsonType.DATE_TIME),
            List.of(BsonType.TIMESTAMP),
            List.of(BsonType.MAX_KEY));

    private ManualOrder() {}

    /** A missing field counts as null. */
    static BsonValue at(BsonDocument document, String path) {
        BsonValue value = document;
        for (String name : path.split("\\.", -1)) {
            value = value.isDocument() ? value.asDocument().get(name, BsonNull.VALUE) : BsonNull.VALUE;
        }
        return value;
    }

    static int compare(BsonValue a, BsonValue b) {
        int byType = Integer.compare(place(a), place(b));
        return byType != 0 ? byType : compareValues(a, b);
    }

    private static int place(BsonValue value) {
        for (int i = 0; i < TYPES.size(); i++) {
            if (TYPES.get(i).contains(value.getBsonType())) {
                return i;
            }
        }
        throw new IllegalArgumentException("no place for " + value);
    }

    private static int compareValues(BsonValue a, BsonValue b) {
        return switch (a.getBsonType()) {
            case MIN_KEY, MAX_KEY, NULL -> 0;
            case INT32, INT64, DOUBLE, DECIMAL128 -> numbers(a.asNumber(), b.asNumber());
            case STRING ->
                Arrays.compareUnsigned(
                        a.asString().getValue().getBytes(UTF_8),
                        b.asString().getValue().getBytes(UTF_8));
            case DOCUMENT -> documents(a.asDocument(), b.asDocument());
            case BINARY -> binaries(a, b);
            case OBJECT_ID -> a.asObjectId().getValue().compareTo(b.asObjectId().getValue());
            case BOOLEAN ->
                Boolean.compare(a.asBoolean().getValue(), b.asBoolean().getValue());
            case DATE_TIME ->
                Long.compare(a.asDateTime().getValue(), b.asDateTime().getValue());
            case TIMESTAMP ->
                Long.compareUnsigned(a.asTimestamp().getValue(), b.asTimestamp().getValue());
            default -> throw new IllegalArgumentException("no order for " + a);
        };
    }

    private static int numbers(BsonNumber a, BsonNumber b) {
        boolean isFinite = Double.isFinite(a.doubleValue()) && Double.isFinite(b.doubleValue());
        return isFinite ? exact(a).compareTo(exact(b)) : Double.compare(a.doubleValue(), b.doubleValue());
    }

    private static BigDecimal exact(BsonNumber number) {
        return switch (number.getBsonType()) {
            case DOUBLE -> new BigDecimal(number.doubleValue());
            case DECIMAL128 -> number.asDecimal128().getValue().bigDecimalValue();
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    /** Field by field: the types, then the names, then the values; the one that ends first comes first. */
    private static int documents(BsonDocument a, BsonDocument b) {
        List<String> left = List.copyOf(a.keySet());
        List<String> right = List.copyOf(b.keySet());
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            BsonValue one = a.get(left.get(i));
            BsonValue other = b.get(right.get(i));
            int byType = Integer.compare(place(one), place(other));
            int byName = byType != 0 ? byType : left.get(i).compareTo(right.get(i));
            int byValue = byName != 0 ? byName : compareValues(one, other);
            if (byValue != 0) {
                return byValue;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    /** By length, then by subtype, then byte by byte. */
    private static int binaries(BsonValue a, BsonValue b) {
        byte[] left = a.asBinary().getData();
        byte[] right = b.asBinary().getData();
        int byLength = Integer.compare(left.length, right.length);
        int bySubtype = byLength != 0
                ? byLength
                : Integer.compare(a.asBinary().getType() & 0xFF, b.asBinary().getType() & 0xFF);
        return bySubtype != 0 ? bySubtype : Arrays.compareUnsigned(left, right);
    }
}
