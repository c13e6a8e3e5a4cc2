package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;

/** PUT on a document that exists, POST with its id, and DELETE. */
class ReplacingDocumentsTest {

    @OnEveryEngine
    void putReplacesTheWholeState(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        Answer created = api.put(document, "{n: 1, gone: true}").expect(201);

        Answer replaced = api.put(document, "{n: 2}").expect(200);

        assertEquals("", replaced.text());
        assertNotEquals(created.etag(), replaced.etag());
        assertEquals(
                replaced.etag(),
                api.get(document).expectState("{_id: 'a', n: 2}").etag());
    }

    @OnEveryEngine
    void postReplacesTheWholeStateOfTheIdItBrings(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1, gone: true}").expect(201);

        Answer replaced = api.post(collection, "{_id: 'a', n: 2}").expect(200);

        assertEquals("", replaced.text());
        assertEquals("", replaced.header("Location"));
        assertEquals(
                replaced.etag(),
                api.get(collection + "/a").expectState("{_id: 'a', n: 2}").etag());
    }

    @OnEveryEngine
    void operatorsBeginWithAnEmptyDocumentWhateverWasThere(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 10, a: [1], old: 1}").expect(201);

        api.put(document, "{$inc: {n: 5}, $push: {a: 9}, $unset: {old: ''}}").expect(200);

        api.get(document).expectState("{_id: 'a', n: 5, a: [9]}");
    }

    @OnEveryEngine
    void theSameBodyAgainGetsANewEtag(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        Answer first = api.put(document, "{n: 1}").expect(201);

        Answer second = api.put(document, "{n: 1}").expect(200);

        assertNotEquals(first.etag(), second.etag());
    }

    @OnEveryEngine
    void anEmptyObjectLeavesNothingButTheId(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1}").expect(201);

        api.put(document, "{}").expect(200);

        api.get(document).expectState("{_id: 'a'}");
    }

    @OnEveryEngine
    void whatWasReadCanBeSentBack(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1, d: {$date: 0}, big: {$numberLong: '9007199254740993'}, x: 5.0}")
                .expect(201);
        String read = api.get(document).text();

        api.put(document, read).expect(200);

        assertEquals(withoutEtag(read), withoutEtag(api.get(document).text()));
    }

    private static String withoutEtag(String json) {
        return json.replaceAll("\"_etag\":\\{[^}]*}", "");
    }

    @OnEveryEngine
    void deleteRemovesTheDocumentOnce(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1}").expect(201);
        api.put(collection + "/b", "{n: 1}").expect(201);

        assertEquals("", api.delete(collection + "/a").expect(204).text());

        api.get(collection + "/a").expectProblem(404, "document-not-found");
        api.delete(collection + "/a").expectProblem(404, "document-not-found");
        api.get(collection + "/b").expectState("{_id: 'b', n: 1}");
    }

    @OnEveryEngine
    void deletingWhereNothingCanBeIsNotFound(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();

        api.delete(database + "/no/a").expectProblem(404, "collection-not-found");
        api.delete(database + "_no/coll/a").expectProblem(404, "database-not-found");
    }
}
