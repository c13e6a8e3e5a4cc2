package dev.xylem.storage.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;

/** What the stock engine did otherwise than MongoDB, the same on every engine. */
final class SemanticsTest {

    private static final String NAN = "{$numberDouble: 'NaN'}";

    private final EmbeddedMongo store = EmbeddedMongo.open(EmbeddedMongo.MEMORY);
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(store));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private MongoDatabase database(Engine engine) {
        MongoClient client = MongoClients.create(
                engine.isEmbedded() ? store.connectionString() : Objects.requireNonNull(engine.mongoUri()));
        MongoDatabase database = client.getDatabase("semantics");
        database.drop();
        opened.add(client);
        opened.add(database::drop);
        return database;
    }

    private MongoCollection<BsonDocument> with(Engine engine, String... documents) {
        MongoCollection<BsonDocument> items = database(engine).getCollection("items", BsonDocument.class);
        if (documents.length > 0) {
            items.insertMany(Stream.of(documents).map(BsonDocument::parse).toList());
        }
        return items;
    }

    // -- Updates by a pipeline

    @OnEveryEngine
    void aPipelineComputesTheNewState(Engine engine) {
        var items = with(engine, "{_id: 1, n: 21, gone: 1, sub: {a: 1, b: 2}, list: [{x: 1}, {y: 2}]}");

        items.updateOne(
                parse("{_id: 1}"),
                stages(
                        "{$set: {twice: {$multiply: ['$n', 2]}, 'sub.c': '$n', 'list.x': 9}}",
                        "{$unset: ['gone', 'sub.a']}"));

        assertEquals(
                parse("{_id: 1, n: 21, sub: {b: 2, c: 21}, list: [{x: 9}, {y: 2, x: 9}], twice: 42}"), only(items));
    }

    @OnEveryEngine
    void aPipelineReplacesTheDocumentAndKeepsItsId(Engine engine) {
        var items = with(engine, "{_id: 1, n: 21, sub: {a: 1}}");

        items.updateOne(parse("{_id: 1}"), stages("{$replaceWith: {$mergeObjects: ['$sub', {n: '$n'}]}}"));
        assertEquals(parse("{_id: 1, a: 1, n: 21}"), only(items));

        items.updateOne(parse("{_id: 1}"), stages("{$project: {a: 1}}"));
        assertEquals(parse("{_id: 1, a: 1}"), only(items));

        assertEquals(66, codeOf(() -> items.updateOne(parse("{_id: 1}"), stages("{$set: {_id: 2}}"))));
        assertEquals(parse("{_id: 1, a: 1}"), only(items));
    }

    @OnEveryEngine
    void aPipelineChangesManyCreatesAndTellsWhatItDid(Engine engine) {
        var items = with(engine, "{_id: 1, n: 1}", "{_id: 2, n: 2}", "{_id: 3, n: 3, big: false}");
        var big = stages("{$set: {big: {$gt: ['$n', 2]}}}");

        var changed = items.updateMany(parse("{_id: {$gt: 1}}"), big);
        assertEquals(List.of(2L, 2L), List.of(changed.getMatchedCount(), changed.getModifiedCount()));

        var created = items.updateOne(parse("{_id: 4, n: 9}"), big, new UpdateOptions().upsert(true));
        assertEquals(
                4, Objects.requireNonNull(created.getUpsertedId()).asInt32().getValue());

        BsonDocument returned = items.findOneAndUpdate(
                parse("{_id: 1}"),
                stages("{$set: {n: {$add: ['$n', 1]}}}"),
                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER));
        assertEquals(parse("{_id: 1, n: 2}"), returned);

        items.bulkWrite(List.of(
                new UpdateOneModel<>(parse("{_id: 2}"), stages("{$unset: 'big'}")),
                new UpdateOneModel<>(parse("{_id: 3}"), stages("{$set: {n: {$cond: ['$big', '$n', 0]}}}"))));

        assertEquals(
                List.of(
                        parse("{_id: 1, n: 2}"),
                        parse("{_id: 2, n: 2}"),
                        parse("{_id: 3, n: 3, big: true}"),
                        parse("{_id: 4, n: 9, big: true}")),
                sorted(items, "{_id: 1}"));
    }

    @OnEveryEngine
    void aStoredTextWithADollarIsNoPath(Engine engine) {
        var items = with(engine, "{_id: 1, price: '$5', sub: {t: '$price'}}");

        items.updateOne(
                parse("{_id: 1}"),
                stages("{$set: {copy: '$sub', also: '$price', literal: {$literal: {t: '$price'}}}}"));

        assertEquals(
                parse("{_id: 1, price: '$5', sub: {t: '$price'}, copy: {t: '$price'}, also: '$5',"
                        + " literal: {t: '$price'}}"),
                only(items));
    }

    @OnEveryEngine
    void aWrongPipelineIsRefusedByItsCodeAndChangesNothing(Engine engine) {
        var items = with(engine, "{_id: 1, n: 1}");

        List<Integer> codes = Stream.of(
                        "{$nonsense: {a: 1}}", "{$set: {a: {$nonsense: '$n'}}}", "{$set: {a: '$$nobody'}}")
                .map(stage -> codeOf(() -> items.updateOne(parse("{_id: 1}"), stages(stage))))
                .toList();
        boolean hasMongoDbsCodes = !engine.name().equals("DocumentDB");
        if (hasMongoDbsCodes) {
            assertEquals(List.of(40324, 168, 17276), codes);
        }

        assertEquals(parse("{_id: 1, n: 1}"), only(items));
    }

    // -- Numbers

    @OnEveryEngine
    void nanIsEqualToItselfAndComesBeforeAllNumbers(Engine engine) {
        var items =
                with(engine, "{_id: 1, n: 5}", "{_id: 2, n: " + NAN + "}", "{_id: 3, n: {$numberDouble: '-Infinity'}}");

        assertEquals(List.of(2), ids(items, "{n: " + NAN + "}"));
        assertEquals(List.of(3), ids(items, "{n: {$lt: 5}}"));
        assertEquals(List.of(2), ids(items, "{n: {$gte: " + NAN + "}}"));
        assertEquals(List.of(1, 3), ids(items, "{n: {$ne: " + NAN + "}}"));
        assertEquals(
                List.of(2, 3, 1),
                sorted(items, "{n: 1}").stream()
                        .map(each -> each.getInt32("_id").getValue())
                        .toList());
    }

    @OnEveryEngine
    void anIndexFindsNanWhereTheCollectionDoes(Engine engine) {
        var items = with(engine, "{_id: 1, n: 5}", "{_id: 2, n: " + NAN + "}", "{_id: 3, n: -1.5}");
        items.createIndex(parse("{n: 1}"));

        assertEquals(List.of(3), ids(items, "{n: {$lt: 5}}"));
        assertEquals(List.of(1, 3), ids(items, "{n: {$lte: 5}}"));
        assertEquals(List.of(2), ids(items, "{n: " + NAN + "}"));
        assertEquals(List.of(2), ids(items, "{n: {$lte: " + NAN + "}}"));
    }

    @OnEveryEngine
    void numbersAreEqualAcrossTypesAndZeros(Engine engine) {
        var items = with(
                engine,
                "{_id: 1, n: -0.0}",
                "{_id: 2, n: {$numberDecimal: '2.50'}}",
                "{_id: 3, n: 2.5}",
                "{_id: 4, n: {$numberDecimal: '0.1'}}",
                "{_id: 5, n: {$numberLong: '9223372036854775807'}}");

        assertEquals(List.of(1), ids(items, "{n: 0}"));
        assertEquals(List.of(2, 3), ids(items, "{n: {$numberDecimal: '2.5'}}"));
        assertEquals(List.of(2, 3, 5), ids(items, "{n: {$gt: {$numberDecimal: '0.1'}}}"));
        assertEquals(List.of(), ids(items, "{n: {$gt: {$numberLong: '9223372036854775807'}}}"));
        assertEquals(List.of(5), ids(items, "{n: {$mod: [2, 1]}}"));
    }

    @OnEveryEngine
    void settingAnEqualNumberOfAnotherTypeChangesTheType(Engine engine) {
        var items = with(engine, "{_id: 1, n: 5, gone: 1}");

        items.updateOne(parse("{_id: 1}"), parse("{$set: {n: 5.0}, $unset: {gone: ''}}"));
        assertEquals(parse("{_id: 1, n: 5.0}"), only(items));

        items.updateOne(parse("{_id: 1}"), parse("{$inc: {n: {$numberDecimal: '0'}}}"));
        assertEquals(List.of(1), ids(items, "{n: {$type: 'decimal'}}"));
    }

    // -- Types and their order

    @OnEveryEngine
    void typesAreFoundByTheirNames(Engine engine) {
        var items = with(
                engine,
                "{_id: 1, a: /x/i}",
                "{_id: 2, a: {$minKey: 1}}",
                "{_id: 3, a: {$maxKey: 1}}",
                "{_id: 4, a: {$binary: {base64: 'AAAA', subType: '80'}}}",
                "{_id: 5, a: [1, 'x']}");

        assertEquals(List.of(1), ids(items, "{a: {$type: 'regex'}}"));
        assertEquals(List.of(2), ids(items, "{a: {$type: -1}}"));
        assertEquals(List.of(3), ids(items, "{a: {$type: 'maxKey'}}"));
        assertEquals(List.of(4), ids(items, "{a: {$type: 'binData'}}"));
        assertEquals(List.of(5), ids(items, "{a: {$type: ['string', 'undefined']}}"));
        assertEquals(List.of(5), ids(items, "{a: {$type: 'array'}}"));
    }

    @OnEveryEngine
    void allTypesHaveOneOrder(Engine engine) {
        var items = with(
                engine,
                "{_id: 9, a: {$maxKey: 1}}",
                "{_id: 8, a: /x/}",
                "{_id: 7, a: {$timestamp: {t: 1, i: 1}}}",
                "{_id: 6, a: {$date: 0}}",
                "{_id: 5, a: true}",
                "{_id: 4, a: {$binary: {base64: 'AAAA', subType: '05'}}}",
                "{_id: 3, a: {b: 1}}",
                "{_id: 2, a: 'x'}",
                "{_id: 1, a: 1}",
                "{_id: 0}",
                "{_id: -1, a: {$minKey: 1}}");

        assertEquals(
                List.of(-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
                sorted(items, "{a: 1}").stream()
                        .map(each -> each.getInt32("_id").getValue())
                        .toList());
    }

    @OnEveryEngine
    void eachConditionMayBeMetByAnotherElement(Engine engine) {
        var items = with(engine, "{_id: 1, a: [0, 9]}", "{_id: 2, a: [3]}", "{_id: 3, a: [[3]]}");

        assertEquals(List.of(1, 2), ids(items, "{a: {$gt: 1, $lt: 5}}"));
        assertEquals(List.of(2), ids(items, "{a: {$elemMatch: {$gt: 1, $lt: 5}}}"));
        assertEquals(List.of(1, 3), ids(items, "{a: {$nin: [3, 4]}}"));
    }

    // -- Update operators

    @OnEveryEngine
    void arraysArePushedToAndSortedInOneOrder(Engine engine) {
        var items = with(engine, "{_id: 1, a: [3]}");

        items.updateOne(parse("{_id: 1}"), parse("{$push: {a: {$each: ['x', 1, [2]], $position: -5, $sort: -1}}}"));
        items.updateOne(parse("{_id: 1}"), parse("{$push: {b: {$each: [1, 2], $position: -1}}}"));

        assertEquals(parse("{_id: 1, a: [[2], 'x', 3, 1], b: [1, 2]}"), only(items));
    }

    @OnEveryEngine
    void noPathLeadsThroughNull(Engine engine) {
        var items = with(engine, "{_id: 1, a: null}");

        assertEquals(28, codeOf(() -> items.updateOne(parse("{_id: 1}"), parse("{$set: {'a.b': 1}}"))));
        assertEquals(28, codeOf(() -> items.updateOne(parse("{_id: 1}"), parse("{$inc: {'a.b': 1}}"))));

        assertEquals(parse("{_id: 1, a: null}"), only(items));
    }

    // -- Indexes

    @OnEveryEngine
    void aFailedUniqueIndexLeavesNothingBehind(Engine engine) {
        var items = with(engine, "{_id: 1, n: 1}", "{_id: 2, n: 1.0}");

        assertThrows(MongoException.class, () -> items.createIndex(parse("{n: 1}"), new IndexOptions().unique(true)));
        assertEquals(1, items.listIndexes().into(new ArrayList<>()).size());

        items.insertOne(parse("{_id: 3, n: 1}"));
        items.deleteMany(parse("{_id: {$gt: 1}}"));
        items.createIndex(parse("{n: 1}"), new IndexOptions().unique(true));
        assertThrows(MongoException.class, () -> items.insertOne(parse("{_id: 4, n: 1}")));

        assertEquals(parse("{_id: 1, n: 1}"), only(items));
    }

    private static BsonDocument only(MongoCollection<BsonDocument> items) {
        List<BsonDocument> all = items.find().into(new ArrayList<>());
        assertEquals(1, all.size());
        return all.getFirst();
    }

    private static List<Integer> ids(MongoCollection<BsonDocument> items, String filter) {
        return items.find(parse(filter)).into(new ArrayList<>()).stream()
                .map(each -> each.getInt32("_id").getValue())
                .sorted()
                .toList();
    }

    private static List<BsonDocument> sorted(MongoCollection<BsonDocument> items, String sort) {
        return items.find().sort(parse(sort)).into(new ArrayList<>());
    }

    private static int codeOf(Runnable operation) {
        return assertThrows(MongoException.class, operation::run).getCode();
    }

    private static List<BsonDocument> stages(String... stages) {
        return Stream.of(stages).map(BsonDocument::parse).toList();
    }

    private static BsonDocument parse(String json) {
        return BsonDocument.parse(json);
    }
}
