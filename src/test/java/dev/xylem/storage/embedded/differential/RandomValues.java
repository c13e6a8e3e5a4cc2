package dev.xylem.storage.embedded.differential;

import java.util.List;
import java.util.random.RandomGenerator;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Values of all types, few enough to meet again. */
final class RandomValues {

    private static final List<String> TEXTS = List.of("", "a", "b", "ab", "B", "é", "$a", "a.b");
    private static final List<String> DECIMALS =
            List.of("0", "1", "1.0", "0.1", "2.5", "-3", "NaN", "Infinity", "1E+3");
    private static final double[] DOUBLES = {
        0.0, -0.0, 0.1, 0.5, 1.0, 2.5, -1.0, 3.0, Double.NaN, Double.POSITIVE_INFINITY
    };
    private static final List<String> FIELDS = List.of("a", "b", "c", "d");
    private static final List<String> INNER = List.of("x", "y");

    final RandomGenerator random;

    RandomValues(RandomGenerator random) {
        this.random = random;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean chance(double of) {
        return random.nextDouble() < of;
    }

    String field() {
        return one(FIELDS);
    }

    String inner() {
        return one(INNER);
    }

    /** A path into a document, sometimes into an object or an array in it. */
    String path() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> field() + "." + inner();
            case 3 -> field() + "." + random.nextInt(2);
            default -> field();
        };
    }

    String pathOfNames() {
        return chance(0.3) ? field() + "." + inner() : field();
    }

    BsonDocument document(int id) {
        BsonDocument document = new BsonDocument("_id", new BsonInt32(id));
        for (String field : FIELDS) {
            if (chance(0.8)) {
                document.put(field, value(2));
            }
        }
        return document;
    }

    BsonValue value(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 8)) {
            case 8, 9 -> array(depth - 1);
            case 10, 11 -> object(depth - 1);
            default -> scalar();
        };
    }

    BsonArray array(int depth) {
        BsonArray array = new BsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(value(depth));
        }
        return array;
    }

    BsonDocument object(int depth) {
        BsonDocument object = new BsonDocument();
        for (String name : INNER) {
            if (chance(0.7)) {
                object.put(name, value(depth));
            }
        }
        return object;
    }

    BsonValue scalar() {
        return switch (random.nextInt(20)) {
            case 0 -> BsonNull.VALUE;
            case 1, 2, 3, 4, 5, 6 -> new BsonInt32(random.nextInt(-2, 6));
            case 7 -> new BsonInt64(chance(0.2) ? Long.MAX_VALUE - random.nextInt(2) : random.nextInt(-2, 6));
            case 8, 9 -> new BsonDouble(DOUBLES[random.nextInt(DOUBLES.length)]);
            case 10 -> new BsonDecimal128(Decimal128.parse(one(DECIMALS)));
            case 11, 12, 13 -> text();
            case 14 -> BsonBoolean.valueOf(chance(0.5));
            case 15 -> new BsonDateTime(random.nextInt(3) * 1000L);
            case 16 -> new BsonObjectId(new ObjectId("00000000000000000000000" + random.nextInt(2)));
            case 17 -> new BsonBinary((byte) one(List.of(0, 4, 5)).intValue(), new byte[16]);
            default -> rare();
        };
    }

    private BsonValue rare() {
        return switch (random.nextInt(5)) {
            case 0 -> new BsonRegularExpression("a", "i");
            case 1 -> new BsonTimestamp(random.nextInt(2), 1);
            case 2 -> new BsonMinKey();
            case 3 -> new BsonMaxKey();
            default -> new BsonInt32(1);
        };
    }

    BsonString text() {
        return new BsonString(one(TEXTS));
    }

    BsonValue number() {
        BsonValue value = scalar();
        return value.isNumber() ? value : new BsonInt32(random.nextInt(-2, 4));
    }
}
