package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.function.Executable;

/** PATCH on a document that exists: plain keys, dotted keys and every update operator. */
class ChangingDocumentsTest {

    /** The example that the pages of the system we replace explain PATCH with. */
    @OnEveryEngine
    void theWorkedExampleOfDocument00003(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        long start = System.currentTimeMillis();
        Answer created = api.post(collection, """
                        {"_id": "00003", "$currentDate": {"timestamp": true}, "array": [{"id": 21, "value": 21}], "count": 21,\
                         "message": "mickey's blog"}""").expect(201);
        assertEquals(collection + "/00003", created.header("Location"));
        BsonDocument before = api.get(collection + "/00003").expect(200).json();
        assertEquals(
                BsonDocument.parse("{id: 21, value: 21}"),
                before.getArray("array").get(0));
        assertEquals("mickey's blog", before.getString("message").getValue());

        Answer changed = api.patch(collection + "/00003", """
                        {"pi": 3.14, "$inc": {"count": 21}, "$push": {"array": {"id": 1, "value": 0}}, "$unset": {"message": null},\
                         "$currentDate": {"timestamp": true}}""").expect(200);

        assertEquals("", changed.text());
        Answer read = api.get(collection + "/00003").expect(200);
        assertEquals(changed.etag(), read.etag());
        BsonDocument after = read.json();
        long firstTime = timestampOf(before);
        long secondTime = timestampOf(after);
        assertTrue(start <= firstTime && firstTime <= secondTime && secondTime <= System.currentTimeMillis());
        after.remove("_etag");
        after.remove("timestamp");
        assertEquals(
                BsonDocument.parse(
                        "{_id: '00003', array: [{id: 21, value: 21}, {id: 1, value: 0}], count: 42, pi: 3.14}"),
                after);
    }

    /** The default output has {@code {"$date":1795292277340}}, as the pages show it. */
    private static long timestampOf(BsonDocument document) {
        return document.getDateTime("timestamp").getValue();
    }

    @OnEveryEngine
    void changesTheGivenPropertiesAndLeavesTheOthers(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        Answer created =
                api.put(document, "{n: 1, kept: {x: 1}, whole: {x: 1}}").expect(201);

        Answer changed =
                api.patch(document, "{n: 2, whole: {y: 2}, more: null}").expect(200);

        assertEquals("", changed.text());
        assertNotEquals(created.etag(), changed.etag());
        Answer read = api.get(document).expectState("{_id: 'a', n: 2, kept: {x: 1}, whole: {y: 2}, more: null}");
        assertEquals(changed.etag(), read.etag());
    }

    @OnEveryEngine
    void dottedKeysReachElementsAndNestedFieldsAndLeaveTheirSiblings(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{array: [1, 2, 3], name: {first: 'F', last: 'L'}, deep: [{x: {y: 1, z: 2}}]}")
                .expect(201);

        api.patch(document, "{'array.2': 30, 'name.last': 'N', 'deep.0.x.y': 10, 'array.4': 50}")
                .expect(200);

        api.get(document)
                .expectState(
                        "{_id: 'a', array: [1, 2, 30, null, 50], name: {first: 'F', last: 'N'}, deep: [{x: {y: 10, z: 2}}]}");
    }

    @OnEveryEngine
    void anEmptyObjectRenewsTheEtagOnly(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        Answer created = api.put(document, "{n: 1}").expect(201);

        Answer renewed = api.patch(document, "{}").expect(200);

        assertNotEquals(created.etag(), renewed.etag());
        assertEquals(
                renewed.etag(),
                api.get(document).expectState("{_id: 'a', n: 1}").etag());
    }

    @OnEveryEngine
    void aPlainKeyWinsOverASetOfTheSamePath(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1, m: {x: 1}}").expect(201);

        api.patch(document, "{$set: {n: 7, 'm.x': 7, other: 7}, n: 2, 'm.x': 2}")
                .expect(200);

        api.get(document).expectState("{_id: 'a', n: 2, m: {x: 2}, other: 7}");
    }

    private record Change(String before, String patch, String after) {}

    @OnEveryEngine
    void everyOperatorDoesWhatMongoDbSays(Engine engine) {
        assertChanges(
                engine,
                new Change("{n: 1}", "{$inc: {n: 2, m: -1}}", "{n: 3, m: -1}"),
                new Change("{n: 1}", "{$inc: {n: 0.5}}", "{n: 1.5}"),
                new Change("{n: {x: 1}}", "{$inc: {'n.x': 1, 'n.y': 1}}", "{n: {x: 2, y: 1}}"),
                new Change("{n: 3}", "{$mul: {n: 2, m: 5}}", "{n: 6, m: 0}"),
                new Change("{a: 5, b: 5}", "{$min: {a: 3, b: 9}}", "{a: 3, b: 5}"),
                new Change("{a: 5, b: 5}", "{$max: {a: 3, b: 9}}", "{a: 5, b: 9}"),
                new Change("{a: 1}", "{$set: {a: 2, 'b.c': 3}}", "{a: 2, b: {c: 3}}"),
                new Change("{a: 1}", "{$setOnInsert: {a: 2, b: 3}}", "{a: 1}"),
                new Change("{a: 1, b: {c: 1, d: 1}}", "{$unset: {a: '', 'b.c': null, z: 1}}", "{b: {d: 1}}"),
                new Change("{a: 1, b: {c: 2}}", "{$rename: {a: 'x', 'b.c': 'b.d', no: 'never'}}", "{x: 1, b: {d: 2}}"),
                new Change("{n: 13}", "{$bit: {n: {and: 10}}}", "{n: 8}"),
                new Change("{n: 13}", "{$bit: {n: {or: 2}}}", "{n: 15}"),
                new Change("{n: 13}", "{$bit: {n: {xor: 1}}}", "{n: 12}"));
    }

    @OnEveryEngine
    void everyArrayOperatorDoesWhatMongoDbSays(Engine engine) {
        assertChanges(
                engine,
                new Change("{a: [1]}", "{$push: {a: 2, b: 3}}", "{a: [1, 2], b: [3]}"),
                new Change("{a: [1]}", "{$push: {a: [2, 3]}}", "{a: [1, [2, 3]]}"),
                new Change("{a: [1]}", "{$push: {a: {$each: [2, 3]}}}", "{a: [1, 2, 3]}"),
                new Change("{a: [1]}", "{$push: {a: {$each: [2, 3], $position: 0}}}", "{a: [2, 3, 1]}"),
                new Change("{a: [3, 1]}", "{$push: {a: {$each: [2], $sort: 1, $slice: -2}}}", "{a: [2, 3]}"),
                new Change("{a: [{k: 2}]}", "{$push: {a: {$each: [{k: 1}], $sort: {k: 1}}}}", "{a: [{k: 1}, {k: 2}]}"),
                new Change("{a: [1, 2]}", "{$addToSet: {a: 2, b: 1}}", "{a: [1, 2], b: [1]}"),
                new Change("{a: [1, 2]}", "{$addToSet: {a: {$each: [2, 3]}}}", "{a: [1, 2, 3]}"),
                new Change("{a: [1, 2, 3], b: [1, 2]}", "{$pop: {a: 1, b: -1}}", "{a: [1, 2], b: [2]}"),
                new Change("{a: [1, 2, 1]}", "{$pull: {a: 1}}", "{a: [2]}"),
                new Change("{a: [1, 5, 9]}", "{$pull: {a: {$gte: 5}}}", "{a: [1]}"),
                new Change("{a: [{k: 1}, {k: 2}]}", "{$pull: {a: {k: 1}}}", "{a: [{k: 2}]}"),
                new Change("{a: [1, 2, 3, 1]}", "{$pullAll: {a: [1, 3]}}", "{a: [2]}"));
    }

    @OnEveryEngine
    void operatorsAndPlainKeysWorkTogetherInOnePatch(Engine engine) {
        assertChanges(
                engine,
                new Change(
                        "{n: 1, a: [1], x: 1, keep: 1}",
                        "{plain: true, $inc: {n: 1}, $push: {a: 2}, $unset: {x: ''}, $set: {s: 1}, 'm.k': 1}",
                        "{n: 2, a: [1, 2], keep: 1, plain: true, s: 1, m: {k: 1}}"),
                new Change("{a: [1, 2]}", "{$inc: {'a.0': 1, 'a.1': 1}}", "{a: [2, 3]}"),
                new Change("{a: [{n: 1}, {n: 2}]}", "{$inc: {'a.$[].n': 10}}", "{a: [{n: 11}, {n: 12}]}"));
    }

    private static void assertChanges(Engine engine, Change... changes) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        assertAll(List.of(changes).stream().map(change -> assertion(api, collection, change)));
    }

    private static Executable assertion(Api api, String collection, Change change) {
        return () -> {
            String document = api.post(collection, change.before()).expect(201).header("Location");
            api.patch(document, change.patch()).expect(200);
            BsonDocument after = api.get(document).expect(200).json();
            after.remove("_id");
            after.remove("_etag");
            assertEquals(BsonDocument.parse(change.after()), after, change.patch());
        };
    }

    @OnEveryEngine
    void currentDateWritesDatesAndTimestamps(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{}").expect(201);
        long before = System.currentTimeMillis();

        api.patch(document, "{$currentDate: {date: true, 'in.date': {$type: 'date'}, stamp: {$type: 'timestamp'}}}")
                .expect(200);

        BsonDocument read = api.get(document + "?jsonMode=extended").expect(200).json();
        assertTrue(Math.abs(read.getDateTime("date").getValue() - before) < 60_000, read::toString);
        assertTrue(Math.abs(read.getDocument("in").getDateTime("date").getValue() - before) < 60_000, read::toString);
        assertTrue(Math.abs(read.getTimestamp("stamp").getTime() - before / 1000) < 60, read::toString);
    }
}
