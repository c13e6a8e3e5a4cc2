package dev.xylem.storage.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OrderedBytesTest {

    private static final int PAIRS = 200_000;

    private final Random random = new Random(7);

    @Test
    void theOrderOfBytesIsTheEnginesOrderOfValues() {
        for (int i = 0; i < PAIRS; i++) {
            Object a = value(2);
            Object b = random.nextInt(4) == 0 ? a : value(2);
            int expected =
                    Integer.signum(ValueComparator.ascWithoutListHandling().compare(a, b));
            assertEquals(expected, order(a, b), () -> a + " and " + b);
        }
    }

    @Test
    void equalNumbersOfAllTypesAreOneKey() {
        for (Number number : List.of(1L, 1.0, decimal("1"), decimal("1.000"))) {
            assertArrayEquals(OrderedBytes.of(1), OrderedBytes.of(number));
        }
        assertArrayEquals(OrderedBytes.of(0), OrderedBytes.of(-0.0));
        assertArrayEquals(OrderedBytes.of(0), OrderedBytes.of(Decimal128.NEGATIVE_ZERO));
        assertArrayEquals(OrderedBytes.of(1L << 60), OrderedBytes.of((double) (1L << 60)));
    }

    @Test
    void numbersThatNoDoubleHoldsHaveTheirPlace() {
        List<Object> ascending = Arrays.asList(
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                decimal("-1E6000"),
                -Double.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MIN_VALUE + 1,
                decimal("-1E-6000"),
                0,
                decimal("1E-6000"),
                Double.MIN_VALUE,
                decimal("0.1"),
                0.1,
                1,
                decimal("1.000000000000000000000000000000001"),
                (1L << 53) - 1,
                1L << 53,
                (1L << 53) + 1,
                decimal("9007199254740993.5"),
                (1L << 53) + 2,
                Long.MAX_VALUE,
                0x1p63,
                Double.MAX_VALUE,
                decimal("1E400"),
                decimal("1E401"),
                Double.POSITIVE_INFINITY);
        assertAscending(ascending);
    }

    @Test
    void everyTypeHasMongoDbsPlace() {
        assertAscending(Arrays.asList(
                MinKey.getInstance(),
                null,
                1,
                "",
                "\0",
                "\0\0",
                "\u0001",
                "a",
                "a\0",
                "ab",
                "\uffff",
                "\ud83d\ude00",
                new Document(),
                new Document("a", 1),
                new Document("a", 1).append("b", 1),
                new Document("b", 1),
                new Document("a", ""),
                List.of(),
                List.of(1),
                List.of(1, 1),
                List.of(2),
                new BinData(new byte[] {9}),
                new BinData(new byte[] {1, 1}),
                new ObjectId("000000000000000000000001"),
                new ObjectId("ff0000000000000000000001"),
                false,
                true,
                Instant.ofEpochMilli(-1),
                Instant.ofEpochMilli(1),
                new BsonTimestamp(1),
                new BsonTimestamp(-1),
                MaxKey.getInstance()));
    }

    @Test
    void noKeyIsTheBeginningOfAnother() {
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            keys.add(OrderedBytes.of(value(2)));
        }
        keys.sort(Arrays::compareUnsigned);
        for (int i = 1; i < keys.size(); i++) {
            byte[] a = keys.get(i - 1);
            byte[] b = keys.get(i);
            assertTrue(Arrays.equals(a, b) || b.length < a.length || Arrays.mismatch(a, b) < a.length);
        }
    }

    private static void assertAscending(List<?> values) {
        for (int i = 1; i < values.size(); i++) {
            assertEquals(-1, order(values.get(i - 1), values.get(i)), values.get(i - 1) + " and " + values.get(i));
        }
    }

    private static int order(@Nullable Object a, @Nullable Object b) {
        return Integer.signum(Arrays.compareUnsigned(OrderedBytes.of(a), OrderedBytes.of(b)));
    }

    private static Decimal128 decimal(String number) {
        return new Decimal128(new BigDecimal(number));
    }

    /** Of types that the engine compares as MongoDB does, with many that are equal or near one another. */
    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 13 : 11)) {
            case 0 -> random.nextInt(5) - 2;
            case 1 -> (long) random.nextInt(5) - 2;
            case 2 -> random.nextInt(9) / 2.0 - 2;
            case 3 -> random.nextLong() >> random.nextInt(12, 63);
            case 4 -> text();
            case 5 -> new ObjectId("00000000000000000000000" + random.nextInt(3));
            case 6 -> random.nextBoolean();
            case 7 -> Instant.ofEpochMilli(random.nextInt(3) - 1);
            case 8 -> new BsonTimestamp(random.nextInt(3));
            case 9 -> random.nextDouble() * Math.pow(10, random.nextInt(-20, 12));
            case 10 -> null;
            case 11 -> document(depth);
            default -> array(depth);
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append((char) (random.nextBoolean() ? 'a' + random.nextInt(2) : random.nextInt(3)));
        }
        return text.toString();
    }

    private Document document(int depth) {
        Document document = new Document();
        for (int i = random.nextInt(3); i > 0; i--) {
            document.append("ab".substring(random.nextInt(2)), scalar(depth));
        }
        return document;
    }

    private List<Object> array(int depth) {
        List<Object> array = new ArrayList<>();
        for (int i = random.nextInt(1, 3); i > 0; i--) {
            array.add(scalar(depth));
        }
        return array;
    }

    /** The engine takes null for what is missing, which says nothing about the order of documents and arrays. */
    private Object scalar(int depth) {
        Object value = value(0);
        return value == null || depth < 0 ? "" : value;
    }
}
