package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import org.junit.jupiter.api.Test;

final class ReadingDocumentsTest {

    private static final String BODY = "{n: 1, s: 'x', arr: [1, 2, 3], o: {a: 1, b: 2}}";

    @OnEveryEngine
    void readsADocumentAsItWasWritten(Engine engine) {
        Api api = Api.on(engine);
        String path = api.newCollection() + "/a";
        String etag = api.put(path, BODY).expect(201).etag();

        Answer read = api.get(path).expect(200);

        String oid = etag.replace("\"", "");
        assertEquals(
                "{\"_id\":\"a\",\"n\":1,\"s\":\"x\",\"arr\":[1,2,3],\"o\":{\"a\":1,\"b\":2},\"_etag\":{\"$oid\":\""
                        + oid + "\"}}",
                read.text());
        assertEquals(etag, read.etag());
        assertEquals(read.text(), api.get(path + "/").expect(200).text(), "a trailing slash is ignored");
    }

    @OnEveryEngine
    void answers304ToTheTagItGaveInEveryForm(Engine engine) {
        Api api = Api.on(engine);
        String path = api.newCollection() + "/a";
        String etag = api.put(path, BODY).expect(201).etag();
        String bare = etag.replace("\"", "");

        for (String tag : new String[] {etag, "W/" + etag, bare, "*", "\"other\", " + etag}) {
            Answer unchanged = api.get(path, "If-None-Match", tag).expect(304);
            assertEquals(etag, unchanged.etag());
            assertEquals(0, unchanged.bytes().length);
            api.send("HEAD", path, null, "If-None-Match", tag).expect(304);
        }
        api.get(path, "If-None-Match", "\"5f2b1c0d9e8a7b6c5d4e3f20\"").expect(200);
        api.patch(path, "{n: 2}").expect(200);
        api.get(path, "If-None-Match", etag).expect(200);
    }

    @OnEveryEngine
    void theFilterIsAndedToTheId(Engine engine) {
        Api api = Api.on(engine);
        String path = api.newCollection() + "/a";
        api.put(path, BODY).expect(201);

        api.get(path + "?filter=" + Api.encode("{n: 1}")).expect(200);
        api.get(path + "?filter=" + Api.encode("{n: 2}")).expectProblem(404, "document-not-found");
        api.get(path + "?filter=" + Api.encode("{n: 1}") + "&filter=" + Api.encode("{s: 'y'}"))
                .expectProblem(404, "document-not-found");
        api.get(path + "?filter=" + Api.encode("{_id: 'b'}")).expectProblem(404, "document-not-found");
    }

    @OnEveryEngine
    void showsTheFieldsThatKeysNamesAndKeepsTheEtagHeader(Engine engine) {
        Api api = Api.on(engine);
        String path = api.newCollection() + "/a";
        String etag = api.put(path, BODY).expect(201).etag();

        shows(api, path + "?keys=" + Api.encode("{n: 1}"), "{\"_id\":\"a\",\"n\":1}", etag);
        shows(api, path + "?keys=" + Api.encode("{'o.a': 1, _id: 0}"), "{\"o\":{\"a\":1}}", etag);
        shows(
                api,
                path + "?keys=" + Api.encode("{n: 1}") + "&keys=" + Api.encode("{s: true}"),
                "{\"_id\":\"a\",\"n\":1,\"s\":\"x\"}",
                etag);
        shows(
                api,
                path + "?keys=" + Api.encode("{arr: 0, o: 0, _etag: 0}"),
                "{\"_id\":\"a\",\"n\":1,\"s\":\"x\"}",
                etag);
        shows(
                api,
                path + "?keys=" + Api.encode("{n: 1, arr: {$slice: [1, 1]}}"),
                "{\"_id\":\"a\",\"n\":1,\"arr\":[2]}",
                etag);
        api.get(path + "?keys=" + Api.encode("{n: 1}"), "If-None-Match", etag).expect(304);
        api.patch(path, "{n: 2}", "If-Match", etag).expect(200);
    }

    private static void shows(Api api, String target, String expected, String etag) {
        Answer read = api.get(target).expect(200);
        assertEquals(expected, read.text(), target);
        assertEquals(etag, read.etag(), target);
    }

    @OnEveryEngine
    void findsAnElementOfAnArray(Engine engine) {
        Api api = Api.on(engine);
        String path = api.newCollection() + "/a";
        api.put(path, "{arr: [{k: 1}, {k: 2}, {k: 3}]}").expect(201);

        assertEquals(
                "{\"_id\":\"a\",\"arr\":[{\"k\":2}]}",
                api.get(path + "?keys=" + Api.encode("{arr: {$elemMatch: {k: {$gt: 1}}}}"))
                        .expect(200)
                        .text());
    }

    @OnEveryEngine
    void eachKindOfAbsenceHasItsOwnCode(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String database = collection.substring(0, collection.lastIndexOf('/'));

        api.get(collection + "/none").expectProblem(404, "document-not-found");
        api.get(database + "/none/a").expectProblem(404, "collection-not-found");
        api.get(database + "/none").expectProblem(404, "collection-not-found");
        api.get(database + "/none/_size").expectProblem(404, "collection-not-found");
        api.get(database + "none/c/a").expectProblem(404, "database-not-found");
        api.get(database + "none").expectProblem(404, "database-not-found");
        api.get(database + "none/_meta").expectProblem(404, "database-not-found");
        assertEquals("[\"coll\"]", api.get(database + "?rep=S").expect(200).text(), "reading created nothing");
        api.get(database + "none").expect(404);
    }

    @OnEveryEngine
    void headTellsWhatGetWouldTell(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", BODY).expect(201);
        String database = collection.substring(0, collection.lastIndexOf('/'));

        for (String target : new String[] {
            collection + "/a", collection, database, collection + "/_size", collection + "/_meta", collection + "/none"
        }) {
            Answer get = api.get(target);
            Answer head = api.send("HEAD", target, null);
            assertEquals(get.status(), head.status(), target);
            assertEquals(0, head.bytes().length, target);
            assertEquals(get.etag(), head.etag(), target);
            assertEquals(get.header("Content-Type"), head.header("Content-Type"), target);
            if (get.status() == 200) {
                assertEquals(get.header("Content-Length"), head.header("Content-Length"), target);
            }
        }
    }

    @OnEveryEngine
    void readsThePropertiesAlone(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String etag = api.patch(collection, "{descr: 'x'}").expect(200).etag();

        Answer meta = api.get(collection + "/_meta").expect(200);

        assertEquals("x", meta.json().getString("descr").getValue());
        assertEquals(etag, meta.etag());
        assertTrue(meta.text().startsWith("{\"_id\":\"_meta\","), meta.text());
        api.get(collection + "/_meta", "If-None-Match", etag).expect(304);
    }

    @Test
    void etagsAreBareWhereConfigured() {
        try (var server = ServerProcess.on(Engine.EMBEDDED, "--etag-format=bare")) {
            Api api = Api.of(server);
            String path = api.newCollection() + "/a";
            String etag = api.put(path, BODY).expect(201).etag();

            assertTrue(etag.matches("[0-9a-f]{24}"), etag);
            assertEquals(etag, api.get(path).expect(200).etag());
            api.get(path, "If-None-Match", etag).expect(304);
            api.get(path, "If-None-Match", '"' + etag + '"').expect(304);
        }
    }
}
