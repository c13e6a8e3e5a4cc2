package dev.xylem.storage.embedded;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.compoundIndex;
import static com.mongodb.client.model.Indexes.descending;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.MongoException;
import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an index finds is what a scan finds, in the order that a sort has. */
final class IndexesTest {

    private static final List<String> HINTS = List.of("_id_", "a_1", "b_-1_a_1", "c.d_1", "partial");

    private final EmbeddedMongo store = EmbeddedMongo.open(EmbeddedMongo.MEMORY);
    private final MongoClient client = MongoClients.create(store.connectionString());
    private final MongoCollection<BsonDocument> indexed = collection("indexed");
    private final MongoCollection<BsonDocument> plain = collection("plain");
    private final Random random = new Random(11);

    private MongoCollection<BsonDocument> collection(String name) {
        return client.getDatabase("shop").getCollection(name, BsonDocument.class);
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    @Test
    void findsWhatAScanFinds() {
        indexed.createIndex(ascending("a"));
        indexed.createIndex(compoundIndex(descending("b"), ascending("a")));
        indexed.createIndex(ascending("c.d"), new IndexOptions().sparse(true));
        indexed.createIndex(
                ascending("b", "c.d"),
                new IndexOptions()
                        .partialFilterExpression(parse("{b: {$gt: 2}}"))
                        .name("partial"));
        for (int i = 0; i < 400; i++) {
            write(i);
        }
        for (int i = 0; i < 3_000; i++) {
            compare();
        }
    }

    @Test
    void usesTheIndexThatIsHinted() {
        indexed.createIndex(ascending("a"));
        indexed.createIndex(ascending("b"));
        indexed.createIndex(ascending("c"), new IndexOptions().sparse(true));
        BsonDocument filter = parse("{a: 1, b: {$gt: 0}}");
        assertEquals("a_1", usedIndex(filter, "a_1"));
        assertEquals("b_1", usedIndex(filter, "b_1"));
        assertEquals("b_1", usedIndex(parse("{a: 1}"), "b_1"));
        assertEquals("", usedIndex(filter, "_id_"));
        assertEquals("a_1", usedIndex(filter, "c_1"), "documents would be missing");
    }

    private String usedIndex(BsonDocument filter, String hint) {
        var explanation = indexed.find(filter).hintString(hint).explain().toBsonDocument();
        BsonDocument plan = explanation.getDocument("queryPlanner").getDocument("winningPlan");
        return plan.getDocument("inputStage", new BsonDocument())
                .getString("indexName", new BsonString(""))
                .getValue();
    }

    private void write(int i) {
        BsonDocument document = parse(document(i));
        indexed.insertOne(document);
        plain.insertOne(document);
        if (i % 3 == 0) {
            BsonDocument id = parse("{_id: " + random.nextInt(i + 1) + "}");
            BsonDocument update = parse("{$set: {'" + field() + "': " + value() + "}}");
            if (updates(indexed, id, update)) {
                assertTrue(updates(plain, id, update));
            }
        }
        if (i % 7 == 0) {
            BsonDocument filter = parse("{a: " + number() + "}");
            assertEquals(
                    plain.deleteMany(filter).getDeletedCount(),
                    indexed.deleteMany(filter).getDeletedCount());
        }
    }

    private static boolean updates(MongoCollection<BsonDocument> collection, BsonDocument filter, BsonDocument update) {
        try {
            collection.updateOne(filter, update, new UpdateOptions().upsert(false));
            return true;
        } catch (MongoException e) {
            return false; // a path through a value that is no object
        }
    }

    private void compare() {
        BsonDocument filter = parse(filter());
        BsonDocument sort = parse(sort());
        List<BsonDocument> expected = all(plain, new BsonDocument(), filter);
        List<BsonDocument> found = all(indexed, new BsonDocument(), filter);
        assertEquals(new HashSet<>(expected), new HashSet<>(found), filter::toJson);
        assertEquals(expected.size(), found.size(), filter::toJson);
        assertEquals(expected.size(), indexed.countDocuments(filter), filter::toJson);
        String hint = HINTS.get(random.nextInt(HINTS.size()));
        List<BsonDocument> hinted =
                indexed.find(filter).hintString(hint).batchSize(7).into(new ArrayList<>());
        assertEquals(new HashSet<>(expected), new HashSet<>(hinted), () -> filter.toJson() + " with " + hint);
        assertEquals(expected.size(), hinted.size(), () -> filter.toJson() + " with " + hint);
        assertEquals(
                all(plain, sort, filter), all(indexed, sort, filter), () -> filter.toJson() + " by " + sort.toJson());
    }

    private static List<BsonDocument> all(
            MongoCollection<BsonDocument> collection, BsonDocument sort, BsonDocument filter) {
        BsonDocument order = sort.isEmpty() ? sort : sort.append("_id", new BsonInt32(1));
        return collection.find(filter).sort(order).batchSize(7).into(new ArrayList<>());
    }

    private String document(int id) {
        StringBuilder fields = new StringBuilder("{_id: " + id);
        if (random.nextInt(5) > 0) {
            fields.append(", a: ").append(value());
        }
        if (random.nextInt(5) > 0) {
            fields.append(", b: ").append(number());
        }
        if (random.nextInt(3) > 0) {
            fields.append(", c: ").append(random.nextBoolean() ? "{d: " + scalar() + "}" : scalar());
        }
        return fields.append("}").toString();
    }

    private String field() {
        return List.of("a", "b", "c.d").get(random.nextInt(3));
    }

    private String asked() {
        return random.nextInt(6) == 0 ? "_id" : field();
    }

    private String number() {
        return List.of("0", "1", "2", "3", "{$numberLong: '2'}", "2.5", "4").get(random.nextInt(7));
    }

    private String scalar() {
        return switch (random.nextInt(5)) {
            case 0 -> "'" + "xyz".charAt(random.nextInt(3)) + "'";
            case 1 -> "null";
            case 2 -> "true";
            default -> number();
        };
    }

    private String value() {
        return random.nextInt(4) == 0 ? "[" + scalar() + ", " + scalar() + "]" : scalar();
    }

    private String filter() {
        String one = condition();
        return switch (random.nextInt(6)) {
            case 4 ->
                "{$or: [{" + one + "}, {$and: [{b: " + number() + "}, {" + condition() + "}]}], " + condition() + "}";
            case 5 ->
                "{$and: [{$or: [{" + one + "}, {" + condition() + "}]}, {b: {$gt: " + number() + "}}, {$or: [{"
                        + condition() + "}, {$or: [{" + condition() + "}, {a: {$type: [2, 10, 8]}}]}]}]}";
            case 0 -> "{" + one + ", " + "b: " + number() + "}";
            case 1 -> "{$and: [{" + one + "}, {" + condition() + "}]}";
            case 2 -> "{$or: [{" + one + "}, {" + condition() + "}]}";
            default -> "{" + one + "}";
        };
    }

    private String condition() {
        String operand = switch (random.nextInt(9)) {
            case 7 -> "{$gt: " + random.nextInt(400) + "}";
            case 6 -> "{$type: [1, 16, " + List.of("2", "8, 10", "4", "127, 3").get(random.nextInt(4)) + "]}";
            case 0 -> "{$gt: " + number() + "}";
            case 1 -> "{$gte: " + number() + ", $lt: " + number() + "}";
            case 2 -> "{$in: [" + scalar() + ", " + number() + "]}";
            case 3 -> "{$lte: " + number() + "}";
            case 4 -> "{$ne: " + scalar() + "}";
            case 5 -> "{$gt: 'x'}";
            default -> scalar();
        };
        return "'" + asked() + "': " + operand;
    }

    private String sort() {
        return List.of("{a: 1}", "{a: -1}", "{b: -1, a: 1}", "{b: 1, a: -1}", "{b: 1}", "{'c.d': 1}", "{b: -1}")
                .get(random.nextInt(7));
    }

    @Test
    void explainTellsWhichIndexWasUsed() {
        indexed.createIndex(ascending("a"));
        for (int i = 0; i < 100; i++) {
            indexed.insertOne(parse("{_id: " + i + ", a: " + i % 10 + "}"));
        }
        BsonDocument plan = indexed.find(eq("a", 3)).explain(BsonDocument.class);
        BsonDocument input =
                plan.getDocument("queryPlanner").getDocument("winningPlan").getDocument("inputStage");
        assertEquals("IXSCAN", input.getString("stage").getValue());
        assertEquals("a_1", input.getString("indexName").getValue());
        assertEquals(
                10,
                plan.getDocument("executionStats").getInt64("totalDocsExamined").getValue());
        assertEquals("COLLSCAN", stage(indexed.find(eq("b", 1)).explain(BsonDocument.class)));
        assertEquals("IDHACK", stage(indexed.find(eq("_id", 1)).explain(BsonDocument.class)));
    }

    private static String stage(BsonDocument explained) {
        return explained
                .getDocument("queryPlanner")
                .getDocument("winningPlan")
                .getString("stage")
                .getValue();
    }

    @Test
    void aUniqueIndexRefusesASecondAndASparseOneLeavesOut() {
        indexed.createIndex(ascending("a"), new IndexOptions().unique(true).sparse(true));
        indexed.insertOne(parse("{_id: 1, a: [1, 2]}"));
        indexed.insertOne(parse("{_id: 2}"));
        indexed.insertOne(parse("{_id: 3}"));
        assertEquals(11000, codeOf(() -> indexed.insertOne(parse("{_id: 4, a: 2.0}"))));
        assertEquals(11000, codeOf(() -> indexed.updateOne(eq("_id", 2), parse("{$set: {a: 1}}"))));
        indexed.updateOne(eq("_id", 1), parse("{$set: {a: [2, 3]}}"));
        indexed.updateOne(eq("_id", 2), parse("{$set: {a: 1}}"));
        assertEquals(3, indexed.countDocuments());
        assertEquals(parse("{_id: 2, a: 1}"), indexed.find(eq("a", 1)).first());
    }

    @Test
    void aPartialIndexIsUniqueForItsDocumentsOnly() {
        indexed.createIndex(
                ascending("a"), new IndexOptions().unique(true).partialFilterExpression(parse("{b: true}")));
        indexed.insertMany(List.of(parse("{_id: 1, a: 1}"), parse("{_id: 2, a: 1}"), parse("{_id: 3, a: 1, b: true}")));
        assertEquals(11000, codeOf(() -> indexed.insertOne(parse("{_id: 4, a: 1, b: true}"))));
        assertEquals(3, indexed.countDocuments(eq("a", 1)));
    }

    @Test
    void nothingIsLeftOfAnIndexThatCouldNotBeBuilt() {
        indexed.insertMany(List.of(parse("{_id: 1, a: 1}"), parse("{_id: 2, a: 1}")));
        IndexOptions unique = new IndexOptions().unique(true);
        assertEquals(11000, codeOf(() -> indexed.createIndex(ascending("a"), unique)));
        assertEquals(1, indexed.listIndexes().into(new ArrayList<>()).size());
        assertEquals(11000, codeOf(() -> indexed.createIndex(ascending("a"), unique)));
        indexed.deleteOne(eq("_id", 2));
        indexed.createIndex(ascending("a"), unique);
        assertEquals(11000, codeOf(() -> indexed.insertOne(parse("{_id: 3, a: 1}"))));
    }

    @Test
    void allIndexesOfACollectionGoAndThoseOfOthersStay() {
        indexed.createIndex(ascending("a"));
        plain.createIndex(ascending("a"));
        indexed.dropIndexes();
        assertEquals(1, indexed.listIndexes().into(new ArrayList<>()).size());
        assertEquals(2, plain.listIndexes().into(new ArrayList<>()).size());
    }

    @Test
    void aRenamedCollectionKeepsItsDocumentsAndIndexes() {
        indexed.createIndex(ascending("a"));
        indexed.insertOne(parse("{_id: 1, a: 1}"));
        indexed.renameCollection(new MongoNamespace("shop.renamed"));
        MongoCollection<BsonDocument> renamed = collection("renamed");
        assertEquals(parse("{_id: 1, a: 1}"), renamed.find(eq("a", 1)).first());
        assertEquals("FETCH", stage(renamed.find(eq("a", 1)).explain(BsonDocument.class)));
    }

    private static int codeOf(Runnable command) {
        return assertThrows(MongoException.class, command::run).getCode();
    }

    private static BsonDocument parse(String json) {
        return BsonDocument.parse(json);
    }
}
