package dev.xylem.feature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.AtOnce;
import dev.xylem.fixture.Behind;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Eventually;
import dev.xylem.fixture.Fate;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Vitals;
import dev.xylem.fixture.Wire;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More than there is room for: of requests, connections, bytes and files; rows R21, R22, R33 and R34 of docs/reliability.md. */
final class OverloadTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void tooManyRequestsAreTurnedAwayBeforeTheOthersWaitLong() {
        try (var store = Behind.of(Engine.EMBEDDED);
                var link = store.link();
                var server = ServerProcess.start(
                        List.of("--mongo-uri=" + link.uri(), "--limits.concurrent=4", "--log.access=false"),
                        Map.of())) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.put(collection + "/a", "{n: 1}").expect(201);
            link.meets("find", new Fate.Late(Duration.ofMillis(200)));

            var crowd = CompletableFuture.supplyAsync(() -> AtOnce.send(200, _ -> {
                long start = System.nanoTime();
                Answer answer = api.get(collection + "/a");
                assertTrue(since(start).compareTo(Duration.ofMillis(2_500)) < 0, "it took " + since(start));
                return answer;
            }));
            Eventually.within(SOON, "they are at work", () -> link.commands("find") > 8);
            long start = System.nanoTime();
            assertEquals(200, health(server, "live"));
            assertEquals(200, health(server, "ready"));
            Duration managed = since(start);

            var statuses = statuses(crowd.join());
            assertTrue(managed.compareTo(Duration.ofSeconds(1)) < 0, "management took " + managed);
            assertEquals(Set.of(200, 503), statuses.keySet());
            link.mend();
            Eventually.within(
                    SOON, "it is back", () -> api.get(collection + "/a").status() == 200);
        }
    }

    @Test
    void R21_anEndlessBodyIsRefusedAtItsLimitAndTakesNoMemory() throws IOException {
        try (var server = server("--limits.body-time=2s")) {
            String collection = Api.of(server).newCollection();
            List<Thread> senders = new ArrayList<>();
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Socket socket = Wire.connect(server.base());
                sockets.add(socket);
                String line = i % 2 == 0 ? "POST " + collection : "PUT " + collection + "/a";
                senders.add(Thread.ofVirtual().start(() -> sendWithoutEnd(socket, line)));
            }
            for (Socket socket : sockets) {
                int status = Wire.statusOf(socket);
                assertTrue(status == 413 || status == 503 || status == 0, "status " + status);
            }
            senders.forEach(OverloadTest::join);
            assertEquals(
                    "{\"_size\":0}", Api.of(server).get(collection + "/_size").text());
        }
    }

    private static void sendWithoutEnd(Socket socket, String line) {
        try {
            String head = line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            byte[] chunk = ("10000\r\n" + " ".repeat(65_536) + "\r\n").getBytes(US_ASCII);
            for (int i = 0; i < 4_000; i++) {
                socket.getOutputStream().write(chunk);
            }
        } catch (IOException e) {
            // it was ended
        }
    }

    @Test
    void R22_slowHeadersDisturbNobodyAndAreEnded() throws IOException {
        try (var server = server("--limits.header-time=2s")) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            Vitals vitals = Vitals.of(server);
            long descriptors = vitals.descriptors();
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                Socket socket = Wire.connect(server.base());
                slow.add(socket);
                socket.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(US_ASCII));
            }
            Eventually.within(SOON, "they are there", () -> vitals.descriptors() > descriptors + 500);
            api.get(collection).expect(200);
            for (int i = 0; i < 10; i++) {
                long start = System.nanoTime();
                api.get(collection).expect(200);
                assertTrue(since(start).compareTo(Duration.ofMillis(500)) < 0, "another took " + since(start));
                for (Socket socket : slow.subList(0, 50)) {
                    socket.getOutputStream().write('x');
                }
            }

            Eventually.within(SOON, "they are ended", () -> vitals.descriptors() <= descriptors + 5);
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void R33_manyLargeBodiesInALittleMemoryAreTakenOneByOneOrTurnedAway() {
        try (var store = Behind.of(Engine.EMBEDDED);
                var server = ServerProcess.start(
                        List.of("--mongo-uri=" + store.uri(), "--log.access=false"), Map.of("JAVA_OPTS", "-Xmx512m"))) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            String text = "x".repeat(100_000);
            String large = IntStream.range(0, 105)
                    .mapToObj(i -> "{_id: " + i + ", t: '" + text + "'}")
                    .collect(Collectors.joining(",", "[", "]"));
            String many = "[" + "{a:[{}]},".repeat(1_100_000) + "{}]";

            Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
            try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 100; i++) {
                    String body = i % 4 == 3 ? many : large;
                    clients.execute(
                            () -> statuses.computeIfAbsent(posted(server, collection, body), _ -> new LongAdder())
                                    .increment());
                }
            }

            System.out.println("R33 " + statuses);
            assertTrue(Set.of(0, 200, 413, 503).containsAll(statuses.keySet()), statuses::toString);
            Eventually.within(SOON, "large ones are taken", () -> posted(server, collection, large) == 200);
            assertEquals(413, posted(server, collection, many));
            assertEquals("{\"_size\":105}", api.get(collection + "/_size").text());
        }
    }

    @Test
    void R34_withoutFilesLeftItWaitsAndGoesOn() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")));
        try (var server = server("--mongo-pool.max=2")) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.put(collection + "/a", "{n: 1}").expect(201);
            limitFiles(server, Long.toString(Vitals.of(server).descriptors() + 20));
            int logged = server.stderr().length();

            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Socket socket = Wire.connect(server.base());
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
                sockets.add(socket);
            }
            Thread.sleep(3_000);
            for (Socket socket : sockets) {
                socket.close();
            }

            Eventually.within(SOON, "it goes on", () -> answers(server, collection));
            String told = server.stderr().substring(logged);
            assertTrue(told.contains("ulimit -n"), told);
            assertTrue(told.length() < 20_000, told);
            assertFalse(told.contains("\tat "), told);
            limitFiles(server, "10000");
            assertEquals(0, server.terminate());
        }
    }

    /** 0 when it ended the connection before all was sent. */
    private static int posted(ServerProcess server, String collection, String body) {
        try (Socket socket = Wire.connect(server.base())) {
            String head = "POST " + collection
                    + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n";
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write((head + body).getBytes(US_ASCII));
            return Wire.statusOf(socket);
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean answers(ServerProcess server, String collection) {
        try {
            return Wire.send(server.base(), "GET", collection + "/a").status() == 200;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static void limitFiles(ServerProcess server, String most) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder("prlimit", "--pid", Long.toString(server.pid()), "--nofile=" + most + ":")
                .inheritIO()
                .start();
        assertTrue(prlimit.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, prlimit.exitValue());
    }

    private static ServerProcess server(String... options) {
        List<String> all = new ArrayList<>(List.of(Engine.EMBEDDED.option(), "--log.access=false"));
        all.addAll(List.of(options));
        return ServerProcess.start(all, Map.of("JAVA_OPTS", "-Xmx128m"));
    }

    private static Map<Integer, Long> statuses(List<Answer> answers) {
        answers.stream()
                .filter(answer -> answer.status() == 503)
                .forEach(answer -> assertFalse(answer.header("Retry-After").isEmpty()));
        return answers.stream().collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
    }

    private static int health(ServerProcess server, String kind) {
        URI management = Objects.requireNonNull(server.management());
        return Wire.send(management, "GET", "/health/" + kind).status();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
