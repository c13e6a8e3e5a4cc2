package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.plan.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.bson.types.ObjectId;

/**
 * Feeds match in process; what they take must be what the store finds. Random documents and filters, by {@code -Dxylem.seed};
 * {@code -Dxylem.matcher.pairs} says how many pairs, 20,000 by default.
 */
class MatcherOracleTest {
    private static final int PAIRS = Integer.getInteger("xylem.matcher.pairs", 20_000);
    private static final int DOCUMENTS = 100;
    private static final List<String> FIELDS = List.of("a", "b", "c");
    private static final List<String> PATHS = List.of("a", "b", "c", "a.b", "b.c", "a.0", "a.b.c", "c.1");
    private static final JsonWriterSettings EXACT =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private final Random random = new Random(Long.getLong("xylem.seed", 11));

    @OnEveryEngine
    void takesWhatTheStoreFinds(Engine engine) {
        Api api = Api.on(engine);
        String path = api.newCollection();
        List<BsonDocument> documents = documents();
        api.post(
                        path,
                        new BsonArray(documents)
                                .getValues().stream()
                                        .map(document -> document.asDocument().toJson(EXACT))
                                        .toList()
                                        .toString())
                .expect(200);
        for (int i = 0; i < PAIRS / DOCUMENTS; i++) {
            BsonDocument filter = filter(2);
            Matcher matcher = Matcher.of(filter);
            var taken = new TreeSet<Integer>();
            documents.stream()
                    .filter(matcher::matches)
                    .forEach(document -> taken.add(document.getInt32("_id").getValue()));
            var found = new TreeSet<Integer>();
            api.get(path + "?rep=S&pagesize=1000&keys=" + Api.encode("{\"_id\":1}") + "&filter="
                            + Api.encode(filter.toJson(EXACT)))
                    .expect(200)
                    .array()
                    .forEach(document ->
                            found.add(document.asDocument().getInt32("_id").getValue()));
            assertEquals(found, taken, () -> filter.toJson() + " of " + documents);
        }
    }

    private List<BsonDocument> documents() {
        var all = new ArrayList<BsonDocument>();
        for (int i = 0; i < DOCUMENTS; i++) {
            BsonDocument document = new BsonDocument("_id", new BsonInt32(i));
            document.putAll(object(2));
            all.add(document);
        }
        return all;
    }

    private BsonDocument object(int depth) {
        var object = new BsonDocument();
        for (String field : FIELDS) {
            if (random.nextInt(4) > 0) {
                object.put(field, value(depth));
            }
        }
        return object;
    }

    private BsonValue value(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 8)) {
            case 0 -> BsonNull.VALUE;
            case 1, 2 -> new BsonInt32(random.nextInt(4));
            case 3 -> new BsonDouble(random.nextInt(8) / 2.0);
            case 4 -> new BsonInt64(3_000_000_000L + random.nextInt(2));
            case 5 -> new BsonString(List.of("", "x", "xy", "Y").get(random.nextInt(4)));
            case 6 -> BsonBoolean.valueOf(random.nextBoolean());
            case 7 ->
                random.nextBoolean()
                        ? new BsonDateTime(1_700_000_000_000L + random.nextInt(2))
                        : new BsonObjectId(new ObjectId("0123456789abcdef0123456" + random.nextInt(3)));
            case 8, 9 -> object(depth - 1);
            default -> array(depth - 1);
        };
    }

    private BsonArray array(int depth) {
        var array = new BsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(value(depth));
        }
        return array;
    }

    private BsonDocument filter(int depth) {
        if (depth > 0 && random.nextInt(4) == 0) {
            var queries = new BsonArray();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                queries.add(filter(depth - 1));
            }
            return new BsonDocument(List.of("$and", "$or", "$nor").get(random.nextInt(3)), queries);
        }
        return new BsonDocument(PATHS.get(random.nextInt(PATHS.size())), condition(depth));
    }

    private BsonValue condition(int depth) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> value(1);
            case 2 -> operator("$ne", value(1));
            case 3, 4 -> operator(List.of("$gt", "$gte", "$lt", "$lte").get(random.nextInt(4)), scalar());
            case 5 -> operator("$in", new BsonArray(List.of(value(1), scalar(), scalar())));
            case 6 -> operator("$nin", new BsonArray(List.of(value(0), scalar())));
            case 7 -> operator("$exists", BsonBoolean.valueOf(random.nextBoolean()));
            case 8 ->
                operator(
                        "$type",
                        new BsonString(List.of("int", "string", "array", "object", "null", "double", "bool", "number")
                                .get(random.nextInt(8))));
            case 9 ->
                random.nextBoolean()
                        ? operator("$size", new BsonInt32(random.nextInt(4)))
                        : operator("$mod", new BsonArray(List.of(new BsonInt32(2), new BsonInt32(random.nextInt(2)))));
            case 10 ->
                random.nextBoolean()
                        ? operator(
                                "$regex",
                                new BsonString(List.of("^x", "y$", "x").get(random.nextInt(3))))
                        : operator("$all", new BsonArray(List.of(scalar(), scalar())));
            default ->
                depth > 0
                        ? operator("$elemMatch", random.nextBoolean() ? filter(0) : operator("$gt", scalar()))
                        : operator("$not", operator("$gt", scalar()));
        };
    }

    private BsonValue scalar() {
        BsonValue value = value(0);
        return value instanceof BsonNull ? new BsonInt32(1) : value;
    }

    private static BsonDocument operator(String name, BsonValue operand) {
        return new BsonDocument(name, operand);
    }
}
