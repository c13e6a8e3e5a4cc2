package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;

/** {@code wm}: whether a write may create, change, or both. */
class WriteModesTest {

    @OnEveryEngine
    void insertOnlyCreates(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        api.put(collection + "/a?wm=insert", "{n: 1}").expect(201);
        api.patch(collection + "/b?wm=insert", "{n: 1}").expect(201);
        api.post(collection + "?wm=insert", "{_id: 'c', n: 1}").expect(201);
        api.post(collection + "?wm=insert", "{n: 1}").expect(201);

        assertEquals(4, api.get(collection).documents().size());
    }

    @OnEveryEngine
    void insertOfAnExistingIdIsAConflictThatTellsItsEtag(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        Answer created = api.put(collection + "/a", "{n: 1}").expect(201);

        Answer put = api.put(collection + "/a?wm=insert", "{n: 2}").expectProblem(409, "document-exists");
        api.patch(collection + "/a?wm=insert", "{n: 2}").expectProblem(409, "document-exists");
        api.post(collection + "?wm=insert", "{_id: 'a', n: 2}").expectProblem(409, "document-exists");
        api.put(collection + "/a?wm=insert", "{n: 2}", "Prefer", "return=representation")
                .expectProblem(409, "document-exists");

        assertEquals(created.etag(), put.etag());
        assertEquals(
                created.etag(),
                api.get(collection + "/a").expectState("{_id: 'a', n: 1}").etag());
    }

    @OnEveryEngine
    void updateChangesWhatExists(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1, kept: 1}").expect(201);

        api.patch(collection + "/a?wm=update", "{n: 2}").expect(200);
        api.get(collection + "/a").expectState("{_id: 'a', n: 2, kept: 1}");
        api.put(collection + "/a?wm=update", "{n: 3}").expect(200);
        api.get(collection + "/a").expectState("{_id: 'a', n: 3}");
        api.post(collection + "?wm=update", "{_id: 'a', n: 4}").expect(200);
        api.get(collection + "/a").expectState("{_id: 'a', n: 4}");
    }

    @OnEveryEngine
    void updateOfWhatIsMissingIsNotFound(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        api.put(collection + "/a?wm=update", "{n: 1}").expectProblem(404, "document-not-found");
        api.patch(collection + "/a?wm=update", "{n: 1}").expectProblem(404, "document-not-found");
        api.post(collection + "?wm=update", "{_id: 'a', n: 1}").expectProblem(404, "document-not-found");
        api.patch(collection + "/a?wm=update", "{n: 1}", "Prefer", "return=representation")
                .expectProblem(404, "document-not-found");

        assertEquals(0, api.get(collection).documents().size());
    }

    @OnEveryEngine
    void upsertIsTheDefaultSpelledOut(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";

        api.put(document + "?wm=upsert", "{n: 1}").expect(201);
        api.patch(document + "?wm=upsert", "{m: 2}").expect(200);

        api.get(document).expectState("{_id: 'a', n: 1, m: 2}");
    }

    @OnEveryEngine
    void anUnknownModeIsRefused(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        api.put(collection + "/a?wm=maybe", "{n: 1}").expectProblem(400, "invalid-parameter");
        api.put(collection + "/a?wm=", "{n: 1}").expectProblem(400, "invalid-parameter");
        api.put(collection + "/a?wm=insert&wm=update", "{n: 1}").expectProblem(400, "duplicate-parameter");
        api.post(collection + "?wm=update", "{n: 1}").expectProblem(400, "invalid-parameter");
        api.put(collection + "/a?wmm=insert", "{n: 1}").expectProblem(400, "unknown-parameter");

        assertEquals(0, api.get(collection).documents().size());
    }

    @OnEveryEngine
    void bulkInsertFailsForTheElementsThatExist(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1}").expect(201);

        Answer answer = api.post(collection + "?wm=insert", "[{_id: 'a', n: 2}, {_id: 'b', n: 2}, {n: 2}]")
                .expect(207);

        var errors = answer.json().getDocument("_embedded").getArray("rh:error");
        assertEquals(1, errors.size());
        assertEquals(0, errors.get(0).asDocument().getInt32("index").getValue());
        assertEquals(409, errors.get(0).asDocument().getInt32("status").getValue());
        api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 2}");
        assertEquals(3, api.get(collection).documents().size());
    }

    @OnEveryEngine
    void bulkUpdateCreatesNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1, kept: 1}").expect(201);

        api.post(collection + "?wm=update", "[{_id: 'a', n: 2}, {_id: 'b', n: 2}]");

        api.get(collection + "/a").expectState("{_id: 'a', n: 2, kept: 1}");
        api.get(collection + "/b").expectProblem(404, "document-not-found");
    }
}
