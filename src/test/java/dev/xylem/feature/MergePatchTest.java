package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;

/** {@code application/merge-patch+json}, RFC 7396. */
class MergePatchTest {

    @OnEveryEngine
    void theExampleOfTheRfc(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, """
                {"title": "Goodbye!", "author": {"givenName": "John", "familyName": "Doe"}, "tags": ["example", "sample"],
                 "content": "This will be unchanged"}""").expect(201);

        Answer merged = merge(api, document, """
                {"title": "Hello!", "phoneNumber": "+01-123-456-7890", "author": {"familyName": null}, "tags": ["example"]}""").expect(200);

        assertEquals("", merged.text());
        Answer read = api.get(document).expectState("""
                {"_id": "a", "title": "Hello!", "author": {"givenName": "John"}, "tags": ["example"],
                 "content": "This will be unchanged", "phoneNumber": "+01-123-456-7890"}""");
        assertEquals(merged.etag(), read.etag());
    }

    private static Answer merge(Api api, String path, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/merge-patch+json";
        return api.patch(path, body, all);
    }

    @OnEveryEngine
    void objectsAreMergedAndEverythingElseReplaced(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{a: {b: {c: 1, d: 2}}, list: [1, 2], n: 1, gone: 1}").expect(201);

        merge(
                        api,
                        document,
                        "{a: {b: {c: null, e: {f: 1, g: null}}}, list: {x: 1}, n: {y: 1}, gone: null, never: null}")
                .expect(200);

        api.get(document).expectState("{_id: 'a', a: {b: {d: 2, e: {f: 1}}}, list: {x: 1}, n: {y: 1}}");
    }

    @OnEveryEngine
    void stringsThatLookLikeExpressionsStayStrings(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{secret: 1}").expect(201);

        merge(api, document, "{copy: '$secret', root: '$$ROOT'}").expect(200);

        api.get(document).expectState("{_id: 'a', secret: 1, copy: '$secret', root: '$$ROOT'}");
    }

    @OnEveryEngine
    void neverCreates(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        merge(api, collection + "/a", "{n: 1}").expectProblem(404, "document-not-found");

        assertEquals(0, api.get(collection).documents().size());
    }

    @OnEveryEngine
    void honoursEtagsAndFilters(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        String stale = api.put(document, "{n: 0}").expect(201).etag();
        String current = api.put(document, "{n: 1}").expect(200).etag();

        Answer refused = merge(api, document, "{n: 2}", "If-Match", stale).expectProblem(412, "etag-mismatch");
        merge(api, document + "?filter=" + Api.encode("{n: 9}"), "{n: 2}").expectProblem(404, "document-not-found");

        assertEquals(current, refused.etag());
        api.get(document).expectState("{_id: 'a', n: 1}");
        merge(api, document + "?filter=" + Api.encode("{n: 1}"), "{n: 2}", "If-Match", current)
                .expect(200);
        api.get(document).expectState("{_id: 'a', n: 2}");
    }

    @OnEveryEngine
    void returnsTheNewStateOnRequest(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1, m: {x: 1}}").expect(201);

        merge(api, document, "{m: {x: null, y: 2}}", "Prefer", "return=representation")
                .expectState("{_id: 'a', n: 1, m: {y: 2}}");
    }

    @OnEveryEngine
    void keepsTheIdAndDropsReservedKeys(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1}").expect(201);

        Answer merged = merge(api, document, "{_id: 'a', _etag: null, _secret: 1, n: 2}")
                .expect(200);
        merge(api, document, "{_id: 'b', n: 3}").expectProblem(400, "id-mismatch");
        merge(api, document, "{_id: null, n: 3}").expectProblem(400, "id-mismatch");

        assertTrue(merged.header("Xylem-Warning").contains("'_secret'"), merged.header("Xylem-Warning"));
        assertEquals(
                merged.etag(), api.get(document).expectState("{_id: 'a', n: 2}").etag());
    }

    @OnEveryEngine
    void isForDocumentsOnly(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1}").expect(201);

        merge(api, collection, "{n: 1}").expectProblem(415, "unsupported-media-type");
        merge(api, collection + "/*?filter=" + Api.encode("{n: 1}"), "{n: 2}")
                .expectProblem(415, "unsupported-media-type");
        api.put(collection + "/a", "{n: 2}", "Content-Type", "application/merge-patch+json")
                .expectProblem(415, "unsupported-media-type");

        api.get(collection + "/_meta").expectState("{_id: '_meta'}");
        api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
    }

    @OnEveryEngine
    void refusesWhatIsNoMergePatchOfADocument(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1}").expect(201);

        for (String body : new String[] {"[1]", "5", "null", "'text'"}) {
            merge(api, document, body).expectProblem(400, "wrong-body-shape");
        }
        merge(api, document, "{n:").expectProblem(400, "malformed-json");
        merge(api, document, "{$inc: {n: 1}}").expectProblem(400, "invalid-operator");

        api.get(document).expectState("{_id: 'a', n: 1}");
    }
}
