package dev.xylem.response;

import java.util.Random;
import java.util.function.Supplier;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Random documents over every BSON type, the same for the same seed. No key starts with {@code $}. */
public final class RandomBson {
    private static final long[] LONGS = {
        0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) - 1, 1L << 53, -(1L << 53), 1L << 31
    };
    private static final double[] DOUBLES = {
        0.0,
        -0.0,
        1,
        -1,
        0.1,
        5,
        1e7,
        9999999.999,
        0.001,
        1e-3,
        1e-4,
        123.456,
        -0.5,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        1e300,
        2e-3,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        1e23,
        0x1p53
    };
    private static final String[] DECIMALS = {
        "0",
        "-0",
        "0E-6176",
        "1E-6176",
        "9.999999999999999999999999999999999E+6144",
        "1.10",
        "-1",
        "NaN",
        "Infinity",
        "-Infinity",
        "1E+3"
    };
    private static final String[] PARTS = {
        "a",
        "word ",
        "\"",
        "\\",
        "/",
        "\n",
        "\t",
        "\u0001",
        "\u001f",
        "\u007f",
        "é",
        "€",
        "😀",
        "\u2028",
        "\uFFFD",
        "\uFFFF",
        "$",
        ".",
        "a longer run of plain text",
        "日本語"
    };

    private final Random random;

    public RandomBson(long seed) {
        random = new Random(seed);
    }

    public BsonDocument document(int depth) {
        var document = new BsonDocument();
        for (int n = random.nextInt(6); n > 0; n--) {
            String key = text();
            document.put(key.startsWith("$") ? "x" + key : key, value(depth));
        }
        return document;
    }

    public BsonValue value(int depth) {
        return switch (random.nextInt(depth > 0 ? 23 : 20)) {
            case 0 -> new BsonDouble(DOUBLES[random.nextInt(DOUBLES.length)]);
            case 1 -> new BsonDouble(Double.longBitsToDouble(random.nextLong() & ~(1L << 62)));
            case 2 -> new BsonDouble(random.nextInt(1_000_000) / 100.0);
            case 3 -> new BsonString(text() + nullCharacter());
            case 4 -> new BsonBinary((byte) random.nextInt(), bytes(random.nextInt(40)));
            case 5 -> new BsonUndefined();
            case 6 -> new BsonObjectId(objectId());
            case 7 -> BsonBoolean.valueOf(random.nextBoolean());
            case 8 -> new BsonDateTime(integer());
            case 9 -> BsonNull.VALUE;
            case 10 -> new BsonRegularExpression(text(), random.nextBoolean() ? "" : "imsx");
            case 11 -> new BsonDbPointer(text(), objectId());
            case 12 -> new BsonJavaScript(text());
            case 13 -> new BsonSymbol(text());
            case 14 -> new BsonInt32(random.nextInt() >> random.nextInt(32));
            case 15 -> new BsonTimestamp(random.nextInt(), random.nextInt());
            case 16 -> new BsonInt64(integer());
            case 17 -> new BsonDecimal128(decimal());
            case 18 -> new BsonMinKey();
            case 19 -> new BsonMaxKey();
            case 20 -> document(depth - 1);
            case 21 -> array(depth - 1);
            default -> new BsonJavaScriptWithScope(text(), document(depth - 1));
        };
    }

    private BsonArray array(int depth) {
        var array = new BsonArray();
        for (int n = random.nextInt(5); n > 0; n--) {
            array.add(value(depth));
        }
        return array;
    }

    private String text() {
        var text = new StringBuilder();
        for (int n = random.nextInt(6); n > 0; n--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }

    private String nullCharacter() {
        return random.nextInt(10) == 0 ? "\0" : "";
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private ObjectId objectId() {
        return new ObjectId(bytes(12));
    }

    private long integer() {
        return random.nextInt(3) == 0 ? LONGS[random.nextInt(LONGS.length)] : random.nextLong() >> random.nextInt(64);
    }

    private Decimal128 decimal() {
        Supplier<Decimal128> known = () -> Decimal128.parse(DECIMALS[random.nextInt(DECIMALS.length)]);
        return random.nextBoolean()
                ? known.get()
                : Decimal128.parse(random.nextLong() + "E" + (random.nextInt(12000) - 6100));
    }
}
