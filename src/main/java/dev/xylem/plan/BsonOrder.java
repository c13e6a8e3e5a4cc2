package dev.xylem.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonNumber;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/**
 * <a href="https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/">MongoDB's order of BSON values</a>: numbers by value
 * whatever their type, documents field by field in their order.
 */
enum BsonOrder implements Comparator<BsonValue> {
    INSTANCE;

    @Override
    public int compare(BsonValue a, BsonValue b) {
        int byType = Integer.compare(rank(a), rank(b));
        return byType != 0 ? byType : compareAlike(a, b);
    }

    private static int rank(BsonValue value) {
        return switch (value.getBsonType()) {
            case MIN_KEY -> 0;
            case END_OF_DOCUMENT, UNDEFINED -> 1;
            case NULL -> 2;
            case INT32, INT64, DOUBLE, DECIMAL128 -> 3;
            case SYMBOL, STRING -> 4;
            case DOCUMENT -> 5;
            case ARRAY -> 6;
            case BINARY -> 7;
            case OBJECT_ID -> 8;
            case BOOLEAN -> 9;
            case DATE_TIME -> 10;
            case TIMESTAMP -> 11;
            case REGULAR_EXPRESSION -> 12;
            case DB_POINTER -> 13;
            case JAVASCRIPT -> 14;
            case JAVASCRIPT_WITH_SCOPE -> 15;
            case MAX_KEY -> 16;
        };
    }

    private int compareAlike(BsonValue a, BsonValue b) {
        return switch (a) {
            case BsonNumber number -> compareNumbers(number, (BsonNumber) b);
            case BsonString _, BsonSymbol _ -> Arrays.compareUnsigned(utf8(a), utf8(b));
            case BsonDocument document -> compareDocuments(document, (BsonDocument) b);
            case BsonArray array -> compareArrays(array, (BsonArray) b);
            case BsonBinary binary -> compareBinaries(binary, (BsonBinary) b);
            case BsonObjectId id -> id.compareTo((BsonObjectId) b);
            case BsonBoolean bool -> bool.compareTo((BsonBoolean) b);
            case BsonDateTime date -> date.compareTo((BsonDateTime) b);
            case BsonTimestamp timestamp -> timestamp.compareTo((BsonTimestamp) b);
            default -> a.equals(b) ? 0 : a.toString().compareTo(b.toString());
        };
    }

    private static byte[] utf8(BsonValue text) {
        return (text instanceof BsonSymbol symbol
                        ? symbol.getSymbol()
                        : text.asString().getValue())
                .getBytes(UTF_8);
    }

    /** By value; NaN comes before all others and equals itself. */
    static int compareNumbers(BsonNumber a, BsonNumber b) {
        return isFinite(a) && isFinite(b) ? exact(a).compareTo(exact(b)) : Integer.compare(place(a), place(b));
    }

    private static boolean isFinite(BsonNumber number) {
        return switch (number) {
            case BsonDouble d -> Double.isFinite(d.getValue());
            case BsonDecimal128 d -> !d.getValue().isNaN() && !d.getValue().isInfinite();
            default -> true;
        };
    }

    private static BigDecimal exact(BsonNumber number) {
        return switch (number) {
            case BsonDouble d -> new BigDecimal(d.getValue());
            case BsonDecimal128 d -> exact(d.getValue());
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    /** Without the sign bit first: {@code Decimal128} refuses to turn its negative zero into a {@code BigDecimal}. */
    private static BigDecimal exact(Decimal128 decimal) {
        var absolute = Decimal128.fromIEEE754BIDEncoding(decimal.getHigh() & Long.MAX_VALUE, decimal.getLow());
        return decimal.isNegative() ? absolute.bigDecimalValue().negate() : absolute.bigDecimalValue();
    }

    /** NaN, minus infinity, all finite numbers, infinity. */
    private static int place(BsonNumber number) {
        if (isFinite(number)) {
            return 2;
        }
        double value = number.doubleValue();
        if (Double.isNaN(value)) {
            return 0;
        }
        return value < 0 ? 1 : 3;
    }

    private int compareDocuments(BsonDocument a, BsonDocument b) {
        Iterator<Map.Entry<String, BsonValue>> left = a.entrySet().iterator();
        Iterator<Map.Entry<String, BsonValue>> right = b.entrySet().iterator();
        while (left.hasNext() && right.hasNext()) {
            int order = compareFields(left.next(), right.next());
            if (order != 0) {
                return order;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }

    private int compareFields(Map.Entry<String, BsonValue> a, Map.Entry<String, BsonValue> b) {
        int byType = Integer.compare(rank(a.getValue()), rank(b.getValue()));
        int byName = byType != 0 ? byType : a.getKey().compareTo(b.getKey());
        return byName != 0 ? byName : compareAlike(a.getValue(), b.getValue());
    }

    private int compareArrays(BsonArray a, BsonArray b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compareBinaries(BsonBinary a, BsonBinary b) {
        int byLength = Integer.compare(a.getData().length, b.getData().length);
        int byKind = byLength != 0 ? byLength : Integer.compare(a.getType(), b.getType());
        return byKind != 0 ? byKind : Arrays.compareUnsigned(a.getData(), b.getData());
    }
}
