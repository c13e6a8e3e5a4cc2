package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/** Keyset paging: {@code after} and {@code before}, told by the Link header. */
class CursorsTest {
    private static final List<String> ORDERS = List.of(
            "sort=a",
            "sort=-a",
            "sort=a&sort=-b",
            "sort=-b&sort=a",
            "sort=o.x",
            "sort=-o.x&sort=b",
            "sort=_id",
            "sort=-_id",
            "");
    private static final List<String> VALUES = List.of(
            "1",
            "2",
            "2.0",
            "{\"$numberLong\":\"9007199254740993\"}",
            "-1.5",
            "\"x\"",
            "\"y\"",
            "\"\"",
            "null",
            "true",
            "false",
            "{\"$date\":5}",
            "{\"$oid\":\"5f0000000000000000000001\"}",
            "{\"$minKey\":1}",
            "{\"$maxKey\":1}",
            "{\"z\":1}",
            "{}",
            "{\"$numberDecimal\":\"1.5\"}",
            "{\"$binary\":{\"base64\":\"AQ==\",\"subType\":\"00\"}}",
            "{\"$timestamp\":{\"t\":1,\"i\":1}}");

    @OnEveryEngine
    void aWalkMeetsEachDocumentOnceInOrderAndBackAgain(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        var random = new Random(11);
        fill(api, collection, 60, random);
        for (String order : ORDERS) {
            List<BsonValue> expected =
                    ids(api.get(collection + "?rep=S&pagesize=1000&" + order).expect(200));
            int pagesize = 1 + random.nextInt(9);

            List<List<BsonValue>> forth = walk(api, collection + "?rep=S&pagesize=" + pagesize + "&" + order, "next");
            List<BsonValue> all = forth.stream().flatMap(List::stream).toList();

            assertEquals(expected, all, order);
            assertBack(api, collection, order, pagesize, expected);
        }
    }

    private static void assertBack(Api api, String collection, String order, int pagesize, List<BsonValue> expected) {
        String last = lastUrl(api, collection + "?rep=S&pagesize=" + pagesize + "&" + order);
        List<List<BsonValue>> pages = walk(api, last, "prev");
        Collections.reverse(pages);

        assertEquals(expected, pages.stream().flatMap(List::stream).toList(), "back, " + order);
    }

    @OnEveryEngine
    void aWalkIsNotDisturbedByWritersElsewhere(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        for (int i = 0; i < 20; i++) {
            api.put(collection + "/d" + i, "{\"n\":" + i + "}").expect(201);
        }
        String url = collection + "?rep=S&pagesize=3&sort=n";
        List<BsonValue> seen = new ArrayList<>();
        for (int round = 0; !url.isEmpty(); round++) {
            Answer page = api.get(url).expect(200);
            seen.addAll(ids(page));
            api.put(collection + "/before" + round, "{\"n\":-1}").expect(201);
            api.delete(collection + "/d0");
            url = link(page, "next");
        }

        assertEquals(20, seen.size());
    }

    @OnEveryEngine
    void keysThatHideTheOrdersFieldStayHidden(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        for (int i = 0; i < 5; i++) {
            api.put(collection + "/d" + i, "{\"n\":" + i + ",\"s\":\"x\"}").expect(201);
        }
        String url = collection + "?rep=S&pagesize=2&sort=n&keys=" + Api.encode("{\"s\":1,\"_id\":0}");
        int count = 0;
        while (!url.isEmpty()) {
            Answer page = api.get(url).expect(200);
            page.array().forEach(document -> assertEquals(BsonDocument.parse("{s: 'x'}"), document));
            count += page.array().size();
            url = link(page, "next");
        }

        assertEquals(5, count);
    }

    @OnEveryEngine
    void aPageByNumberLeadsOnByCursor(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        fill(api, collection, 7, new Random(1));

        Answer second = api.get(collection + "?rep=S&pagesize=3&page=2").expect(200);

        assertEquals(1, api.get(link(second, "next")).expect(200).array().size());
        assertEquals(
                ids(api.get(collection + "?rep=S&pagesize=3").expect(200)),
                ids(api.get(link(second, "prev")).expect(200)));
    }

    @OnEveryEngine
    void fullHalShowsTheSameLinks(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        fill(api, collection, 3, new Random(1));

        Answer page = api.get(collection + "?hal=f&pagesize=2").expect(200);
        BsonDocument links = page.json().getDocument("_links");

        assertEquals(
                link(page, "next"), links.getDocument("next").getString("href").getValue());
        assertFalse(links.containsKey("prev"));
    }

    @OnEveryEngine
    void theLastPageHasNoNextAndTheFirstNoPrevious(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        fill(api, collection, 4, new Random(1));

        Answer first = api.get(collection + "?pagesize=2").expect(200);
        Answer second = api.get(link(first, "next")).expect(200);

        assertEquals("", link(first, "prev"));
        assertEquals("", link(second, "next"));
        assertEquals("", api.get(collection + "?pagesize=4").expect(200).header("Link"));
        assertEquals("", api.get(collection + "?pagesize=0").expect(200).header("Link"));
    }

    @OnEveryEngine
    void anArrayInTheOrderIsRefusedWhenFollowedNeverSkipped(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, "[{\"_id\":1,\"a\":1},{\"_id\":2,\"a\":[1,5]},{\"_id\":3,\"a\":3}]")
                .expect(200);

        Answer page = api.get(collection + "?sort=a&pagesize=2").expect(200);

        api.get(link(page, "next")).expectProblem(400, "sort-not-cursorable");
    }

    @OnEveryEngine
    void aCursorBelongsToItsQuery(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String other = api.newCollection();
        fill(api, collection, 5, new Random(1));
        String next = link(api.get(collection + "?pagesize=2&sort=a").expect(200), "next");
        String cursor = next.substring(next.indexOf("after=") + 6);

        api.get(collection + "?pagesize=3&sort=a&after=" + cursor).expect(200);
        api.get(collection + "?pagesize=2&sort=b&after=" + cursor).expectProblem(400, "bad-cursor");
        api.get(collection + "?pagesize=2&sort=a&filter=%7B%22x%22:1%7D&after=" + cursor)
                .expectProblem(400, "bad-cursor");
        api.get(other + "?pagesize=2&sort=a&after=" + cursor).expectProblem(400, "bad-cursor");
        api.get(collection + "?sort=a&after=" + cursor.substring(1)).expectProblem(400, "bad-cursor");
        api.get(collection + "?sort=a&after=").expectProblem(400, "bad-cursor");
        api.get(collection + "?sort=a&after=" + cursor + "&page=2").expectProblem(400, "invalid-parameter");
        api.get(collection + "?sort=a&after=" + cursor + "&before=" + cursor).expectProblem(400, "invalid-parameter");
    }

    @OnEveryEngine
    void cursorsOutliveARestartWithTheSameKey(Engine engine) throws IOException {
        String store = engine.isEmbedded()
                ? "--embedded-store.path=" + Files.createTempDirectory("xylem-cursors")
                : engine.option();
        String next;
        try (ServerProcess server = ServerProcess.start(List.of(store), Map.of())) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            fill(api, collection, 5, new Random(1));
            next = link(api.get(collection + "?pagesize=2").expect(200), "next");
        }
        try (ServerProcess server = ServerProcess.start(List.of(store), Map.of())) {
            assertEquals(2, Api.of(server).get(next).expect(200).documents().size());
        }
        try (ServerProcess server =
                ServerProcess.start(List.of(store, "--cursor-key=another-key-of-16-characters"), Map.of())) {
            Api.of(server).get(next).expectProblem(400, "bad-cursor");
        }
    }

    private static void fill(Api api, String collection, int count, Random random) {
        var documents = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            documents.add("{\"_id\":" + (i % 3 == 0 ? "\"s" + i + "\"" : i) + field(random, "a") + field(random, "b")
                    + (random.nextBoolean() ? ",\"o\":{\"x\":" + value(random) + "}" : "") + "}");
        }
        api.post(collection, "[" + String.join(",", documents) + "]").expect(200);
    }

    private static String field(Random random, String name) {
        return random.nextInt(5) == 0 ? "" : ",\"" + name + "\":" + value(random);
    }

    private static String value(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private static List<List<BsonValue>> walk(Api api, String start, String rel) {
        var pages = new ArrayList<List<BsonValue>>();
        for (String url = start; !url.isEmpty(); ) {
            Answer page = api.get(url).expect(200);
            pages.add(ids(page));
            assertTrue(pages.size() < 200, "a walk without end");
            url = link(page, rel);
        }
        return pages;
    }

    private static String lastUrl(Api api, String start) {
        String url = start;
        for (String next = url; !next.isEmpty(); next = link(api.get(url).expect(200), "next")) {
            url = next;
        }
        return url;
    }

    private static List<BsonValue> ids(Answer page) {
        return page.array().stream()
                .map(document -> document.asDocument().get("_id", new BsonString("")))
                .map(id -> id.isNumber() ? new BsonInt32(id.asNumber().intValue()) : id)
                .toList();
    }

    private static String link(Answer page, String rel) {
        Matcher matcher = Pattern.compile("<([^>]*)>; rel=\"" + rel + "\"").matcher(page.header("Link"));
        return matcher.find() ? matcher.group(1) : "";
    }

    /** The embedded store tells when it read too much. */
    @Test
    void aPageByCursorReadsNoMoreThanItself() {
        try (ServerProcess server = ServerProcess.on(Engine.EMBEDDED, "--limits.scan-warning=25")) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            String documents = IntStream.range(0, 300)
                    .mapToObj(i -> "{_id: 'd" + i + "', n: " + i + ", same: " + i % 2 + "}")
                    .collect(Collectors.joining(",", "[", "]"));
            api.post(collection, documents).expect(200);
            api.put(collection + "/_indexes/n", "{keys: {n: 1}}").expect(201);
            api.put(collection + "/_indexes/same", "{keys: {same: -1}}").expect(201);
            for (String order : List.of(
                    "sort=_id", "sort=-_id", "sort=n", "sort=-n", "sort=-same&sort=_id", "sort=same&sort=-_id")) {
                Answer page = api.get(collection + "?rep=S&pagesize=20&page=10&" + order);
                for (String link : List.of("next", "next", "prev")) {
                    page = api.get(link(page, link)).expect(200);

                    assertEquals(20, page.array().size(), order);
                    assertEquals("", page.header("Xylem-Slow-Query"), order + ", " + link);
                }
            }
            assertTrue(api.get(collection + "?rep=S&pagesize=20&sort=o")
                    .header("Xylem-Slow-Query")
                    .startsWith("scanned=300; returned=20"));
        }
    }
}
