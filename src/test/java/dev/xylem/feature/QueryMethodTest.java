package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryMethodTest {

    @OnEveryEngine
    void answersAsGetDoes(Engine engine) {
        Api api = Api.on(engine);
        String collection = filled(api);
        Map.of(
                        "{filter: {n: {$gte: 3}}, sort: {n: 1}}",
                        "filter=" + Api.encode("{n: {$gte: 3}}") + "&sort=n",
                        "{filter: [{n: {$gte: 3}}, {n: {$lt: 5}}], sort: ['g', '-n'], keys: {n: 1}}",
                        "filter=" + Api.encode("{n: {$gte: 3, $lt: 5}}") + "&sort=g&sort=-n&keys="
                                + Api.encode("{n: 1}"),
                        "{page: 2, pagesize: 3, count: true, np: true}",
                        "page=2&pagesize=3&count=true&np",
                        "{rep: 'NDJSON', sort: '-n'}",
                        "rep=NDJSON&sort=-n",
                        "{rep: 'CSV', keys: {n: 1}}",
                        "rep=CSV&keys=" + Api.encode("{n: 1}"),
                        "{jsonMode: 'strict', rep: 's', hint: '_id_'}",
                        "jsonMode=strict&rep=s&hint=_id_",
                        "{filter: {t: {$regex: 'X', $options: 'i'}}}",
                        "filter=" + Api.encode("{t: {$regex: 'X', $options: 'i'}}"),
                        "{}",
                        "")
                .forEach((body, query) -> {
                    Answer got = api.get(collection + "?" + query).expect(200);
                    Answer queried = api.send("QUERY", collection, body).expect(200);
                    assertEquals(got.text(), queried.text(), body);
                    assertEquals(got.header("Content-Type"), queried.header("Content-Type"), body);
                    assertEquals(got.header("Vary"), queried.header("Vary"), body);
                });
    }

    @OnEveryEngine
    void itsCursorsAreHeadersForTheNextBody(Engine engine) {
        Api api = Api.on(engine);
        String collection = filled(api);
        List<Integer> walked = new ArrayList<>();

        Answer page = api.send("QUERY", collection + "?rep=S", "{sort: 'n', pagesize: 3}")
                .expect(200);
        while (true) {
            page.array()
                    .forEach(document ->
                            walked.add(document.asDocument().getNumber("n").intValue()));
            String next = page.header("Xylem-Next");
            if (next.isEmpty()) {
                break;
            }
            page = api.send("QUERY", collection + "?rep=S", "{sort: 'n', pagesize: 3, after: '" + next + "'}")
                    .expect(200);
        }

        assertEquals(IntStream.range(0, 8).boxed().toList(), walked);
        assertTrue(!page.header("Xylem-Prev").isEmpty());
        assertEquals("", page.header("Link"));
    }

    @OnEveryEngine
    void aFilterMayBeLongerThanAnyUrl(Engine engine) {
        Api api = Api.on(engine);
        String collection = filled(api);
        String ids = IntStream.range(2, 9000).mapToObj(Integer::toString).collect(Collectors.joining(","));

        Answer answer = api.send("QUERY", collection, "{rep: 'S', filter: {n: {$in: [" + ids + "]}}}");

        assertEquals(6, answer.expect(200).array().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|{fliter: {}}|unknown-parameter",
                "''|{wm: 'insert'}|unknown-parameter",
                "''|{_: 1}|unknown-parameter",
                "filter={}|{filter: {}}|duplicate-parameter",
                "rep=S|{rep: 'S'}|duplicate-parameter",
                "''|{pagesize: [1, 2]}|duplicate-parameter",
                "''|{pagesize: 1.5}|invalid-parameter",
                "''|{pagesize: 1001}|invalid-parameter",
                "''|{pagesize: null}|invalid-parameter",
                "''|{filter: 1}|invalid-parameter",
                "''|{filter: []}|invalid-parameter",
                "''|{filter: [[]]}|invalid-parameter",
                "''|{sort: {n: 2}}|invalid-parameter",
                "''|{count: 5}|invalid-parameter",
                "''|{rep: 'XML'}|invalid-parameter",
                "''|{after: 'x'}|bad-cursor",
                "''|{filter: {$where: '1'}}|operator-not-allowed",
                "''|[]|wrong-body-shape",
                "''|{|malformed-json",
                "''|{sort: 'n', sort: 'g'}|duplicate-key-in-json",
            })
    void refusesWhatGetWouldRefuse(String query, String body, String code) {
        Api api = Api.on(Engine.EMBEDDED);
        String collection = api.newCollection();

        api.send("QUERY", collection + "?" + query.replace("{}", "%7B%7D"), body)
                .expectProblem(400, code);
    }

    @Test
    void anotherTypeIsRefusedWithTheOneThatIsTaken() {
        Api api = Api.on(Engine.EMBEDDED);
        String collection = api.newCollection();

        Answer refused = api.send("QUERY", collection, "{}", "Content-Type", "application/sql");

        refused.expectProblem(415, "unsupported-media-type");
        assertEquals("application/json", refused.header("Accept-Query"));
        api.send("QUERY", collection, null).expectProblem(400, "body-missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/coll/a", "/coll/_size", "/coll/_meta"})
    void onlyCollectionsServeIt(String place) {
        Api api = Api.on(Engine.EMBEDDED);
        String database = api.newDatabase();
        api.put(database + "/coll", null).expect(201);

        api.send("QUERY", database + place, "{}").expectProblem(405, "method-not-allowed");
    }

    @Test
    void collectionsNameItInAllow() {
        Api api = Api.on(Engine.EMBEDDED);
        String collection = api.newCollection();

        Answer described = api.send("OPTIONS", collection, null).expect(204);

        assertEquals("GET, HEAD, PUT, PATCH, POST, DELETE, QUERY, OPTIONS", described.header("Allow"));
    }

    private static String filled(Api api) {
        String collection = api.newCollection();
        api.post(
                        collection,
                        IntStream.range(0, 8)
                                .mapToObj(i -> "{_id: " + i + ", n: " + i + ", g: " + i % 3 + ", t: 'x" + i + "'}")
                                .collect(Collectors.joining(",", "[", "]")))
                .expect(200);
        return collection;
    }
}
