package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Behind;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StoreLossTest {

    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    @OnEveryEngine
    void itStartsWithoutAStoreAndServesWhenItComes(Engine engine) {
        try (var store = Behind.of(engine);
                var link = store.link()) {
            link.cut();
            try (var server = ServerProcess.start(List.of("--mongo-uri=" + link.uri()), Map.of())) {
                assertTrue(server.stdout().contains("store: unreachable"), server.stdout());
                unavailable(server);
                assertEquals(200, health(server, "live"));

                link.mend();

                recovers(server);
                Api api = Api.of(server);
                String collection = api.newCollection();
                api.put(collection + "/a", "{n: 1}").expect(201);
                api.delete(
                                database(collection),
                                "If-Match",
                                api.get(database(collection)).etag())
                        .expect(204);
            }
        }
    }

    @OnEveryEngine
    void R01_aLostStoreIs503UntilItIsBack(Engine engine) {
        try (var store = Behind.of(engine);
                var link = store.link();
                var server = ServerProcess.start(List.of("--mongo-uri=" + link.uri()), Map.of())) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.put(collection + "/a", "{n: 1}").expect(201);

            link.cut();
            unavailable(server, collection + "/a");
            link.mend();
            recovers(server);
            assertEquals(1, number(api, collection + "/a"));

            link.hold();
            unavailable(server, collection + "/a");
            link.mend();
            recovers(server);
            assertEquals(1, number(api, collection + "/a"));
            api.put(collection + "/a", "{n: 2}").expect(200);
            api.delete(
                            database(collection),
                            "If-Match",
                            api.get(database(collection)).etag())
                    .expect(204);
        }
    }

    @OnEveryEngine
    void connectionsCutInTheMiddleAreNeverA500(Engine engine) throws InterruptedException {
        try (var store = Behind.of(engine);
                var link = store.link();
                var server = ServerProcess.start(List.of("--mongo-uri=" + link.uri()), Map.of())) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.put(collection + "/a", "{n: 0}").expect(201);
            var going = new AtomicBoolean(true);
            Thread cutter = Thread.ofVirtual().start(() -> {
                while (going.get()) {
                    sleep(150);
                    link.dropConnections();
                }
            });

            Set<Integer> seen = new TreeSet<>();
            long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            for (int i = 0; System.nanoTime() < end; i++) {
                seen.add(api.get(collection).status());
                seen.add(api.patch(collection + "/a", "{$inc: {n: 1}}").status());
                seen.add(api.post(collection, "[{_id: 'b" + i + "'}, {_id: 'c'}]")
                        .status());
            }
            going.set(false);
            cutter.join();

            assertTrue(Set.of(200, 207, 503).containsAll(seen), seen.toString());
            recovers(server);
            api.get(collection + "/a").expect(200);
            api.delete(
                            database(collection),
                            "If-Match",
                            api.get(database(collection)).etag())
                    .expect(204);
        }
    }

    @Test
    void aPortWhereNobodyListensIs503() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (var server = ServerProcess.start(List.of("--mongo-uri=mongodb://127.0.0.1:" + free), Map.of())) {
            unavailable(server);
            Answer refused = Api.of(server).get("/db/coll");
            assertFalse(refused.text().contains("127.0.0.1"), refused.text());
            assertEquals(200, health(server, "live"));
        }
    }

    private static void unavailable(ServerProcess server) {
        unavailable(server, "/db/coll/a");
    }

    private static void unavailable(ServerProcess server, String path) {
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            both.invokeAll(List.<Callable<Boolean>>of(
                            () -> unavailable(server, "GET", path, null), () -> unavailable(server, "PUT", path, "{}")))
                    .forEach(StoreLossTest::succeeded);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertEquals(503, health(server, "ready"));
    }

    private static boolean unavailable(ServerProcess server, String method, String path, @Nullable String body) {
        long start = System.nanoTime();
        Answer answer = Api.of(server).send(method, path, body).expectProblem(503, "store-unavailable");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(answer.header("Retry-After").matches("\\d+"), "tells when to come back");
        assertTrue(took.compareTo(PATIENCE) < 0, method + " took " + took);
        return true;
    }

    private static void succeeded(Future<Boolean> request) {
        try {
            assertTrue(request.get());
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static void recovers(ServerProcess server) {
        Api api = Api.of(server);
        long end = System.nanoTime() + RECOVERY.toNanos();
        while (api.get("/_size").status() != 200 || health(server, "ready") != 200) {
            assertTrue(System.nanoTime() < end, "still not back");
            sleep(100);
        }
    }

    private static int health(ServerProcess server, String kind) {
        URI management = Objects.requireNonNull(server.management());
        return Wire.send(management, "GET", "/health/" + kind).status();
    }

    private static int number(Api api, String path) {
        return api.get(path).expect(200).json().getNumber("n").intValue();
    }

    private static String database(String collection) {
        return collection.substring(0, collection.lastIndexOf('/'));
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
