package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Eventually;
import dev.xylem.fixture.Feed;
import dev.xylem.fixture.Guarded;
import dev.xylem.fixture.Metrics;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Guarded GUARDED = new Guarded(
            "  - {userid: ann, password: ann, roles: [users]}", """
              - role: users
                predicate: path-prefix["/"]
                mongo: {readFilter: {}}""".indent(2).stripTrailing());

    private static Metrics metrics() {
        return Metrics.of(GUARDED.server(Engine.EMBEDDED));
    }

    private static Api admin() {
        return GUARDED.on(Engine.EMBEDDED).as("admin", "admin");
    }

    @OnEveryEngine
    void requestsAreCountedByKindOfResourceMethodAndStatus(Engine engine) {
        Api api = GUARDED.on(engine).as("admin", "admin");
        String collection = api.newCollection();
        Metrics before = Metrics.of(GUARDED.server(engine));

        api.put(collection + "/a", "{n: 1}").expect(201);
        api.get(collection + "/a").expect(200);
        api.get(collection + "/a").expect(200);
        api.get(collection + "/b").expect(404);
        api.get(collection).expect(200);

        Metrics after = Metrics.of(GUARDED.server(engine));
        assertEquals(1, grown(before, after, "xylem_requests_total", "document", "PUT", "201"));
        assertEquals(2, grown(before, after, "xylem_requests_total", "document", "GET", "200"));
        assertEquals(1, grown(before, after, "xylem_requests_total", "document", "GET", "404"));
        assertEquals(1, grown(before, after, "xylem_requests_total", "collection", "GET", "200"));
        assertEquals(
                3,
                after.sum("xylem_request_seconds_count", "resource", "document", "method", "GET")
                        - before.sum("xylem_request_seconds_count", "resource", "document", "method", "GET"));
        assertTrue(after.sum("xylem_pool_open") >= 1);
        assertEquals(0, after.sum("xylem_pool_busy"));
    }

    private static double grown(
            Metrics before, Metrics after, String name, String resource, String method, String status) {
        String[] labels = {"resource", resource, "method", method, "status", status};
        return after.sum(name, labels) - before.sum(name, labels);
    }

    @Test
    void eachStageHasAHistogram() {
        admin().get("/").expect(200);

        Metrics metrics = metrics();
        for (String stage : List.of("identify", "parse", "authorize", "plan", "execute", "render")) {
            double count = metrics.sum("xylem_stage_seconds_count", "stage", stage);
            assertTrue(count > 0, stage);
            assertEquals(count, metrics.sum("xylem_stage_seconds_bucket", "stage", stage, "le", "+Inf"), stage);
        }
    }

    @Test
    void noWordOfAClientIsALabel() {
        Api admin = admin();
        admin.put("/labelleddatabase", null).expect(201);
        admin.put("/labelleddatabase/labelledcollection", null).expect(201);
        admin.put("/labelleddatabase/labelledcollection/labelleddocument", "{n: 1}")
                .expect(201);
        admin.get("/labelleddatabase?filter=%7Blabelledkey:1%7D");
        GUARDED.on(Engine.EMBEDDED)
                .as("labelleduser", "labelledpassword")
                .get("/")
                .expect(401);
        for (String method : List.of("LABELLED", "TRACE")) {
            Wire.send(GUARDED.server(Engine.EMBEDDED).base(), method, "/labelledpath", "X-Request-Id", "labelledid");
        }

        Set<String> values = metrics().samples().stream()
                .flatMap(sample -> sample.labels().values().stream())
                .filter(value -> value.toLowerCase(Locale.ROOT).contains("labelled"))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), values);
        assertTrue(metrics().sum("xylem_requests_total", "method", "other") >= 2);
    }

    @Test
    void loginsDenialsTokensAndProblemsAreCounted() {
        admin().put("/watched", null).expect(201);
        Metrics before = metrics();

        Api ann = GUARDED.on(Engine.EMBEDDED).as("ann", "ann");
        ann.put("/watched/coll", null).expect(403);
        GUARDED.on(Engine.EMBEDDED).get("/watched").expect(401);
        GUARDED.on(Engine.EMBEDDED).as("nobody", "wrong").get("/watched").expect(401);
        ann.delete("/_authtokens/ann").expect(204);

        Metrics after = metrics();
        assertEquals(
                1,
                after.sum("xylem_logins_total", "how", "password")
                        - before.sum("xylem_logins_total", "how", "password"));
        assertEquals(1, after.sum("xylem_logins_refused_total") - before.sum("xylem_logins_refused_total"));
        assertEquals(2, after.sum("xylem_denials_total") - before.sum("xylem_denials_total"));
        assertEquals(
                1,
                after.sum("xylem_denials_total", "rule", "none") - before.sum("xylem_denials_total", "rule", "none"));
        assertEquals(1, after.sum("xylem_tokens_issued_total") - before.sum("xylem_tokens_issued_total"));
        assertEquals(1, after.sum("xylem_tokens_revoked_total") - before.sum("xylem_tokens_revoked_total"));
        assertEquals(
                1,
                after.sum("xylem_problems_total", "code", "forbidden")
                        - before.sum("xylem_problems_total", "code", "forbidden"));
    }

    @Test
    void aLimitThatIsHitIsSeen() {
        double before = metrics().sum("xylem_problems_total", "code", "url-too-long");

        admin().get("/?filter=" + "a".repeat(17_000)).expect(414);

        assertEquals(before + 1, metrics().sum("xylem_problems_total", "code", "url-too-long"));
    }

    @Test
    void feedsAreSeenWhileTheyAreOpen() {
        try (var server = ServerProcess.on(Engine.EMBEDDED)) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.put(collection + "/a", "{n: 1}").expect(201);
            try (Feed feed = Feed.open(api, collection)) {
                feed.next("enter");
                feed.next("live");

                Metrics open = Metrics.of(server);
                assertEquals(1, open.sum("xylem_feeds_open"));
                assertEquals(1, open.sum("xylem_change_streams"));
                assertEquals(1, open.sum("xylem_feed_events_total", "event", "enter"));
                assertEquals(1, open.sum("xylem_feed_events_total", "event", "live"));
            }
            Eventually.within(
                    Duration.ofSeconds(5),
                    "the feed is counted as ended",
                    () -> Metrics.of(server).sum("xylem_feeds_ended_total", "reason", "left") == 1);
            assertEquals(0, Metrics.of(server).sum("xylem_feeds_open"));
        }
    }
}
