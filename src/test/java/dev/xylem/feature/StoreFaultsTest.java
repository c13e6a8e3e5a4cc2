package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.AtOnce;
import dev.xylem.fixture.Behind;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Eventually;
import dev.xylem.fixture.Fate;
import dev.xylem.fixture.Guarded;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.StoreLink;
import dev.xylem.fixture.Vitals;
import dev.xylem.fixture.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** A store that answers late, wrongly or not at all; rows R02 to R10 and R37 of docs/reliability.md. */
final class StoreFaultsTest {
    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final int FLAPS = Integer.getInteger("xylem.flaps", 8);
    private static final String ONE_ADMIN = """
            users:
              - {userid: admin, password: admin, roles: [admins]}
            permissions:
              - {role: admins, predicate: 'path-prefix["/"]'}
            """;
    private static final Fate ELECTION =
            Fate.Answered.error(189, "PrimarySteppedDown", "RetryableWriteError", "RetryableError");

    private static ServerProcess behind(StoreLink link, String... options) {
        List<String> all = new ArrayList<>(List.of("--mongo-uri=" + link.uri()));
        all.addAll(List.of(options));
        return ServerProcess.start(all, Map.of());
    }

    @Test
    void aReadWhoseConnectionIsLostIsTriedOnceMore() {
        try (var store = Behind.of(Engine.EMBEDDED);
                var link = store.link();
                var server = behind(link)) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.put(collection + "/a", "{n: 1}").expect(201);

            for (Fate fate : List.of(new Fate.Cut(), new Fate.AnswerLost(), ELECTION)) {
                link.meets("find", fate, 1);
                api.get(collection + "/a").expect(200);
                link.meets("find", fate, 1);
                assertEquals(1, api.get(collection).expect(200).documents().size());
            }
            link.meets("find", ELECTION, 2);
            api.get(collection + "/a").expectProblem(503, "store-unavailable");
            api.get(collection + "/a").expect(200);
        }
    }

    @Test
    void aReadIsTriedOnceOnlyWhereTheConnectionStringSaysSo() {
        try (var store = Behind.of(Engine.EMBEDDED);
                var link = store.link();
                var server = ServerProcess.start(
                        List.of("--mongo-uri=" + link.uri()
                                + "&retryReads=false&readPreference=secondaryPreferred&readConcernLevel=local"),
                        Map.of())) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.put(collection + "/a", "{n: 1}").expect(201);

            api.get(collection + "/a").expect(200);
            BsonDocument find = link.latest("find");
            link.meets("find", ELECTION, 1);

            api.get(collection + "/a").expectProblem(503, "store-unavailable");
            assertEquals(
                    "local", find.getDocument("readConcern").getString("level").getValue());
            assertEquals(
                    "secondaryPreferred",
                    find.getDocument("$readPreference").getString("mode").getValue());
        }
    }

    @OnEveryEngine
    void R02_aWriteWhoseAnswerIsLostHappensOnceOrNotAtAll(Engine engine) {
        try (var store = Behind.of(engine);
                var link = store.link();
                var server = behind(link)) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.put(collection + "/a", "{n: 0}").expect(201);
            recovers(api, collection);

            int unknown = 0;
            int confirmed = 0;
            for (Fate fate : List.of(new Fate.AnswerLost(), new Fate.Cut())) {
                for (String command : List.of("update", "findAndModify")) {
                    link.meets(command, fate, 1);
                    Answer answer = api.patch(collection + "/a", "{$inc: {n: 1}}");
                    if (answer.status() == 200) {
                        confirmed++;
                    } else {
                        assertTrue(answer.expectProblem(503, "store-unavailable")
                                .text()
                                .contains("may or may not"));
                        assertFalse(answer.header("Retry-After").isEmpty());
                        unknown++;
                    }
                    recovers(api, collection);
                }
            }

            int n = api.get(collection + "/a").json().getNumber("n").intValue();
            assertTrue(n >= confirmed && n <= confirmed + unknown, n + " of " + confirmed + " and " + unknown);
            assertTrue(unknown > 0);
            drop(api, collection);
        }
    }

    @Test
    void R05_aSlowStoreIs503AndPilesUpNothing() {
        try (var store = Behind.of(Engine.EMBEDDED);
                var link = store.link();
                var server = behind(link, "--limits.query-time=2s")) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.put(collection + "/a", "{n: 1}").expect(201);
            Vitals vitals = Vitals.of(server);
            AtOnce.send(200, _ -> api.get(collection + "/a"));
            long threads = vitals.threads();

            link.meets("find", new Fate.Late(Duration.ofSeconds(6)));
            var slow = CompletableFuture.supplyAsync(() -> AtOnce.send(200, _ -> timed(api, collection + "/a")));
            Eventually.within(RECOVERY, "the finds are under way", () -> link.commands("find") > 50);
            long start = System.nanoTime();
            api.get(collection + "?filter=nonsense").expect(400);
            assertEquals(200, health(server, "live"));
            Duration meanwhile = since(start);
            long busy = vitals.threads();

            slow.join().forEach(StoreFaultsTest::unavailable);
            assertTrue(meanwhile.compareTo(Duration.ofMillis(500)) < 0, "others wait " + meanwhile);
            assertTrue(busy <= threads + 20, threads + " threads, then " + busy);
            link.mend();
            recovers(api, collection);
            assertTrue(link.open() <= 110, link.open() + " connections");
        }
    }

    @Test
    void R07_anExhaustedPoolIs503AfterASecondAndOthersNeedNoConnection() {
        try (var store = Behind.of(Engine.EMBEDDED);
                var link = store.link()) {
            List<String> options = new ArrayList<>(Guarded.options(ONE_ADMIN));
            options.addAll(List.of("--mongo-uri=" + link.uri(), "--mongo-pool.max=2"));
            try (var server = ServerProcess.start(options, Map.of())) {
                Api stranger = Api.of(server);
                Api api = stranger.as("admin", "admin");
                String collection = api.newCollection();
                api.put(collection + "/a", "{n: 1}").expect(201);
                api.get(collection + "/a").expect(200);
                link.meets("find", new Fate.Late(Duration.ofSeconds(3)), 2);
                long finds = link.commands("find");
                var both = CompletableFuture.supplyAsync(() -> AtOnce.send(2, _ -> api.get(collection + "/a")));
                Eventually.within(RECOVERY, "both are taken", () -> link.commands("find") >= finds + 2);
                long commands = link.commands();

                stranger.get(collection + "/a").expectProblem(401, "unauthenticated");
                stranger.as("admin", "wrong").get(collection + "/a").expect(401);
                api.get(collection + "?filter=" + Api.encode("{a: {$where: 1}}"))
                        .expect(400);
                api.put(collection + "/b", "{").expect(400);
                api.send("OPTIONS", collection, null).expect(204);
                api.send("LOCK", collection, null).expect(405);
                assertEquals(commands, link.commands());
                AtOnce.send(20, _ -> timed(api, collection + "/a", Duration.ofMillis(1_900)))
                        .forEach(StoreFaultsTest::unavailable);

                both.join().forEach(answer -> answer.expect(200));
                api.get(collection + "/a").expect(200);
                assertTrue(link.open() <= 5, link.open() + " connections");
            }
        }
    }

    @Test
    void R08_connectionsThatLeadNowhereAreReplaced() {
        try (var store = Behind.of(Engine.EMBEDDED);
                var link = store.link();
                var server = behind(link, "--limits.query-time=1s")) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.put(collection + "/a", "{n: 1}").expect(201);

            link.strand();

            unavailable(timed(api, collection + "/a"));
            recovers(api, collection);
            api.patch(collection + "/a", "{$inc: {n: 1}}").expect(200);
            assertEquals(2, api.get(collection + "/a").json().getNumber("n").intValue());
        }
    }

    @Test
    void R09_aFlappingLinkIsNotStormed() throws InterruptedException {
        try (var store = Behind.of(Engine.EMBEDDED);
                var link = store.link();
                var server = behind(link, "--log.access=false")) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.put(collection + "/a", "{n: 1}").expect(201);
            long opened = link.opened();
            int logged = server.stderr().length();
            var over = new AtomicBoolean();
            var asking = CompletableFuture.supplyAsync(() -> AtOnce.send(4, _ -> {
                Answer answer = timed(api, collection + "/a");
                while (!over.get() && (answer.status() == 200 || answer.status() == 503)) {
                    answer = timed(api, collection + "/a");
                }
                return answer;
            }));

            for (int i = 0; i < FLAPS; i++) {
                link.turnAway();
                Thread.sleep(300);
                link.mend();
                Thread.sleep(300);
            }
            over.set(true);

            asking.join().forEach(answer -> assertTrue(answer.status() == 200 || answer.status() == 503));
            double seconds = FLAPS * 0.6;
            assertTrue((link.opened() - opened) / seconds < 20, (link.opened() - opened) + " in " + seconds + " s");
            assertTrue(server.stderr().length() - logged < seconds * 20_000, "the log grows");
            recovers(api, collection);
        }
    }

    @Test
    void R10_anOverloadedStoreIs503WithoutAStackTrace() {
        try (var store = Behind.of(Engine.EMBEDDED);
                var link = store.link();
                var server = behind(link)) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            Fate overloaded = Fate.Answered.error(
                    462, "IngressRequestRateLimitExceeded", "SystemOverloadedError", "RetryableError");
            for (String command : List.of("find", "insert", "update", "findAndModify", "aggregate")) {
                link.meets(command, overloaded);
            }

            unavailable(api.get(collection));
            unavailable(api.get(collection + "/a"));
            unavailable(api.get(collection + "/_size"));
            unavailable(api.put(collection + "/a", "{n: 1}"));
            unavailable(api.post(collection, "{n: 1}"));

            assertFalse(server.stderr().contains("\tat "), server.stderr());
            link.mend();
            recovers(api, collection);
            assertEquals("{\"_size\":0}", api.get(collection + "/_size").text());
        }
    }

    @Test
    void anAnswerThatIsSpoiledIs503() {
        try (var store = Behind.of(Engine.EMBEDDED);
                var link = store.link();
                var server = behind(link, "--limits.query-time=1s")) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.put(collection + "/a", "{n: 1}").expect(201);

            link.spoil();

            for (int i = 0; i < 5; i++) {
                unavailable(api.get(collection + "/a"));
                unavailable(api.patch(collection + "/a", "{$set: {m: 1}}"));
            }
            link.mend();
            recovers(api, collection);
            assertFalse(server.stderr().contains("\tat "), server.stderr());
        }
    }

    @Test
    void R37_aRefusedPasswordIsSaidAndNotTriedAllTheTime() throws InterruptedException {
        try (var store = Behind.of(Engine.EMBEDDED);
                var link = store.link()) {
            link.meets("saslStart", Fate.Answered.error(18, "AuthenticationFailed"));
            String uri = link.uri().replace("mongodb://", "mongodb://app:wrong-secret@") + "&authSource=admin";
            try (var server = ServerProcess.start(List.of("--mongo-uri=" + uri), Map.of())) {
                assertTrue(server.stdout().contains("store: unreachable"), server.stdout());
                unavailable(Api.of(server).get("/db/coll"));
                assertEquals(503, health(server, "ready"));
                assertEquals(200, health(server, "live"));
                long tried = link.commands("saslStart");
                Thread.sleep(3_000);

                assertTrue(link.commands("saslStart") - tried <= 6, "tried while nobody asks");
                assertTrue(server.stderr().contains("refuses the user or the password"), server.stderr());
                assertFalse(server.stderr().contains("wrong-secret"));
                assertFalse(server.stderr().contains("\tat "), server.stderr());
            }
        }
    }

    private static Answer timed(Api api, String path) {
        return timed(api, path, Duration.ofSeconds(6));
    }

    private static Answer timed(Api api, String path, Duration limit) {
        long start = System.nanoTime();
        Answer answer = api.get(path);
        assertTrue(since(start).compareTo(limit) < 0, path + " took " + since(start));
        return answer;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void unavailable(Answer answer) {
        answer.expectProblem(503, "store-unavailable");
        assertTrue(answer.header("Retry-After").matches("\\d+"), "tells when to come back");
    }

    private static void recovers(Api api, String collection) {
        Eventually.within(RECOVERY, "it is back", () -> api.get(collection).status() == 200);
    }

    private static int health(ServerProcess server, String kind) {
        URI management = Objects.requireNonNull(server.management());
        return Wire.send(management, "GET", "/health/" + kind).status();
    }

    private static void drop(Api api, String collection) {
        String database = collection.substring(0, collection.lastIndexOf('/'));
        api.delete(database, "If-Match", api.get(database).etag()).expect(204);
    }
}
