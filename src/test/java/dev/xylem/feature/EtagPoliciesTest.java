package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;

/** Who must send If-Match: the collection says, else its database, else the configuration. */
class EtagPoliciesTest {

    @OnEveryEngine
    void documentsAskForNothingByDefault(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1}").expect(201);

        api.put(document, "{n: 2}").expect(200);
        api.patch(document, "{n: 3}").expect(200);
        api.delete(document).expect(204);
    }

    @OnEveryEngine
    void aCollectionMayRequireEtagsOfItsDocuments(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.patch(collection, "{etagDocPolicy: 'REQUIRED'}").expect(200);
        String document = collection + "/a";

        String created = api.put(document, "{n: 1}").expect(201).etag();

        assertMissing(created, api.put(document, "{n: 2}"));
        assertMissing(created, api.patch(document, "{n: 2}"));
        assertMissing(created, api.post(collection, "{_id: 'a', n: 2}"));
        assertMissing(created, api.delete(document));
        api.get(document).expectState("{_id: 'a', n: 1}");
        String changed =
                api.patch(document, "{n: 2}", "If-Match", created).expect(200).etag();
        api.delete(document, "If-Match", created).expectProblem(412, "etag-mismatch");
        api.delete(document, "If-Match", changed).expect(204);
    }

    private static void assertMissing(String current, Answer answer) {
        answer.expectProblem(409, "etag-missing");
        assertEquals(current, answer.etag());
    }

    @OnEveryEngine
    void requiringEtagsConcernsNoCreation(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.patch(collection, "{etagDocPolicy: 'REQUIRED'}").expect(200);

        api.put(collection + "/a", "{n: 1}").expect(201);
        api.patch(collection + "/b", "{n: 1}").expect(201);
        api.post(collection, "{_id: 'c', n: 1}").expect(201);
        api.post(collection, "{n: 1}").expect(201);
        api.delete(collection + "/absent").expectProblem(404, "document-not-found");

        assertEquals(4, api.get(collection).documents().size());
    }

    @OnEveryEngine
    void requiredForDeleteConcernsDeletesOnly(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.patch(collection, "{etagDocPolicy: 'REQUIRED_FOR_DELETE'}").expect(200);
        String document = collection + "/a";
        api.put(document, "{n: 1}").expect(201);

        String changed = api.patch(document, "{n: 2}").expect(200).etag();
        assertMissing(changed, api.delete(document));

        api.get(document).expectState("{_id: 'a', n: 2}");
        api.delete(document, "If-Match", changed).expect(204);
    }

    @OnEveryEngine
    void theDatabaseDecidesWhereTheCollectionDoesNot(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        api.patch(database, "{etagDocPolicy: 'REQUIRED'}").expect(200);
        api.put(database + "/strict", null).expect(201);
        api.put(database + "/free", "{etagDocPolicy: 'OPTIONAL'}").expect(201);
        api.put(database + "/strict/a", "{n: 1}").expect(201);
        api.put(database + "/free/a", "{n: 1}").expect(201);

        api.patch(database + "/strict/a", "{n: 2}").expectProblem(409, "etag-missing");
        api.patch(database + "/free/a", "{n: 2}").expect(200);

        api.get(database + "/strict/a").expectState("{_id: 'a', n: 1}");
        api.get(database + "/free/a").expectState("{_id: 'a', n: 2}");
    }

    @OnEveryEngine
    void aPolicyHoldsAtOnceAndUntilItIsTakenBack(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1}").expect(201);

        api.patch(collection, "{etagDocPolicy: 'REQUIRED'}").expect(200);
        api.patch(collection + "/a", "{n: 2}").expectProblem(409, "etag-missing");
        api.patch(collection, "{$unset: {etagDocPolicy: ''}}").expect(200);
        api.patch(collection + "/a", "{n: 3}").expect(200);

        api.get(collection + "/a").expectState("{_id: 'a', n: 3}");
    }

    @OnEveryEngine
    void deletingACollectionOrDatabaseNeedsItsEtagByDefault(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        String collection = database + "/coll";
        String collectionTag = api.put(collection, "{x: 1}").expect(201).etag();
        String databaseTag = api.patch(database, "{x: 1}").expect(200).etag();

        assertMissing(collectionTag, api.delete(collection));
        assertMissing(databaseTag, api.delete(database));
        api.put(collection + "/a", "{n: 1}").expect(201);
        api.delete(collection, "If-Match", databaseTag).expectProblem(412, "etag-mismatch");
        api.delete(database, "If-Match", collectionTag).expectProblem(412, "etag-mismatch");
        api.get(collection + "/a").expectState("{_id: 'a', n: 1}");

        api.delete(collection, "If-Match", collectionTag).expect(204);
        api.delete(database, "If-Match", databaseTag).expect(204);
        api.get(database).expectProblem(404, "database-not-found");
    }

    @OnEveryEngine
    void aCollectionMayRequireItsOwnEtagOrFreeIt(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        String required = api.put(database + "/strict", "{etagPolicy: 'REQUIRED'}")
                .expect(201)
                .etag();
        api.put(database + "/free", "{etagPolicy: 'OPTIONAL'}").expect(201);

        assertMissing(required, api.patch(database + "/strict", "{x: 1}"));
        assertMissing(required, api.put(database + "/strict", "{x: 1}"));
        api.get(database + "/strict/_meta").expectState("{_id: '_meta', etagPolicy: 'REQUIRED'}");
        api.patch(database + "/strict", "{x: 1}", "If-Match", required).expect(200);
        api.delete(database + "/free").expect(204);

        api.get(database + "/free").expectProblem(404, "collection-not-found");
    }

    @OnEveryEngine
    void theDatabasesPolicyHoldsForItsCollectionsToo(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        api.patch(database, "{etagPolicy: 'OPTIONAL'}").expect(200);
        api.put(database + "/coll", null).expect(201);

        api.delete(database + "/coll").expect(204);
        api.delete(database).expect(204);

        api.get(database).expectProblem(404, "database-not-found");
    }

    @OnEveryEngine
    void aPolicyThatIsNoneIsRefused(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        for (String body : new String[] {
            "{etagDocPolicy: 'SOMETIMES'}", "{etagPolicy: true}", "{$set: {etagPolicy: 'no'}}", "{etagDocPolicy: null}"
        }) {
            api.patch(collection, body).expectProblem(400, "invalid-properties");
            api.put(collection, body).expectProblem(400, "invalid-properties");
        }
        api.patch(collection, "{'etagPolicy.x': 1}").expectProblem(400, "invalid-properties");
        api.patch(collection, "{$push: {etagPolicy: 'REQUIRED'}}").expectProblem(400, "invalid-properties");
        api.patch(collection, "{$rename: {note: 'etagPolicy'}}").expectProblem(400, "invalid-properties");

        api.get(collection + "/_meta").expectState("{_id: '_meta'}");
    }

    @OnEveryEngine
    void theConfigurationDecidesWhereNoPropertyDoes(Engine engine) {
        try (var server = ServerProcess.on(
                engine,
                "--etag-check-policy.db=OPTIONAL",
                "--etag-check-policy.coll=REQUIRED",
                "--etag-check-policy.doc=REQUIRED")) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            String created = api.put(collection + "/a", "{n: 1}").expect(201).etag();

            assertMissing(created, api.patch(collection + "/a", "{n: 2}"));
            String collectionTag = api.get(collection).etag();
            assertMissing(collectionTag, api.patch(collection, "{x: 1}"));
            api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
            api.patch(collection, "{etagDocPolicy: 'OPTIONAL'}", "If-Match", collectionTag)
                    .expect(200);
            api.patch(collection + "/a", "{n: 2}").expect(200);
            api.delete(collection.substring(0, collection.lastIndexOf('/'))).expect(204);
        }
    }
}
