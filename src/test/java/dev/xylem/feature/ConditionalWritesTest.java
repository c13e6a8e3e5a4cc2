package dev.xylem.feature;

import static dev.xylem.fixture.Api.encode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;

/** Writes that happen only if: If-Match, If-None-Match, {@code checkEtag} and {@code filter}. */
class ConditionalWritesTest {
    private static final String STALE = "\"0123456789abcdef01234567\"";

    @OnEveryEngine
    void theCurrentEtagLetsTheWriteThrough(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String document = collection + "/a";
        String created = api.put(document, "{n: 1}").expect(201).etag();

        String patched =
                api.patch(document, "{n: 2}", "If-Match", created).expect(200).etag();
        String put =
                api.put(document, "{n: 3}", "If-Match", patched).expect(200).etag();
        String posted = api.post(collection, "{_id: 'a', n: 4}", "If-Match", put)
                .expect(200)
                .etag();
        api.get(document).expectState("{_id: 'a', n: 4}");
        api.delete(document, "If-Match", posted).expect(204);

        api.get(document).expectProblem(404, "document-not-found");
    }

    @OnEveryEngine
    void aStaleEtagChangesNothingAndIsToldTheCurrentOne(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String document = collection + "/a";
        String stale = api.put(document, "{n: 0}").expect(201).etag();
        String current = api.put(document, "{n: 1}").expect(200).etag();

        assertRefused(current, api.put(document, "{n: 2}", "If-Match", stale));
        assertRefused(current, api.patch(document, "{n: 2}", "If-Match", stale));
        assertRefused(current, api.post(collection, "{_id: 'a', n: 2}", "If-Match", stale));
        assertRefused(current, api.delete(document, "If-Match", stale));
        assertRefused(current, api.patch(document, "{n: 2}", "If-Match", stale, "Prefer", "return=representation"));

        assertEquals(current, api.get(document).expectState("{_id: 'a', n: 1}").etag());
    }

    private static void assertRefused(String current, Answer answer) {
        answer.expectProblem(412, "etag-mismatch");
        assertEquals(current, answer.etag());
    }

    @OnEveryEngine
    void anyEtagOfAListMayMatch(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        String created = api.put(document, "{n: 1}").expect(201).etag();

        api.patch(document, "{n: 2}", "If-Match", STALE + ", " + created).expect(200);
        api.patch(document, "{n: 3}", "If-Match", STALE + ", \"other\"").expectProblem(412, "etag-mismatch");

        api.get(document).expectState("{_id: 'a', n: 2}");
    }

    @OnEveryEngine
    void aWeakEtagNeverMatches(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        String created = api.put(document, "{n: 1}").expect(201).etag();

        api.put(document, "{n: 2}", "If-Match", "W/" + created).expectProblem(412, "etag-mismatch");
        api.delete(document, "If-Match", "W/" + created).expectProblem(412, "etag-mismatch");

        api.get(document).expectState("{_id: 'a', n: 1}");
    }

    @OnEveryEngine
    void aBareEtagIsUnderstood(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        String bare = api.put(document, "{n: 1}").expect(201).etag().replace("\"", "");

        api.patch(document, "{n: 2}", "If-Match", bare).expect(200);
        api.patch(document, "{n: 3}", "If-Match", bare).expectProblem(412, "etag-mismatch");

        api.get(document).expectState("{_id: 'a', n: 2}");
    }

    @OnEveryEngine
    void theServerMayBeToldToSendBareEtags(Engine engine) {
        try (var server = ServerProcess.on(engine, "--etag-format=bare")) {
            Api api = Api.of(server);
            String document = api.newCollection() + "/a";

            String created = api.put(document, "{n: 1}").expect(201).etag();
            String changed = api.patch(document, "{n: 2}", "If-Match", created)
                    .expect(200)
                    .etag();
            Answer refused = api.patch(document, "{n: 3}", "If-Match", '"' + created + '"')
                    .expectProblem(412, "etag-mismatch");

            assertTrue(created.matches("[0-9a-f]{24}"), created);
            assertEquals(changed, refused.etag());
            api.patch(document, "{n: 4}", "If-Match", '"' + changed + '"').expect(200);
        }
    }

    @OnEveryEngine
    void aStarMatchesWhateverIsThere(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1}").expect(201);

        api.put(document, "{n: 2}", "If-Match", "*").expect(200);
        api.patch(document, "{n: 3}", "If-Match", "*").expect(200);
        api.get(document).expectState("{_id: 'a', n: 3}");
        api.delete(document, "If-Match", "*").expect(204);

        api.get(document).expectProblem(404, "document-not-found");
    }

    @OnEveryEngine
    void ifMatchCreatesNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String document = collection + "/a";

        for (String tag : new String[] {"*", STALE}) {
            api.put(document, "{n: 1}", "If-Match", tag).expectProblem(412, "etag-mismatch");
            api.patch(document, "{n: 1}", "If-Match", tag).expectProblem(412, "etag-mismatch");
            api.post(collection, "{_id: 'a', n: 1}", "If-Match", tag).expectProblem(412, "etag-mismatch");
            api.delete(document, "If-Match", tag).expectProblem(404, "document-not-found");
        }

        assertEquals(0, api.get(collection).documents().size());
    }

    @OnEveryEngine
    void ifNoneMatchStarOnlyCreates(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";

        String created =
                api.put(document, "{n: 1}", "If-None-Match", "*").expect(201).etag();
        Answer second = api.put(document, "{n: 2}", "If-None-Match", "*").expectProblem(412, "etag-mismatch");
        api.patch(document, "{n: 2}", "If-None-Match", "*").expectProblem(412, "etag-mismatch");

        assertEquals(created, second.etag());
        api.get(document).expectState("{_id: 'a', n: 1}");
    }

    @OnEveryEngine
    void ifNoneMatchWithAnEtagRulesOutThatState(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        String created = api.put(document, "{n: 1}").expect(201).etag();

        api.patch(document, "{n: 2}", "If-None-Match", created).expectProblem(412, "etag-mismatch");
        api.get(document).expectState("{_id: 'a', n: 1}");
        api.patch(document, "{n: 2}", "If-None-Match", STALE).expect(200);

        api.get(document).expectState("{_id: 'a', n: 2}");
    }

    @OnEveryEngine
    void checkEtagMakesIfMatchMandatory(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        String created = api.put(document, "{n: 1}").expect(201).etag();

        Answer put = api.put(document + "?checkEtag", "{n: 2}").expectProblem(409, "etag-missing");
        api.patch(document + "?checkEtag=true", "{n: 2}").expectProblem(409, "etag-missing");
        api.delete(document + "?checkEtag").expectProblem(409, "etag-missing");

        assertEquals(created, put.etag());
        api.get(document).expectState("{_id: 'a', n: 1}");
        api.patch(document + "?checkEtag", "{n: 2}", "If-Match", created).expect(200);
        api.put(document + "?checkEtag", "{n: 3}", "If-Match", created).expectProblem(412, "etag-mismatch");
        api.get(document).expectState("{_id: 'a', n: 2}");
    }

    @OnEveryEngine
    void checkEtagDoesNotStandInTheWayOfACreation(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";

        api.put(document + "?checkEtag", "{n: 1}").expect(201);
        api.delete(document + "x?checkEtag").expectProblem(404, "document-not-found");

        api.get(document).expectState("{_id: 'a', n: 1}");
    }

    @OnEveryEngine
    void aFilterLetsThroughWhatMatches(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String document = collection + "/a";
        api.put(document, "{n: 1}").expect(201);

        api.patch(document + where("{n: 1}"), "{n: 2}").expect(200);
        api.put(document + where("{n: {$lt: 3}}"), "{n: 3}").expect(200);
        api.post(collection + where("{n: 3}"), "{_id: 'a', n: 4}").expect(200);
        api.get(document).expectState("{_id: 'a', n: 4}");
        api.delete(document + where("{n: 4}")).expect(204);

        api.get(document).expectProblem(404, "document-not-found");
    }

    @OnEveryEngine
    void aFilterThatDoesNotMatchIsNotFoundAndChangesNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String document = collection + "/a";
        api.put(document, "{n: 1}").expect(201);
        String other = where("{n: 2}");

        api.patch(document + other, "{n: 3}").expectProblem(404, "document-not-found");
        api.put(document + other, "{n: 3}").expectProblem(404, "document-not-found");
        api.post(collection + other, "{_id: 'a', n: 3}").expectProblem(404, "document-not-found");
        api.delete(document + other).expectProblem(404, "document-not-found");
        api.put(document + other, "{n: 3}", "Prefer", "return=representation").expectProblem(404, "document-not-found");
        api.patch(document + where("{_id: 'b'}"), "{n: 3}").expectProblem(404, "document-not-found");

        api.get(document).expectState("{_id: 'a', n: 1}");
    }

    @OnEveryEngine
    void aFilterCreatesNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        api.put(collection + "/a" + where("{n: 1}"), "{n: 1}").expectProblem(404, "document-not-found");
        api.patch(collection + "/a" + where("{n: {$exists: false}}"), "{n: 1}")
                .expectProblem(404, "document-not-found");
        api.post(collection + where("{n: 1}"), "{_id: 'a', n: 1}").expectProblem(404, "document-not-found");

        assertEquals(0, api.get(collection).documents().size());
    }

    @OnEveryEngine
    void severalFiltersMustAllMatch(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1, m: 1}").expect(201);

        api.patch(document + where("{n: 1}") + "&filter=" + encode("{m: 2}"), "{x: 1}")
                .expectProblem(404, "document-not-found");
        api.patch(document + where("{n: 1}") + "&filter=" + encode("{m: 1}"), "{x: 2}")
                .expect(200);

        api.get(document).expectState("{_id: 'a', n: 1, m: 1, x: 2}");
    }

    @OnEveryEngine
    void filterAndEtagMustBothMatch(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        String created = api.put(document, "{n: 1}").expect(201).etag();

        api.patch(document + where("{n: 1}"), "{n: 2}", "If-Match", STALE).expectProblem(412, "etag-mismatch");
        api.get(document).expectState("{_id: 'a', n: 1}");
        api.patch(document + where("{n: 1}"), "{n: 2}", "If-Match", created).expect(200);

        api.get(document).expectState("{_id: 'a', n: 2}");
    }

    @OnEveryEngine
    void arrayFiltersChooseTheElements(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{a: [{k: 1, n: 0}, {k: 2, n: 0}, {k: 3, n: 0}]}").expect(201);

        api.patch(document + "?arrayFilters=" + encode("[{'big.k': {$gte: 2}}]"), "{$inc: {'a.$[big].n': 5}}")
                .expect(200);

        api.get(document).expectState("{_id: 'a', a: [{k: 1, n: 0}, {k: 2, n: 5}, {k: 3, n: 5}]}");
    }

    @OnEveryEngine
    void aFilterChoosesThePositionalElement(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{a: [{k: 1}, {k: 2}]}").expect(201);

        api.patch(document + where("{'a.k': 2}"), "{$set: {'a.$.hit': true}}").expect(200);

        api.get(document).expectState("{_id: 'a', a: [{k: 1}, {k: 2, hit: true}]}");
    }

    @OnEveryEngine
    void badConditionsAreRefused(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1, a: [1]}").expect(201);

        api.patch(document + where("{n:"), "{n: 2}").expectProblem(400, "invalid-parameter");
        api.patch(document + "?filter=", "{n: 2}").expectProblem(400, "invalid-parameter");
        api.patch(document + where("[]"), "{n: 2}").expectProblem(400, "invalid-parameter");
        api.patch(document + where("{$where: 'true'}"), "{n: 2}").expectProblem(400, "operator-not-allowed");
        api.patch(document + "?arrayFilters=5", "{n: 2}").expectProblem(400, "invalid-parameter");
        api.patch(document, "{$inc: {'a.$[x]': 1}}").expect(400);

        api.get(document).expectState("{_id: 'a', n: 1, a: [1]}");
    }

    private static String where(String filter) {
        return "?filter=" + encode(filter);
    }
}
