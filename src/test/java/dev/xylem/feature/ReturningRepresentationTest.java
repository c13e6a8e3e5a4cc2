package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import org.bson.BsonDocument;

/** {@code Prefer: return=representation}: the new state instead of an empty body. */
class ReturningRepresentationTest {

    @OnEveryEngine
    void putReturnsTheNewState(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";

        Answer created = preferring(api, "PUT", document, "{n: 1}").expect(201);
        assertState("{_id: 'a', n: 1}", created);
        Answer replaced = preferring(api, "PUT", document, "{n: 2}").expect(200);
        assertState("{_id: 'a', n: 2}", replaced);

        assertEquals(
                replaced.etag(),
                api.get(document).expectState("{_id: 'a', n: 2}").etag());
    }

    @OnEveryEngine
    void patchReturnsTheWholeNewState(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";

        assertState(
                "{_id: 'a', n: 1}", preferring(api, "PATCH", document, "{n: 1}").expect(201));
        assertState(
                "{_id: 'a', n: 3, m: true}",
                preferring(api, "PATCH", document, "{$inc: {n: 2}, m: true}").expect(200));
    }

    @OnEveryEngine
    void bitOperationsReturnWhatTheyMade(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 13, in: {bits: 5}}").expect(201);

        Answer changed = preferring(api, "PATCH", document, "{$bit: {n: {and: 10}, 'in.bits': {xor: 1}}, x: 1}")
                .expect(200);

        assertState("{_id: 'a', n: 8, in: {bits: 4}, x: 1}", changed);
    }

    @OnEveryEngine
    void postReturnsTheNewStateAndWhereItIs(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        Answer named = preferring(api, "POST", collection, "{_id: 'a', n: 1}").expect(201);
        Answer unnamed = preferring(api, "POST", collection, "{n: 2}").expect(201);

        assertState("{_id: 'a', n: 1}", named);
        assertEquals(collection + "/a", named.header("Location"));
        assertEquals(
                collection + "/" + unnamed.json().getObjectId("_id").getValue().toHexString(),
                unnamed.header("Location"));
    }

    private static Answer preferring(Api api, String method, String path, String body) {
        return api.send(method, path, body, "Prefer", "return=representation");
    }

    /** What a read would answer, with the headers that go with it. */
    private static void assertState(String expected, Answer answer) {
        BsonDocument state = answer.json();
        assertEquals(
                answer.etag(),
                '"' + state.remove("_etag").asObjectId().getValue().toHexString() + '"');
        assertEquals(BsonDocument.parse(expected), state);
        assertEquals("return=representation", answer.header("Preference-Applied"));
        assertEquals("application/hal+json", answer.header("Content-Type"));
    }

    @OnEveryEngine
    void collectionsAndDatabasesReturnTheirProperties(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        String name = database.substring(1);

        assertState(
                "{_id: '%s', x: 1}".formatted(name),
                preferring(api, "PUT", database, "{x: 1}").expect(200));
        assertState(
                "{_id: 'coll', y: 1}",
                preferring(api, "PUT", database + "/coll", "{y: 1}").expect(201));
        assertState(
                "{_id: 'coll', y: 3}",
                preferring(api, "PATCH", database + "/coll", "{$inc: {y: 2}}").expect(200));
    }

    @OnEveryEngine
    void theRepresentationIsTheOneAskedFor(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";

        Answer answer = preferring(api, "PUT", document + "?rep=S", "{n: 1}").expect(201);

        assertEquals("application/json", answer.header("Content-Type"));
        assertEquals(1, answer.json().getInt32("n").getValue());
    }

    @OnEveryEngine
    void aWriteConcernIsTakenAlong(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";

        assertState(
                "{_id: 'a', n: 1}",
                preferring(api, "PUT", document + "?writeConcern=majority", "{n: 1}")
                        .expect(201));
    }

    @OnEveryEngine
    void amongOtherPreferencesItIsHeard(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";

        Answer answer = api.put(document, "{n: 1}", "Prefer", "wait=5, Return=Representation; x=1")
                .expect(201);

        assertEquals(1, answer.json().getInt32("n").getValue());
    }

    @OnEveryEngine
    void otherPreferencesKeepTheBodyEmpty(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";

        Answer answer = api.put(document, "{n: 1}", "Prefer", "return=minimal").expect(201);

        assertEquals("", answer.text());
        assertEquals("", answer.header("Preference-Applied"));
    }
}
