package dev.xylem.storage.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.changestream.OperationType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the stock engine differs from MongoDB, and ours must not. */
final class EmbeddedCommandsTest {

    private final EmbeddedMongo store = EmbeddedMongo.open(EmbeddedMongo.MEMORY);
    private final MongoClient client = MongoClients.create(store.connectionString());
    private final MongoDatabase shop = client.getDatabase("shop");

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    @Test
    void droppingADatabaseLeavesTheOneWhoseNameBeginsTheSame() {
        insert("shop", "{_id: 1}");
        insert("shop2", "{_id: 1}");
        shop.drop();
        assertEquals(1, client.getDatabase("shop2").getCollection("items").countDocuments());
    }

    @Test
    void readingAndUpdatingWhatIsNotThereCreatesNothing() {
        run("{find: 'items', filter: {a: 1}}");
        run("{count: 'items', query: {a: 1}}");
        run("{update: 'items', updates: [{q: {_id: 1}, u: {$set: {a: 1}}}]}");
        run("{findAndModify: 'items', query: {_id: 1}, update: {$set: {a: 1}}}");
        run("{delete: 'items', deletes: [{q: {_id: 1}, limit: 1}]}");
        assertEquals(List.of(), client.listDatabaseNames().into(new ArrayList<>()));
    }

    @Test
    void aMalformedFilterIsRefusedThoughThereIsNothingToMatch() {
        assertEquals(2, codeOf("{find: 'items', filter: {$and: [{b: 1}, {a: {$foo: 1}}]}}"));
        assertEquals(2, codeOf("{find: 'items', filter: {a: {$in: 1}}}"));
    }

    @Test
    void anOrderedBatchStopsAtItsFirstError() {
        insert("shop", "{_id: 1, text: 'a'}");
        BsonDocument reply = run("{update: 'items', ordered: true, updates: ["
                + "{q: {_id: 1}, u: {$inc: {text: 1}}}, {q: {_id: 2}, u: {$set: {a: 1}}, upsert: true}]}");
        assertEquals(1, reply.getArray("writeErrors").size());
        assertEquals(1, shop.getCollection("items").countDocuments());
    }

    @Test
    void insertsThatAreRefusedAreNotCounted() {
        insert("shop", "{_id: 1}");
        var failure = assertThrows(
                MongoBulkWriteException.class,
                () -> shop.getCollection("items", BsonDocument.class)
                        .insertMany(
                                List.of(parse("{_id: 0}"), parse("{_id: 1}"), parse("{_id: 2}")),
                                new InsertManyOptions().ordered(false)));
        assertEquals(2, failure.getWriteResult().getInsertedCount());
    }

    @Test
    void anUpsertKeepsTheNullId() {
        run("{update: 'items', updates: [{q: {_id: null}, u: {a: 1}, upsert: true}]}");
        assertEquals(parse("{_id: null, a: 1}"), first());
    }

    @Test
    void findAndModifySaysWhatItInserted() {
        BsonDocument reply = run(
                "{findAndModify: 'items', query: {_id: 7}, update: {$set: {a: 1}}, upsert: true, new: true, fields: {a: 1}}");
        assertEquals(parse("{n: 1, updatedExisting: false, upserted: 7}"), reply.getDocument("lastErrorObject"));
        assertEquals(parse("{_id: 7, a: 1}"), reply.getDocument("value"));
    }

    @Test
    void aConditionBesideTheIdIsPartOfTheUpsert() {
        insert("shop", "{_id: 1, _etag: 'a'}");
        String update = "{update: 'items', updates: [{q: {_id: 1, _etag: 'b'}, u: {$set: {a: 1}}, upsert: true}]}";
        BsonDocument error = run(update).getArray("writeErrors").get(0).asDocument();
        assertEquals(new BsonInt32(11000), error.get("code"));
        assertEquals(parse("{_id: 1, _etag: 'a'}"), first());
    }

    @Test
    void aChangeStreamAlsoTellsOfFindAndModifyAndNotOfWhatWasRefused() {
        insert("shop", "{_id: 1}");
        try (var changes =
                shop.getCollection("items", BsonDocument.class).watch().cursor()) {
            run("{insert: 'items', ordered: false, documents: [{_id: 1}, {_id: 2}]}");
            run("{findAndModify: 'items', query: {_id: 3}, update: {$set: {a: 1}}, upsert: true}");
            run("{findAndModify: 'items', query: {_id: 3}, remove: true}");
            assertEquals(2, changes.next().getFullDocument().getInt32("_id").getValue());
            assertEquals(3, changes.next().getFullDocument().getInt32("_id").getValue());
            assertEquals(OperationType.DELETE, changes.next().getOperationType());
        }
    }

    @Test
    void maxTimeIsHonoured() {
        List<BsonDocument> many = IntStream.range(0, 20_000)
                .mapToObj(i -> parse("{_id: " + i + "}"))
                .toList();
        shop.getCollection("items", BsonDocument.class).insertMany(many);
        assertEquals(50, codeOf("{find: 'items', filter: {a: {$regex: 'x+y'}, _id: {$gt: 1}}, maxTimeMS: 1}"));
    }

    private void insert(String database, String document) {
        client.getDatabase(database).getCollection("items", BsonDocument.class).insertOne(parse(document));
    }

    private BsonDocument first() {
        return shop.getCollection("items", BsonDocument.class).find().first();
    }

    private BsonDocument run(String command) {
        return shop.runCommand(parse(command), BsonDocument.class);
    }

    private int codeOf(String command) {
        return assertThrows(MongoException.class, () -> run(command)).getCode();
    }

    private static BsonDocument parse(String json) {
        return BsonDocument.parse(json);
    }
}
