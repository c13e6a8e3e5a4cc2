package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.types.ObjectId;

/** PUT, PATCH and POST where nothing was before. */
class CreatingDocumentsTest {

    @OnEveryEngine
    void putCreatesADocumentAndTellsItsEtag(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";

        Answer created = api.put(document, "{n: 1, name: {first: 'Ada'}}").expect(201);

        assertEquals("", created.text());
        assertTrue(created.etag().matches("\"[0-9a-f]{24}\""), created.etag());
        Answer read = api.get(document).expectState("{_id: 'a', n: 1, name: {first: 'Ada'}}");
        assertEquals(created.etag(), read.etag());
        assertEquals(created.etag(), '"' + etagIn(read.json()) + '"');
    }

    private static String etagIn(BsonDocument document) {
        return document.getObjectId("_etag").getValue().toHexString();
    }

    @OnEveryEngine
    void patchCreatesADocument(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";

        Answer created = api.patch(document, "{n: 1}").expect(201);

        assertEquals("", created.text());
        assertEquals(
                created.etag(),
                api.get(document).expectState("{_id: 'a', n: 1}").etag());
    }

    @OnEveryEngine
    void postWithAnIdCreatesThatDocumentAndTellsWhere(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        Answer created = api.post(collection, "{_id: 'a', n: 1}").expect(201);

        assertEquals("", created.text());
        assertEquals(collection + "/a", created.header("Location"));
        assertEquals(
                created.etag(),
                api.get(collection + "/a").expectState("{_id: 'a', n: 1}").etag());
    }

    @OnEveryEngine
    void postWithoutAnIdMakesAnObjectIdAndTellsWhere(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        Answer created = api.post(collection, "{n: 1}").expect(201);

        String location = created.header("Location");
        assertTrue(location.matches(collection + "/[0-9a-f]{24}"), location);
        BsonDocument read = api.get(location).expect(200).json();
        assertEquals(
                new BsonObjectId(new ObjectId(location.substring(location.length() - 24))), read.getObjectId("_id"));
        assertEquals(1, read.getInt32("n").getValue());
    }

    @OnEveryEngine
    void thePostedIdKeepsItsType(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        String number = api.post(collection, "{_id: 7, n: 1}").expect(201).header("Location");
        String text = api.post(collection, "{_id: '7', n: 2}").expect(201).header("Location");

        api.get(number).expectState("{_id: 7, n: 1}");
        api.get(text).expectState("{_id: '7', n: 2}");
    }

    @OnEveryEngine
    void aMissingCollectionOrDatabaseIsNotCreatedOnTheWay(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();

        api.put(database + "/no/a", "{n: 1}").expectProblem(404, "collection-not-found");
        api.patch(database + "/no/a", "{n: 1}").expectProblem(404, "collection-not-found");
        api.post(database + "/no", "{n: 1}").expectProblem(404, "collection-not-found");
        api.post(database + "/no", "[{n: 1}]").expectProblem(404, "collection-not-found");
        api.put(database + "_no/coll/a", "{n: 1}").expectProblem(404, "database-not-found");

        api.get(database + "/no").expectProblem(404, "collection-not-found");
        api.get(database + "_no").expectProblem(404, "database-not-found");
    }

    @OnEveryEngine
    void dottedKeysBuildStructureInPutAndPost(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        api.put(collection + "/a", "{'a.b': 1, 'a.c': 2, 'arr.0': 1}").expect(201);
        api.post(collection, "{_id: 'b', 'a.b.c': 1, 'arr.2': 'x'}").expect(201);

        api.get(collection + "/a").expectState("{_id: 'a', a: {b: 1, c: 2}, arr: [1]}");
        api.get(collection + "/b").expectState("{_id: 'b', a: {b: {c: 1}}, arr: [null, null, 'x']}");
    }

    @OnEveryEngine
    void patchAndBulkCreateWhatTheStoresOwnSetCreates(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        api.patch(collection + "/a", "{'name.last': 'L', 'arr.2': 'x'}").expect(201);
        api.post(collection, "[{_id: 'b', 'name.last': 'L', 'arr.2': 'x'}]").expect(200);

        api.get(collection + "/a").expectState("{_id: 'a', name: {last: 'L'}, arr: {'2': 'x'}}");
        api.get(collection + "/b").expectState("{_id: 'b', name: {last: 'L'}, arr: {'2': 'x'}}");
    }

    @OnEveryEngine
    void putAppliesOperatorsToAnEmptyDocument(Engine engine) {
        assertOperatorsCreate(engine, "PUT");
    }

    @OnEveryEngine
    void postAppliesOperatorsToAnEmptyDocument(Engine engine) {
        assertOperatorsCreate(engine, "POST");
    }

    @OnEveryEngine
    void patchAppliesOperatorsToAnEmptyDocument(Engine engine) {
        assertOperatorsCreate(engine, "PATCH");
    }

    private static void assertOperatorsCreate(Engine engine, String method) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String body = """
                {"plain": "p", "$inc": {"n": 5}, "$mul": {"m": 3}, "$min": {"low": 1}, "$max": {"high": 2},
                 "$set": {"s": [1]}, "$setOnInsert": {"first": true}, "$unset": {"gone": ""}, "$rename": {"old": "new"},
                 "$bit": {"bits": {"or": 5}}, "$push": {"a": 1, "each": {"$each": [3, 1, 2], "$sort": -1, "$slice": 2}},
                 "$addToSet": {"set": {"$each": [1, 1, 2]}}, "$pull": {"none": 1},
                 "_id": "a"}""";

        api.send(method, method.equals("POST") ? collection : collection + "/a", body)
                .expect(201);

        api.get(collection + "/a").expectState("""
                {_id: 'a', plain: 'p', n: 5, m: 0, low: 1, high: 2, s: [1], first: true, bits: 5, a: [1], each: [3, 2],
                 set: [1, 2]}""");
    }

    @OnEveryEngine
    void currentDateIsTheTimeOfTheWrite(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        long before = System.currentTimeMillis();

        api.put(document, "{$currentDate: {yes: true, date: {$type: 'date'}, stamp: {$type: 'timestamp'}}}")
                .expect(201);

        long after = System.currentTimeMillis();
        BsonDocument read = api.get(document + "?jsonMode=extended").expect(200).json();
        assertBetween(before, read.getDateTime("yes"), after);
        assertBetween(before, read.getDateTime("date"), after);
        int seconds = read.getTimestamp("stamp").getTime();
        assertTrue(before / 1000 <= seconds && seconds <= after / 1000 + 1, () -> read.toString());
    }

    private static void assertBetween(long before, BsonDateTime date, long after) {
        assertTrue(before <= date.getValue() && date.getValue() <= after, () -> date + " is not now");
    }

    @OnEveryEngine
    void anEtagFromTheClientIsIgnored(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";

        Answer created = api.put(document, "{n: 1, _etag: 'mine'}").expect(201);
        Answer changed = api.patch(document, "{n: 2, _etag: {$oid: '000000000000000000000000'}, $set: {_etag: 1}}")
                .expect(200);

        assertEquals("", created.header("Xylem-Warning"));
        assertEquals(
                changed.etag(),
                api.get(document).expectState("{_id: 'a', n: 2}").etag());
    }

    @OnEveryEngine
    void reservedKeysAreDroppedAndNamed(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        Answer put = api.put(collection + "/a", "{n: 1, _secret: 1, '_x.y': 2, in: {_fine: 1}}")
                .expect(201);
        Answer patch = api.patch(collection + "/a", "{$inc: {_count: 1, n: 1}}").expect(200);
        Answer bulk =
                api.post(collection, "[{_id: 'b', _hidden: 1}, {_id: 'c'}]").expect(200);

        assertTrue(put.header("Xylem-Warning").contains("'_secret'"), put.header("Xylem-Warning"));
        assertTrue(put.header("Xylem-Warning").contains("'_x'"), put.header("Xylem-Warning"));
        assertTrue(patch.header("Xylem-Warning").contains("'_count'"), patch.header("Xylem-Warning"));
        assertTrue(bulk.header("Xylem-Warning").contains("'_hidden'"), bulk.header("Xylem-Warning"));
        api.get(collection + "/a").expectState("{_id: 'a', n: 2, in: {_fine: 1}}");
        api.get(collection + "/b").expectState("{_id: 'b'}");
    }

    @OnEveryEngine
    void theBodyMayRepeatTheIdOfTheUrl(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        api.put(collection + "/a", "{_id: 'a', n: 1}").expect(201);
        api.patch(collection + "/a", "{_id: 'a', n: 2}").expect(200);
        api.put(collection + "/5?id_type=NUMBER", "{_id: 5, n: 1}").expect(201);

        api.get(collection + "/a").expectState("{_id: 'a', n: 2}");
        api.get(collection + "/5?id_type=NUMBER").expectState("{_id: 5, n: 1}");
    }

    @OnEveryEngine
    void halJsonAndABodyWithoutTypeAreReadAsJson(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        api.put(collection + "/a", "{n: 1}", "Content-Type", "application/hal+json")
                .expect(201);
        api.put(collection + "/b", "{n: 1}", "Content-Type", "").expect(201);
        api.put(collection + "/c", "{n: 1}", "Content-Type", "Application/JSON; charset=\"UTF-8\"")
                .expect(201);

        api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 1}");
        api.get(collection + "/c").expectState("{_id: 'c', n: 1}");
    }
}
