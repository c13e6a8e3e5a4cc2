package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/** Bodies that make no sense: a 4xx with a code of its own, and nothing changed. */
class WrongBodiesTest {
    private static final String STATE =
            "{_id: 'a', n: 1, text: 'x', list: [1], in: {x: 1}, none: null, most: NumberLong('9223372036854775807')}";

    private record Wrong(int status, String code, String body) {}

    private static Wrong wrong(int status, String code, String body) {
        return new Wrong(status, code, body);
    }

    /** Each is refused in a PUT, a PATCH, a POST and as an element of a bulk POST. */
    private static void assertRefusedEverywhere(Engine engine, Wrong... bodies) {
        Api api = Api.on(engine);
        String collection = withOneDocument(api);
        Stream<Executable> puts = Stream.of(bodies)
                .map(it -> () -> api.put(collection + "/a", it.body()).expectProblem(it.status(), it.code()));
        Stream<Executable> patches = Stream.of(bodies)
                .map(it -> () -> api.patch(collection + "/a", it.body()).expectProblem(it.status(), it.code()));
        Stream<Executable> posts = Stream.of(bodies)
                .map(it -> () -> api.post(collection, it.body()).expectProblem(it.status(), it.code()));
        Stream<Executable> bulks = Stream.of(bodies)
                .map(it -> () ->
                        api.post(collection, "[{n: 2}, " + it.body() + "]").expectProblem(it.status(), it.code()));
        assertAll(Stream.of(puts, patches, posts, bulks).flatMap(each -> each));
        assertUnchanged(api, collection);
    }

    private static String withOneDocument(Api api) {
        String collection = api.newCollection();
        api.put(collection + "/a", STATE).expect(201);
        return collection;
    }

    private static void assertUnchanged(Api api, String collection) {
        api.get(collection + "/a").expectState(STATE);
        assertEquals(1, api.get(collection).documents().size());
        api.get(collection + "/_meta").expectState("{_id: '_meta'}");
    }

    @OnEveryEngine
    void brokenJson(Engine engine) {
        assertRefusedEverywhere(
                engine,
                wrong(400, "malformed-json", "{\"n\":"),
                wrong(400, "malformed-json", "{\"n\": 2"),
                wrong(400, "malformed-json", "{\"n\": 2,, \"m\": 3}"),
                wrong(400, "malformed-json", "{\"n\": undefined1}"),
                wrong(400, "malformed-json", "{\"n\": \"open}"),
                wrong(400, "malformed-json", "{n: {$oid: 'no'}}"),
                wrong(400, "malformed-json", "{n: {$date: 'yesterday'}}"),
                wrong(400, "duplicate-key-in-json", "{\"n\": 2, \"n\": 3}"),
                wrong(400, "duplicate-key-in-json", "{\"n\": {\"x\": 2, \"\\u0078\": 3}}"),
                wrong(400, "too-deep", "{\"n\": " + "[".repeat(200) + "]".repeat(200) + "}"),
                wrong(400, "too-deep", "{\"n\": ".repeat(200) + "1" + "}".repeat(200)));
    }

    @OnEveryEngine
    void textAfterTheValue(Engine engine) {
        Api api = Api.on(engine);
        String collection = withOneDocument(api);

        api.put(collection + "/a", "{n: 2} {n: 3}").expectProblem(400, "malformed-json");
        api.patch(collection + "/a", "{n: 2} x").expectProblem(400, "malformed-json");
        api.post(collection, "[{n: 2}] []").expectProblem(400, "malformed-json");

        assertUnchanged(api, collection);
    }

    @OnEveryEngine
    void aFaultInTheJsonIsToldWithItsPosition(Engine engine) {
        Api api = Api.on(engine);
        String collection = withOneDocument(api);

        Answer answer = api.put(collection + "/a", "{\"n\": 2, \"m\": ?}").expectProblem(400, "malformed-json");

        assertEquals(14, answer.json().getInt32("position").getValue(), answer.text());
        assertUnchanged(api, collection);
    }

    @OnEveryEngine
    void valuesThatAreNoObject(Engine engine) {
        assertRefusedEverywhere(
                engine,
                wrong(400, "wrong-body-shape", "5"),
                wrong(400, "wrong-body-shape", "\"text\""),
                wrong(400, "wrong-body-shape", "null"),
                wrong(400, "wrong-body-shape", "true"),
                wrong(400, "wrong-body-shape", "{\"$oid\": \"0123456789abcdef01234567\"}"));
    }

    @OnEveryEngine
    void anArrayWhereAnObjectIsNeeded(Engine engine) {
        Api api = Api.on(engine);
        String collection = withOneDocument(api);

        api.put(collection + "/a", "[]").expectProblem(400, "wrong-body-shape");
        api.put(collection + "/a", "[{n: 2}]").expectProblem(400, "wrong-body-shape");
        api.put(collection, "[]").expectProblem(400, "wrong-body-shape");
        api.patch(collection + "/a", "[5]").expectProblem(400, "wrong-body-shape");
        api.patch(collection + "/a", "[]").expectProblem(400, "wrong-body-shape");

        assertUnchanged(api, collection);
    }

    @OnEveryEngine
    void noBody(Engine engine) {
        Api api = Api.on(engine);
        String collection = withOneDocument(api);

        for (String body : new String[] {"", "  \n"}) {
            api.put(collection + "/a", body).expectProblem(400, "body-missing");
            api.patch(collection + "/a", body).expectProblem(400, "body-missing");
            api.post(collection, body).expectProblem(400, "body-missing");
            api.patch(collection, body).expectProblem(400, "body-missing");
        }

        assertUnchanged(api, collection);
    }

    @OnEveryEngine
    void bodiesOverTheLimits(Engine engine) {
        Api api = Api.on(engine);
        String collection = withOneDocument(api);
        String mebibyte = "x".repeat(1024 * 1024);

        String big = "{\"big\": \"" + mebibyte + "\"}";
        api.put(collection + "/a", big).expectProblem(413, "body-too-large");
        api.patch(collection + "/a", big).expectProblem(413, "body-too-large");
        api.post(collection, big).expectProblem(413, "body-too-large");
        api.put(collection, big).expectProblem(413, "body-too-large");
        api.post(collection, "[" + ("{\"big\":\"" + mebibyte + "\"},").repeat(17) + "{}]")
                .expectProblem(413, "bulk-too-large");

        assertUnchanged(api, collection);
    }

    @OnEveryEngine
    void operatorsThatDoNotExistOrMakeNoSense(Engine engine) {
        assertRefusedEverywhere(
                engine,
                wrong(400, "unknown-operator", "{$foo: {n: 1}}"),
                wrong(400, "unknown-operator", "{$pushAll: {list: [1]}}"),
                wrong(400, "unknown-operator", "{n: 2, $: 1}"),
                wrong(400, "unknown-operator", "{$where: 'true'}"),
                wrong(400, "invalid-operator", "{$inc: 5}"),
                wrong(400, "invalid-operator", "{$inc: {n: 'one'}}"),
                wrong(400, "invalid-operator", "{$inc: {n: null}}"),
                wrong(400, "invalid-operator", "{$mul: {n: [2]}}"),
                wrong(400, "invalid-operator", "{$rename: {n: 5}}"),
                wrong(400, "invalid-operator", "{$currentDate: {n: 'now'}}"),
                wrong(400, "invalid-operator", "{$currentDate: {n: {$type: 'year'}}}"),
                wrong(400, "invalid-operator", "{$bit: {n: {not: 1}}}"),
                wrong(400, "invalid-operator", "{$bit: {n: {and: 1.5}}}"),
                wrong(400, "invalid-operator", "{$pop: {list: 2}}"),
                wrong(400, "invalid-operator", "{$pullAll: {list: 1}}"),
                wrong(400, "invalid-operator", "{$push: {list: {$each: 1}}}"),
                wrong(400, "invalid-operator", "{$push: {list: {$each: [1], $foo: 1}}}"),
                wrong(400, "invalid-operator", "{in: {$inc: {x: 1}}}"),
                wrong(400, "invalid-operator", "{$set: {in: {$inc: 1}}}"));
    }

    @OnEveryEngine
    void changesThatMeetOnOnePath(Engine engine) {
        assertRefusedEverywhere(
                engine,
                wrong(400, "conflicting-paths", "{n: 2, $inc: {n: 1}}"),
                wrong(400, "conflicting-paths", "{$inc: {n: 1}, $mul: {n: 2}}"),
                wrong(400, "conflicting-paths", "{in: {x: 2}, $inc: {'in.x': 1}}"),
                wrong(400, "conflicting-paths", "{$set: {'in.x': 1}, $unset: {in: ''}}"),
                wrong(400, "conflicting-paths", "{'in.x': 1, in: {y: 2}}"),
                wrong(400, "conflicting-paths", "{$rename: {n: 'in'}, 'in.x': 1}"),
                wrong(400, "conflicting-paths", "{$push: {list: 1}, $pop: {list: 1}}"));
    }

    @OnEveryEngine
    void operatorsThatTheStoredValuesDoNotAllow(Engine engine) {
        Api api = Api.on(engine);
        String collection = withOneDocument(api);

        for (String body : new String[] {
            "{m: 1, $inc: {text: 1}}",
            "{m: 1, $mul: {text: 2}}",
            "{m: 1, $inc: {list: 1}}",
            "{m: 1, $push: {n: 1}}",
            "{m: 1, $addToSet: {text: 1}}",
            "{m: 1, $pop: {n: 1}}",
            "{m: 1, $inc: {none: 1}}",
            "{m: 1, $push: {none: 1}}",
            "{m: 1, $pull: {none: 1}}",
            "{m: 1, $inc: {most: 1}}",
            "{m: 1, $mul: {most: 2}}",
            "{m: 1, 'list.200000000': 1}",
            "{m: 1, $max: {'list.99999999999': 1}}",
            "{m: 1, $bit: {text: {or: 1}}}",
            "{m: 1, 'n.x': 1}",
            "{m: 1, 'list.x': 1}"
        }) {
            api.patch(collection + "/a", body).expectProblem(400, "invalid-request");
            api.patch(collection + "/a", body, "Prefer", "return=representation")
                    .expectProblem(400, "invalid-request");
        }

        assertUnchanged(api, collection);
    }

    @OnEveryEngine
    void idsThatContradictTheUrlOrAreNone(Engine engine) {
        Api api = Api.on(engine);
        String collection = withOneDocument(api);

        api.put(collection + "/a", "{_id: 'b', n: 2}").expectProblem(400, "id-mismatch");
        api.patch(collection + "/a", "{_id: 'b', n: 2}").expectProblem(400, "id-mismatch");
        api.put(collection + "/5", "{_id: 5, n: 2}").expectProblem(400, "id-mismatch");
        api.patch(collection + "/a", "{$set: {_id: 'b'}}").expectProblem(400, "id-mismatch");
        api.patch(collection + "/a", "{'_id.x': 1}").expectProblem(400, "id-mismatch");
        api.patch(collection + "/a", "{$rename: {n: '_id'}}").expectProblem(400, "id-mismatch");
        api.patch(collection + "/a", "{$unset: {_id: ''}}").expectProblem(400, "id-mismatch");
        api.post(collection, "{_id: [1], n: 2}").expectProblem(400, "invalid-id");
        api.post(collection, "[{_id: {$regularExpression: {pattern: 'a', options: ''}}}]")
                .expectProblem(400, "invalid-id");
        api.post(collection, "{_id: '_secret', n: 2}").expectProblem(403, "reserved-name");
        api.put(collection + "/_secret", "{n: 2}").expectProblem(403, "reserved-name");

        assertUnchanged(api, collection);
    }

    @OnEveryEngine
    void namesThatNoPathCouldReach(Engine engine) {
        assertRefusedEverywhere(
                engine,
                wrong(400, "wrong-body-shape", "{'': 1}"),
                wrong(400, "wrong-body-shape", "{'a.': 1}"),
                wrong(400, "wrong-body-shape", "{'a..b': 1}"),
                wrong(400, "wrong-body-shape", "{in: {'a.b': 1}}"),
                wrong(400, "malformed-json", "{\"a\\u0000b\": 1}"));
    }

    @OnEveryEngine
    void indexesFarBeyondTheEndOfAnArray(Engine engine) {
        Api api = Api.on(engine);
        String collection = withOneDocument(api);

        api.put(collection + "/a", "{'list.0': 1, 'list.200000000': 1}").expect(400);
        api.put(collection + "/a", "{'list.200000000': 1}").expect(400);
        api.post(collection, "[{_id: 'a', 'list.200000000': 1}]").expect(207);

        assertUnchanged(api, collection);
    }

    @OnEveryEngine
    void mediaTypesThatAreNotJson(Engine engine) {
        Api api = Api.on(engine);
        String collection = withOneDocument(api);

        for (String type : new String[] {
            "text/plain",
            "application/xml",
            "multipart/form-data; boundary=x",
            "json",
            "application/json-patch+json",
            "application/json; charset=iso-8859-1"
        }) {
            api.put(collection + "/a", "{n: 2}", "Content-Type", type).expectProblem(415, "unsupported-media-type");
            api.post(collection, "{n: 2}", "Content-Type", type).expectProblem(415, "unsupported-media-type");
            api.patch(collection, "{n: 2}", "Content-Type", type).expectProblem(415, "unsupported-media-type");
        }
        api.put(collection + "/a", "{n: 2}", "Content-Encoding", "gzip").expectProblem(415, "unsupported-media-type");

        assertUnchanged(api, collection);
    }

    @OnEveryEngine
    void theFormTypeThatCurlSendsGetsAHint(Engine engine) {
        Api api = Api.on(engine);
        String collection = withOneDocument(api);

        Answer answer = api.put(collection + "/a", "{n: 2}", "Content-Type", "application/x-www-form-urlencoded")
                .expectProblem(415, "unsupported-media-type");

        String detail = answer.json().getString("detail").getValue();
        assertTrue(detail.contains("Content-Type: application/json") && detail.contains("curl"), detail);
        assertUnchanged(api, collection);
    }

    @OnEveryEngine
    void invalidUtf8(Engine engine) {
        Api api = Api.on(engine);
        String collection = withOneDocument(api);

        api.putBytes(collection + "/a", new byte[] {'{', '"', 'n', '"', ':', '"', (byte) 0xc3, '"', '}'})
                .expectProblem(400, "malformed-json");

        assertUnchanged(api, collection);
    }
}
