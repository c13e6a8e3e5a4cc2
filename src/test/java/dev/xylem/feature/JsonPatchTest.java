package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import org.bson.BsonDocument;

/** {@code application/json-patch+json}, RFC 6902. */
class JsonPatchTest {

    @OnEveryEngine
    void everyOperationWorks(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1, list: [1, 2], in: {x: 1, 'a/b': 1}, old: 'o', gone: 1}")
                .expect(201);

        Answer patched = jsonPatch(api, document, """
                [{"op": "test", "path": "/n", "value": 1},
                 {"op": "replace", "path": "/n", "value": 2},
                 {"op": "add", "path": "/list/1", "value": 9},
                 {"op": "add", "path": "/list/-", "value": 3},
                 {"op": "add", "path": "/in/y", "value": {"z": 1}},
                 {"op": "remove", "path": "/gone"},
                 {"op": "remove", "path": "/in/a~1b"},
                 {"op": "move", "from": "/old", "path": "/new"},
                 {"op": "copy", "from": "/in/y", "path": "/copy"}]""").expect(200);

        assertEquals("", patched.text());
        Answer read = api.get(document)
                .expectState("{_id: 'a', n: 2, list: [1, 9, 2, 3], in: {x: 1, y: {z: 1}}, new: 'o', copy: {z: 1}}");
        assertEquals(patched.etag(), read.etag());
    }

    private static Answer jsonPatch(Api api, String path, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/json-patch+json";
        return api.patch(path, body, all);
    }

    @OnEveryEngine
    void valuesOfEveryTypeSurviveThePatch(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        String state = """
                {"d": {"$date": 0}, "l": {"$numberLong": "9007199254740993"}, "x": 5.0, "dec": {"$numberDecimal": "1.50"},
                 "b": {"$binary": {"base64": "AQI=", "subType": "00"}}, "o": {"$oid": "0123456789abcdef01234567"}, "z": null,
                 "r": {"$regularExpression": {"pattern": "^a", "options": "i"}}, "s": "$$ROOT", "list": [[1], {"k": "$n"}]}""";
        api.put(document, state).expect(201);
        BsonDocument before = withoutEtag(api.get(document + "?jsonMode=extended"));

        jsonPatch(api, document, "[{op: 'add', path: '/n', value: 1}]").expect(200);

        BsonDocument after = withoutEtag(api.get(document + "?jsonMode=extended"));
        assertEquals(before.append("n", after.get("n")), after);
    }

    private static BsonDocument withoutEtag(Answer answer) {
        BsonDocument document = answer.expect(200).json();
        document.remove("_etag");
        return document;
    }

    @OnEveryEngine
    void aPatchThatDoesNotApplyChangesNothing(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        String created = api.put(document, "{n: 1, list: [1]}").expect(201).etag();

        for (String last : new String[] {
            "{op: 'test', path: '/n', value: 3}",
            "{op: 'remove', path: '/absent'}",
            "{op: 'replace', path: '/absent', value: 1}",
            "{op: 'add', path: '/list/5', value: 1}",
            "{op: 'add', path: '/absent/x', value: 1}",
            "{op: 'copy', from: '/absent', path: '/x'}"
        }) {
            jsonPatch(api, document, "[{op: 'replace', path: '/n', value: 2}, " + last + "]")
                    .expectProblem(409, "patch-not-applicable");
        }

        assertEquals(
                created,
                api.get(document).expectState("{_id: 'a', n: 1, list: [1]}").etag());
    }

    @OnEveryEngine
    void neverCreates(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        jsonPatch(api, collection + "/a", "[{op: 'add', path: '/n', value: 1}]")
                .expectProblem(404, "document-not-found");

        assertEquals(0, api.get(collection).documents().size());
    }

    @OnEveryEngine
    void anEmptyPatchRenewsTheEtagOnly(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        String created = api.put(document, "{n: 1}").expect(201).etag();

        String renewed = jsonPatch(api, document, "[]").expect(200).etag();

        assertNotEquals(created, renewed);
        assertEquals(renewed, api.get(document).expectState("{_id: 'a', n: 1}").etag());
    }

    @OnEveryEngine
    void honoursEtagsAndReturnsTheNewState(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        String stale = api.put(document, "{n: 0}").expect(201).etag();
        String current = api.put(document, "{n: 1}").expect(200).etag();
        String body = "[{op: 'replace', path: '/n', value: 2}]";

        Answer refused = jsonPatch(api, document, body, "If-Match", stale).expectProblem(412, "etag-mismatch");

        assertEquals(current, refused.etag());
        api.get(document).expectState("{_id: 'a', n: 1}");
        jsonPatch(api, document, body, "If-Match", current, "Prefer", "return=representation")
                .expectState("{_id: 'a', n: 2}");
    }

    @OnEveryEngine
    void theServersOwnNamesAreOutOfReach(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1}").expect(201);

        for (String path : new String[] {"/_id", "/_etag", "/_secret", "/_x/y"}) {
            jsonPatch(api, document, "[{op: 'add', path: '%s', value: 1}]".formatted(path))
                    .expectProblem(400, "wrong-body-shape");
        }
        jsonPatch(api, document, "[{op: 'replace', path: '', value: {_id: 'b', n: 2}}]")
                .expectProblem(400, "id-mismatch");

        api.get(document).expectState("{_id: 'a', n: 1}");
    }

    @OnEveryEngine
    void aMalformedPatchIsRefused(Engine engine) {
        Api api = Api.on(engine);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1}").expect(201);

        for (String body : new String[] {
            "{op: 'add', path: '/n', value: 2}",
            "[5]",
            "[{path: '/n', value: 2}]",
            "[{op: 'set', path: '/n', value: 2}]",
            "[{op: 'add', path: 'n', value: 2}]",
            "[{op: 'add', path: '/n'}]",
            "[{op: 'move', path: '/n'}]",
            "[{op: 'remove', path: ''}]"
        }) {
            jsonPatch(api, document, body).expectProblem(400, "wrong-body-shape");
        }

        api.get(document).expectState("{_id: 'a', n: 1}");
    }

    @OnEveryEngine
    void isForDocumentsOnly(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        Answer refused = jsonPatch(api, collection, "[{op: 'add', path: '/n', value: 1}]")
                .expectProblem(415, "unsupported-media-type");
        Answer told = api.patch(collection + "/a", "{}", "Content-Type", "text/plain")
                .expectProblem(415, "unsupported-media-type");

        assertEquals("", refused.header("Accept-Patch"));
        assertEquals(
                "application/json, application/merge-patch+json, application/json-patch+json",
                told.header("Accept-Patch"));
        api.get(collection + "/_meta").expectState("{_id: '_meta'}");
    }
}
