package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.OtherProgram;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Databases and collections, created, changed and deleted through their properties. */
class DatabasesAndCollectionsTest {

    @OnEveryEngine
    void putCreatesADatabaseAndThenReplacesItsProperties(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase() + "_new";

        Answer created = api.put(database, "{descr: 'first', gone: 1}").expect(201);
        assertEquals("", created.text());
        assertEquals(
                created.etag(),
                api.get(database + "/_meta")
                        .expectState("{_id: '_meta', descr: 'first', gone: 1}")
                        .etag());
        Answer replaced = api.put(database, "{descr: 'second'}").expect(200);

        assertNotEquals(created.etag(), replaced.etag());
        assertEquals(
                replaced.etag(),
                api.get(database + "/_meta")
                        .expectState("{_id: '_meta', descr: 'second'}")
                        .etag());
    }

    @OnEveryEngine
    void putCreatesACollectionAndThenReplacesItsProperties(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newDatabase() + "/coll";

        Answer created = api.put(collection, "{descr: 'first', gone: 1}").expect(201);
        api.put(collection + "/a", "{n: 1}").expect(201);
        Answer replaced = api.put(collection, "{descr: 'second'}").expect(200);

        assertNotEquals(created.etag(), replaced.etag());
        BsonDocument read = api.get(collection).expect(200).json();
        assertEquals("coll", read.getString("_id").getValue());
        assertEquals("second", read.getString("descr").getValue());
        assertTrue(!read.containsKey("gone"), read::toString);
        api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
    }

    @OnEveryEngine
    void aPutWithoutABodyIsEnough(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();

        api.put(database + "/coll", null).expect(201);
        api.put(database + "/coll", null).expect(200);

        api.get(database + "/coll/_meta").expectState("{_id: '_meta'}");
    }

    @OnEveryEngine
    void aTrailingSlashIsIgnored(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newDatabase() + "/coll";

        api.put(collection + "/", "{x: 1}").expect(201);
        api.put(collection, "{x: 2}").expect(200);

        api.get(collection + "/_meta").expectState("{_id: '_meta', x: 2}");
    }

    @OnEveryEngine
    void patchMergesProperties(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        String collection = database + "/coll";
        api.put(collection, "{descr: 'kept', n: 1, in: {x: 1, y: 1}, list: [1, 2]}")
                .expect(201);

        Answer changed = api.patch(
                        collection, "{more: true, 'in.x': 2, 'list.1': 3, $inc: {n: 5}, $unset: {descr: ''}}")
                .expect(200);
        api.patch(database, "{$push: {tags: 'a'}}").expect(200);

        assertEquals("", changed.text());
        assertEquals(
                changed.etag(),
                api.get(collection + "/_meta")
                        .expectState("{_id: '_meta', n: 6, in: {x: 2, y: 1}, list: [1, 3], more: true}")
                        .etag());
        api.get(database + "/_meta").expectState("{_id: '_meta', tags: ['a']}");
    }

    @OnEveryEngine
    void putBuildsPropertiesFromOperatorsAndDottedKeys(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newDatabase() + "/coll";

        api.put(collection, "{'a.b': 1, $inc: {n: 5}, $currentDate: {made: true}}")
                .expect(201);

        BsonDocument properties = api.get(collection + "/_meta").expect(200).json();
        assertTrue(Math.abs(properties.getDateTime("made").getValue() - System.currentTimeMillis()) < 60_000);
        properties.remove("made");
        properties.remove("_etag");
        assertEquals(BsonDocument.parse("{_id: '_meta', a: {b: 1}, n: 5}"), properties);
    }

    @OnEveryEngine
    void patchOfWhatIsMissingIsNotFound(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();

        api.patch(database + "/no", "{x: 1}").expectProblem(404, "collection-not-found");
        api.patch(database + "_no", "{x: 1}").expectProblem(404, "database-not-found");

        api.get(database + "/no").expectProblem(404, "collection-not-found");
        api.get(database + "_no").expectProblem(404, "database-not-found");
    }

    @OnEveryEngine
    void aCollectionNeedsItsDatabase(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase() + "_no";

        api.put(database + "/coll", "{x: 1}").expectProblem(404, "database-not-found");

        api.get(database).expectProblem(404, "database-not-found");
    }

    @OnEveryEngine
    void deletingACollectionTakesItsDocumentsAndProperties(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        String collection = database + "/coll";
        String tag = api.put(collection, "{descr: 'old'}").expect(201).etag();
        api.put(collection + "/a", "{n: 1}").expect(201);
        api.put(database + "/other", "{x: 1}").expect(201);

        assertEquals("", api.delete(collection, "If-Match", tag).expect(204).text());

        api.get(collection).expectProblem(404, "collection-not-found");
        api.delete(collection).expectProblem(404, "collection-not-found");
        api.put(collection + "/a", "{n: 2}").expectProblem(404, "collection-not-found");
        api.put(collection, "{}").expect(201);
        api.get(collection + "/_meta").expectState("{_id: '_meta'}");
        api.get(collection + "/a").expectProblem(404, "document-not-found");
        api.get(database + "/other/_meta").expectState("{_id: '_meta', x: 1}");
    }

    @OnEveryEngine
    void deletingADatabaseTakesAllOfIt(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        String tag = api.put(database, "{descr: 'old'}").expect(200).etag();
        api.put(database + "/coll", "{x: 1}").expect(201);
        api.put(database + "/coll/a", "{n: 1}").expect(201);

        api.delete(database, "If-Match", tag).expect(204);

        api.get(database).expectProblem(404, "database-not-found");
        api.get(database + "/coll").expectProblem(404, "database-not-found");
        api.delete(database).expectProblem(404, "database-not-found");
        api.put(database, "{}").expect(201);
        api.get(database + "/coll").expectProblem(404, "collection-not-found");
        api.put(database + "/coll", null).expect(201);
        api.get(database + "/coll/_meta").expectState("{_id: '_meta'}");
        assertEquals(0, api.get(database + "/coll").documents().size());
    }

    @OnEveryEngine
    void aStaleEtagChangesNoProperties(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newDatabase() + "/coll";
        String stale = api.put(collection, "{n: 0}").expect(201).etag();
        String current = api.put(collection, "{n: 1}").expect(200).etag();

        Answer put = api.put(collection, "{n: 2}", "If-Match", stale).expectProblem(412, "etag-mismatch");
        api.patch(collection, "{n: 2}", "If-Match", stale).expectProblem(412, "etag-mismatch");
        api.put(collection, "{n: 2}", "If-None-Match", "*").expectProblem(412, "etag-mismatch");
        api.patch(collection + "?checkEtag", "{n: 2}").expectProblem(409, "etag-missing");

        assertEquals(current, put.etag());
        api.get(collection + "/_meta").expectState("{_id: '_meta', n: 1}");
        api.patch(collection, "{n: 2}", "If-Match", current).expect(200);
        api.get(collection + "/_meta").expectState("{_id: '_meta', n: 2}");
    }

    @OnEveryEngine
    void ifMatchCreatesNothing(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();

        api.put(database + "/coll", "{x: 1}", "If-Match", "*").expectProblem(412, "etag-mismatch");
        api.put(database + "_new", "{x: 1}", "If-Match", "*").expectProblem(412, "etag-mismatch");

        api.get(database + "/coll").expectProblem(404, "collection-not-found");
        api.get(database + "_new").expectProblem(404, "database-not-found");
    }

    @OnEveryEngine
    void ifNoneMatchStarCreatesOnce(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newDatabase() + "/coll";

        api.put(collection, "{n: 1}", "If-None-Match", "*").expect(201);
        api.put(collection, "{n: 2}", "If-None-Match", "*").expectProblem(412, "etag-mismatch");

        api.get(collection + "/_meta").expectState("{_id: '_meta', n: 1}");
    }

    @OnEveryEngine
    void malformedPropertiesChangeNothing(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        String collection = database + "/coll";
        api.put(collection, "{n: 1}").expect(201);

        for (String path : new String[] {database, collection}) {
            api.put(path, "[{x: 1}]").expectProblem(400, "wrong-body-shape");
            api.patch(path, "[{$set: {x: 1}}]").expectProblem(400, "wrong-body-shape");
            api.patch(path, "5").expectProblem(400, "wrong-body-shape");
            api.patch(path, "").expectProblem(400, "body-missing");
            api.patch(path, "{$foo: {x: 1}}").expectProblem(400, "unknown-operator");
            api.patch(path, "{x: 1}", "Content-Type", "text/plain").expectProblem(415, "unsupported-media-type");
            api.put(path + "?wm=insert", "{x: 1}").expectProblem(400, "unknown-parameter");
        }
        api.patch(collection, "{$inc: {descr: 'x'}}").expectProblem(400, "invalid-operator");
        api.post(database, "{x: 1}").expectProblem(405, "method-not-allowed");
        api.put("/", "{x: 1}").expectProblem(405, "method-not-allowed");
        api.put(database + "?filter={}".replace("{", "%7B").replace("}", "%7D"), "{x: 1}")
                .expectProblem(400, "unknown-parameter");

        api.get(collection + "/_meta").expectState("{_id: '_meta', n: 1}");
        api.get(database + "/_meta").expectState("{_id: '_meta'}");
    }

    @OnEveryEngine
    void whatAnotherProgramMadeIsServedAsItIs(Engine engine) {
        Api api = Api.on(engine);
        try (var other = OtherProgram.on(engine)) {
            String database = api.newDatabase() + "_foreign";
            String collection = database + "/coll";
            other.collection(collection).insertOne(BsonDocument.parse("{_id: 'a', n: 1}"));

            api.get(collection + "/a").expect(200);
            assertEquals("", api.get(collection + "/a").etag());
            api.get(collection + "/_meta").expect(200);
            api.get(database + "/_meta").expect(200);
            assertEquals(0, other.collection(database + "/_properties").countDocuments());

            api.patch(collection, "{x: 1}").expect(200);
            api.put(database, "{y: 1}").expect(200);

            api.get(collection + "/_meta").expectState("{_id: '_meta', x: 1}");
            api.get(database + "/_meta").expectState("{_id: '_meta', y: 1}");
            api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
        }
    }

    @OnEveryEngine
    void documentsOfAnotherProgramGetTheirFirstEtagFromAWrite(Engine engine) {
        Api api = Api.on(engine);
        try (var other = OtherProgram.on(engine)) {
            String collection = api.newCollection();
            other.collection(collection).insertOne(BsonDocument.parse("{_id: 'a', n: 1}"));

            api.patch(collection + "/a", "{n: 2}", "If-Match", "\"0123456789abcdef01234567\"")
                    .expectProblem(412, "etag-mismatch");
            api.patch(collection + "/a?checkEtag", "{n: 2}").expectProblem(409, "etag-missing");
            api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
            String tag = api.patch(collection + "/a?checkEtag", "{n: 2}", "If-Match", "*")
                    .expect(200)
                    .etag();

            assertEquals(
                    tag,
                    api.get(collection + "/a").expectState("{_id: 'a', n: 2}").etag());
        }
    }

    @OnEveryEngine
    void deletingWhatAnotherProgramMadeNeedsAStar(Engine engine) {
        Api api = Api.on(engine);
        try (var other = OtherProgram.on(engine)) {
            String database = api.newDatabase() + "_foreign";
            BsonDocument document = BsonDocument.parse("{_id: 'a', n: 1}");
            other.collection(database + "/one").insertOne(document);
            other.collection(database + "/two").insertOne(document);

            api.delete(database + "/one").expectProblem(409, "etag-missing");
            api.delete(database + "/one", "If-Match", "\"0123456789abcdef01234567\"")
                    .expectProblem(412, "etag-mismatch");
            api.delete(database).expectProblem(409, "etag-missing");
            assertEquals(1, other.collection(database + "/one").countDocuments());

            api.delete(database + "/one", "If-Match", "*").expect(204);
            api.get(database + "/one").expectProblem(404, "collection-not-found");
            BsonValue two = api.get(database)
                    .json()
                    .getDocument("_embedded")
                    .getArray("rh:coll")
                    .get(0);
            assertEquals("two", two.asDocument().getString("_id").getValue());
            api.delete(database, "If-Match", "*").expect(204);
            api.get(database).expectProblem(404, "database-not-found");
        }
    }
}
