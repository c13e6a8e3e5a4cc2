package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** Whole walks by {@code after} and {@code before} beside the same documents sorted in memory. */
class CursorOracleTest {
    private static final JsonWriterSettings EXACT =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();
    private static final List<String> FIELDS = List.of("a", "b", "o.x", "o.y.z", "c", "_id");

    /** A field and its direction. */
    private record Key(String field, boolean ascending) {
        String parameter() {
            return "sort=" + (ascending ? "" : "-") + field;
        }
    }

    @OnEveryEngine
    void walksMeetTheDocumentsInMongoDbsOrderThereAndBack(Engine engine) {
        Api api = Api.on(engine);
        int collections = engine.isEmbedded() ? 6 : 1;
        for (int seed = 1; seed <= collections; seed++) {
            var random = new Random(seed);
            List<BsonDocument> documents = documents(random, engine.isEmbedded() ? 90 : 40);
            String collection = stored(api, documents);
            for (int i = 0; i < (engine.isEmbedded() ? 14 : 5); i++) {
                List<Key> order = order(random);
                if (engine.isEmbedded() && random.nextInt(3) == 0) {
                    index(api, collection, order, i);
                }
                int least = engine.isEmbedded() ? 1 : 7;
                compare(api, collection, documents, order, least + random.nextInt(15));
            }
        }
    }

    private static void compare(
            Api api, String collection, List<BsonDocument> documents, List<Key> order, int pagesize) {
        List<BsonDocument> sorted = documents.stream().sorted(comparator(order)).toList();
        String sort = order.stream().map(Key::parameter).collect(Collectors.joining("&"));
        String first = collection + "?rep=S&jsonMode=extended&keys=" + Api.encode("{_id: 1}") + "&pagesize=" + pagesize
                + "&" + sort;

        List<List<BsonValue>> forth = new ArrayList<>();
        String last = walk(api, first, "next", forth);
        List<List<BsonValue>> back = new ArrayList<>();
        String start = walk(api, last, "prev", back);
        Collections.reverse(back);

        assertSame(sorted, flat(forth), order, "forth by " + sort);
        assertSame(sorted, flat(back), order, "back by " + sort);
        assertTrue(back.stream().allMatch(page -> page.size() <= pagesize), sort);
        assertEquals("", link(api.get(start).expect(200), "prev"), sort);
    }

    /** Shows the place where they part. */
    private static void assertSame(
            List<BsonDocument> expected, List<BsonValue> found, List<Key> order, String message) {
        for (int i = 0; i < expected.size(); i++) {
            int from = Math.max(0, i - 2);
            List<BsonDocument> around = expected.subList(from, Math.min(i + 2, expected.size()));
            assertTrue(i < found.size(), message);
            assertEquals(
                    expected.get(i).get("_id"),
                    found.get(i),
                    () -> message + " around "
                            + around.stream().map(each -> shown(each, order)).toList());
        }
        assertEquals(expected.size(), found.size(), message);
    }

    private static List<BsonValue> shown(BsonDocument document, List<Key> order) {
        return order.stream().map(key -> ManualOrder.at(document, key.field())).toList();
    }

    /** Follows the links to the end; returns the last page's address. */
    private static String walk(Api api, String from, String relation, List<List<BsonValue>> pages) {
        String url = from;
        while (true) {
            Answer page = api.get(url).expect(200);
            pages.add(page.array().stream()
                    .map(document -> document.asDocument().get("_id"))
                    .toList());
            String next = link(page, relation);
            if (next.isEmpty()) {
                return url;
            }
            url = next;
        }
    }

    private static String link(Answer page, String relation) {
        return Arrays.stream(page.header("Link").split(", "))
                .filter(link -> link.endsWith("rel=\"" + relation + "\""))
                .map(link -> link.substring(1, link.indexOf('>')))
                .findFirst()
                .orElse("");
    }

    private static List<BsonValue> flat(List<List<BsonValue>> pages) {
        return pages.stream().flatMap(List::stream).toList();
    }

    private static String stored(Api api, List<BsonDocument> documents) {
        String collection = api.newCollection();
        String body =
                documents.stream().map(document -> document.toJson(EXACT)).collect(Collectors.joining(",", "[", "]"));
        assertEquals(
                documents.size(),
                api.post(collection + "?rep=S", body)
                        .expect(200)
                        .json()
                        .getNumber("inserted")
                        .intValue());
        return collection;
    }

    private static void index(Api api, String collection, List<Key> order, int number) {
        var keys = new BsonDocument();
        order.stream()
                .filter(key -> !key.field().equals("_id"))
                .forEach(key -> keys.append(key.field(), new BsonInt32(key.ascending() ? 1 : -1)));
        if (!keys.isEmpty()) {
            int status = api.put(collection + "/_indexes/i" + number, new BsonDocument("keys", keys).toJson())
                    .status();
            assertTrue(status == 201 || status == 409, () -> keys + " answered " + status);
        }
    }

    // -- What is stored, and asked for

    private static List<Key> order(Random random) {
        List<String> fields = new ArrayList<>(FIELDS);
        Collections.shuffle(fields, random);
        List<Key> order = new ArrayList<>();
        for (String field : fields.subList(0, 1 + random.nextInt(3))) {
            order.add(new Key(field, random.nextBoolean()));
            if (field.equals("_id")) {
                break;
            }
        }
        return order;
    }

    private static List<BsonDocument> documents(Random random, int count) {
        List<BsonDocument> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var document = BsonDocument.parse("{_id: " + id(random, i) + "}");
            for (String field : List.of("a", "b", "c")) {
                if (random.nextInt(5) > 0) {
                    document.append(field, value(random));
                }
            }
            switch (random.nextInt(4)) {
                case 0 -> document.append("o", value(random));
                case 1 -> document.append("o", new BsonDocument("x", value(random)));
                case 2 ->
                    document.append(
                            "o",
                            new BsonDocument("y", new BsonDocument("z", value(random))).append("x", value(random)));
                default -> {}
            }
            documents.add(document);
        }
        return documents;
    }

    private static String id(Random random, int number) {
        return switch (random.nextInt(4)) {
            case 0 -> "'d" + number + "'";
            case 1 -> "{$oid: '%024x'}".formatted(1000 - number);
            case 2 -> "{$date: " + number * 1000L + "}";
            default -> number % 2 == 0 ? Integer.toString(number) : number + ".5";
        };
    }

    private static final List<String> VALUES = List.of(
            "{v: 0}",
            "{v: 1}",
            "{v: {$numberLong: '1'}}",
            "{v: 2.0}",
            "{v: -0.0}",
            "{v: -7}",
            "{v: 1e300}",
            "{v: {$numberLong: '9007199254740993'}}",
            "{v: 9007199254740992.0}",
            "{v: {$numberDecimal: '1.5'}}",
            "{v: {$numberDecimal: '-0.1'}}",
            "{v: 0.1}",
            "{v: {$numberDouble: 'Infinity'}}",
            "{v: {$numberDouble: '-Infinity'}}",
            "{v: ''}",
            "{v: 'x'}",
            "{v: 'xy'}",
            "{v: 'X'}",
            "{v: '\u00e9'}",
            "{v: '\u65e5\u672c'}",
            "{v: '\ud83d\ude00'}",
            "{v: '\uffee'}",
            "{v: null}",
            "{v: null}",
            "{v: true}",
            "{v: false}",
            "{v: {$date: 0}}",
            "{v: {$date: -86400000}}",
            "{v: {$date: 1577836800000}}",
            "{v: {$oid: '5f0000000000000000000001'}}",
            "{v: {$oid: '5f0000000000000000000002'}}",
            "{v: {}}",
            "{v: {p: 1}}",
            "{v: {p: 1, q: 'x'}}",
            "{v: {p: 'x'}}",
            "{v: {q: 1}}",
            "{v: {$binary: {base64: 'AQ==', subType: '00'}}}",
            "{v: {$binary: {base64: 'AQI=', subType: '00'}}}",
            "{v: {$binary: {base64: 'AQIDBAUGBwgJCgsMDQ4PEA==', subType: '04'}}}",
            "{v: {$timestamp: {t: 1, i: 1}}}",
            "{v: {$timestamp: {t: 1, i: 2}}}",
            "{v: {$minKey: 1}}",
            "{v: {$maxKey: 1}}");

    private static BsonValue value(Random random) {
        return BsonDocument.parse(VALUES.get(random.nextInt(VALUES.size()))).get("v");
    }

    // -- The order, as the manual's page "Comparison/Sort Order" has it

    private static Comparator<BsonDocument> comparator(List<Key> order) {
        Comparator<BsonDocument> comparator = (_, _) -> 0;
        for (Key key : order) {
            Comparator<BsonDocument> by =
                    Comparator.comparing(document -> ManualOrder.at(document, key.field()), ManualOrder::compare);
            comparator = comparator.thenComparing(key.ascending() ? by : by.reversed());
        }
        Comparator<BsonDocument> byId = Comparator.comparing(document -> document.get("_id"), ManualOrder::compare);
        return comparator.thenComparing(order.getLast().ascending() ? byId : byId.reversed());
    }
}
