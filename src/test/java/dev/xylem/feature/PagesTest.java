package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Wire;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

final class PagesTest {

    @OnEveryEngine
    void showsAHundredDocumentsNewestFirst(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, numbered(105)).expect(200);

        assertEquals(IntStream.rangeClosed(6, 105).map(i -> 111 - i).boxed().toList(), ids(api, collection));
    }

    @OnEveryEngine
    void thePagesTogetherHoldEachDocumentOnce(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, numbered(7)).expect(200);

        assertEquals(List.of(1, 2, 3), ids(api, collection + "?sort=_id&pagesize=3"));
        assertEquals(List.of(4, 5, 6), ids(api, collection + "?sort=_id&pagesize=3&page=2"));
        assertEquals(List.of(7), ids(api, collection + "?sort=_id&pagesize=3&page=3"));
        assertEquals(List.of(), ids(api, collection + "?sort=_id&pagesize=3&page=4"));
        assertEquals(List.of(), ids(api, collection + "?pagesize=0"));
        assertEquals(List.of(), ids(api, collection + "?pagesize=0&page=9"));
    }

    /** A page is in memory as a whole. */
    @OnEveryEngine
    void aPageOfTooManyBytesIs413(Engine engine) {
        try (var server = ServerProcess.on(engine, "--limits.page=21MiB")) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            for (int part = 0; part < 2; part++) {
                api.post(collection, megabytes(11 * part, 11)).expect(200);
            }
            api.patch(collection, "{aggrs: [{uri: 'all', type: 'pipeline', stages: [{$match: {}}]}]}")
                    .expect(200);

            Answer refused = api.get(collection).expectProblem(413, "page-too-large");
            assertTrue(refused.json().getString("detail").getValue().contains("limits.page"));
            api.get(collection + "/_aggrs/all").expectProblem(413, "page-too-large");
            assertEquals(
                    22, ids(api, collection + "?keys=" + Api.encode("{_id:1}")).size());
            assertEquals(19, ids(api, collection + "?pagesize=19").size());
            assertEquals(3, ids(api, collection + "?pagesize=19&page=2").size());
        }
    }

    private static String megabytes(int from, int count) {
        String text = "x".repeat(1 << 20);
        return IntStream.range(from, from + count)
                .mapToObj(id -> "{_id: " + id + ", t: '" + text + "'}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    @OnEveryEngine
    void sortsByFieldsInEverySpelling(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, "[{_id:1,a:1,b:2},{_id:2,a:2,b:1},{_id:3,a:1,b:1},{_id:4,a:2,b:2}]")
                .expect(200);

        assertEquals(List.of(3, 1, 2, 4), ids(api, collection + "?sort=a&sort=b"));
        assertEquals(List.of(4, 2, 1, 3), ids(api, collection + "?sort=-a&sort=-b"));
        assertEquals(List.of(1, 3, 4, 2), ids(api, collection + "?sort=%2Ba&sort_by=-b"));
        assertEquals(List.of(1, 3, 4, 2), ids(api, collection + "?sort=+a&sort_by=-b"));
        assertEquals(List.of(2, 4, 3, 1), ids(api, collection + "?sort=" + Api.encode("{a: -1, b: 1}")));
        assertEquals(List.of(3, 2, 1, 4), ids(api, collection + "?sort_by=b&sort=a"));
        assertEquals(4, ids(api, collection + "?sort=" + Api.encode("{}")).size());
    }

    @OnEveryEngine
    void allFiltersMustMatch(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, numbered(9)).expect(200);

        assertEquals(List.of(8, 7, 6), ids(api, collection + "?filter=" + Api.encode("{n: {$gt: 5, $lt: 9}}")));
        assertEquals(
                List.of(5, 4),
                ids(
                        api,
                        collection + "?filter=" + Api.encode("{n: {$gt: 3}}") + "&filter="
                                + Api.encode("{n: {$lt: 6}}")));
        assertEquals(9, ids(api, collection + "?filter=" + Api.encode("{}")).size());
        assertEquals(List.of(2), ids(api, collection + "?filter=" + Api.encode("{$or: [{n: 2}, {n: 'x'}]}")));
        assertEquals(List.of(), ids(api, collection + "?filter=" + Api.encode("{n: {}}")));
        Wire.Reply unescaped = Wire.send(api.base(), "GET", collection + "?filter={n:9}");
        assertTrue(unescaped.body().contains("\"_returned\":1,"), "as curl users write it");
    }

    @OnEveryEngine
    void showsTheFieldsThatKeysNames(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, "[{_id:1,a:1,b:2,c:[1,2]}]").expect(200);

        assertEquals("{\"_id\":1,\"a\":1}", only(api, collection + "?keys=" + Api.encode("{a: 1}")));
        assertEquals("{\"a\":1}", only(api, collection + "?keys=" + Api.encode("{a: 1, _id: 0}")));
        assertEquals(
                "{\"_id\":1,\"a\":1,\"b\":2}",
                only(api, collection + "?keys=" + Api.encode("{a: 1}") + "&keys=" + Api.encode("{b: 1}")));
        assertEquals("{\"_id\":1,\"b\":2}", only(api, collection + "?keys=" + Api.encode("{a:0,c:0,_etag:0}")));
        assertEquals(
                "{\"_id\":1,\"a\":1,\"c\":[2]}",
                only(api, collection + "?keys=" + Api.encode("{a: 1, c: {$slice: -1}}")));
    }

    @OnEveryEngine
    void aHintNamesAnIndexThatIsThere(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, numbered(2)).expect(200);

        for (String hint : List.of("_id_", "%2B_id", Api.encode("{_id: 1}"), Api.encode("{}"))) {
            assertEquals(List.of(2, 1), ids(api, collection + "?hint=" + hint), hint);
        }
        for (String hint : List.of("nothing", "-n", Api.encode("{n: 1}"))) {
            api.get(collection + "?hint=" + hint).expectProblem(400, "invalid-request");
        }
    }

    @OnEveryEngine
    void npLeavesTheCollectionsPropertiesOut(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.patch(collection, "{descr: 'x'}").expect(200);

        String without = "{\"_returned\":0,\"_embedded\":{\"rh:doc\":[]}}";
        assertEquals(without, api.get(collection + "?np").expect(200).text());
        assertEquals(without, api.get(collection + "?np=true").expect(200).text());
        assertEquals(
                "x",
                api.get(collection + "?np=false")
                        .expect(200)
                        .json()
                        .getString("descr")
                        .getValue());
    }

    @OnEveryEngine
    void aPageWithDocumentsIsNever304(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String etag = api.get(collection).expect(200).etag();

        api.get(collection, "If-None-Match", etag).expect(200);
        api.get(collection, "If-None-Match", "*").expect(200);
        assertEquals(etag, api.get(collection + "?pagesize=0").etag());
        api.get(collection + "?pagesize=0", "If-None-Match", etag).expect(304);
        api.patch(collection, "{descr: 'y'}").expect(200);
        api.get(collection + "?pagesize=0", "If-None-Match", etag).expect(200);
    }

    @OnEveryEngine
    void anUnknownParameterIsIgnoredAndNamed(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        Answer named = api.get(collection + "?pagsize=1&fliter=x").expect(200);
        Answer cacheBuster = api.get(collection + "?_=123").expect(200);

        assertEquals(
                "the parameter 'fliter' is unknown and was ignored; the parameter 'pagsize' is unknown and was ignored",
                named.header("Xylem-Warning"));
        assertEquals("", cacheBuster.header("Xylem-Warning"));
        api.put(collection + "/a?pagsize=1", "{}").expectProblem(400, "unknown-parameter");
        api.get(collection + "/a").expect(404);
    }

    @OnEveryEngine
    void concernsAndPreferencesAreTakenPerRequest(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, numbered(1)).expect(200);

        assertEquals(List.of(1), ids(api, collection + "?readConcern=majority&readPreference=primaryPreferred"));
        assertEquals(List.of(1), ids(api, collection + "?readConcern=local&readPreference=nearest"));
    }

    @Test
    void thePageSizesAreConfigured() {
        try (var server = ServerProcess.on(Engine.EMBEDDED, "--default-pagesize=2", "--max-pagesize=3")) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.post(collection, numbered(5)).expect(200);

            assertEquals(List.of(5, 4), ids(api, collection));
            assertEquals(List.of(5, 4, 3), ids(api, collection + "?pagesize=3"));
            Answer refused = api.get(collection + "?pagesize=4").expectProblem(400, "invalid-parameter");
            assertEquals("pagesize", refused.json().getString("parameter").getValue());
            assertFalse(refused.text().contains("rh:doc"));
        }
    }

    private static String numbered(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "{_id:" + i + ",n:" + i + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static List<Integer> ids(Api api, String target) {
        Answer page = api.get(target).expect(200);
        List<Integer> ids = page.documents().stream()
                .map(document -> document.asDocument().getNumber("_id").intValue())
                .toList();
        assertEquals(ids.size(), page.json().getNumber("_returned").intValue());
        return ids;
    }

    private static String only(Api api, String target) {
        BsonDocument page =
                api.get(target + "&rep=S&np").expect(200).array().getFirst().asDocument();
        return page.toJson().replace(": ", ":").replace(", ", ",");
    }
}
