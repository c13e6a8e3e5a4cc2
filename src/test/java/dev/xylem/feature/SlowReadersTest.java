package dev.xylem.feature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Behind;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Eventually;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Vitals;
import dev.xylem.fixture.Wire;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients that take little of what they asked for, or leave; rows R11 and R13 of docs/reliability.md. */
final class SlowReadersTest {
    private static final int DOCUMENTS = 4_000;
    private static final Duration SOON = Duration.ofSeconds(5);

    @Test
    void R11_whoLeavesInTheMiddleLeavesNothingBehind() throws IOException {
        try (var store = Behind.of(Engine.EMBEDDED);
                var link = store.link();
                var server = ServerProcess.start(List.of("--mongo-uri=" + link.uri()), Map.of())) {
            Api api = Api.of(server);
            String collection = filled(api);
            leave(server, collection, 20);
            Vitals vitals = Vitals.of(server);
            Eventually.within(SOON, "all is over", () -> vitals.virtualThreads() < 20);
            long threads = vitals.threads();
            long descriptors = vitals.descriptors() - link.open();
            int logged = server.stderr().length();
            long ended = link.commands("killCursors");

            leave(server, collection, 100);

            Eventually.within(SOON, "threads end", () -> vitals.virtualThreads() < 20);
            Eventually.within(SOON, "connections end", () -> vitals.descriptors() - link.open() <= descriptors + 10);
            assertTrue(link.open() < 60, link.open() + " connections");
            assertTrue(link.commands("killCursors") >= ended + 100, "cursors end");
            assertTrue(vitals.threads() <= threads + 5, threads + " threads, then " + vitals.threads());
            assertTrue(server.stderr().length() - logged < 100 * 400, "a line or two for each");
            assertFalse(server.stderr().contains("\tat "), server.stderr());
            assertEquals(DOCUMENTS, size(api, collection));
        }
    }

    @Test
    void R13_whoReadsSlowlyTakesLittleMemoryAndNotTheConnectionsOfOthers() throws IOException {
        try (var store = Behind.of(Engine.EMBEDDED);
                var link = store.link();
                var server = ServerProcess.start(
                        List.of("--mongo-uri=" + link.uri(), "--mongo-pool.max=20", "--limits.stream-idle=2s"),
                        Map.of("JAVA_OPTS", "-Xmx128m"))) {
            Api api = Api.of(server);
            String collection = filled(api);
            List<Socket> readers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                readers.add(reader(server, collection));
            }
            for (int i = 0; i < 20; i++) {
                assertEquals(DOCUMENTS, size(api, collection));
            }
            assertTrue(Vitals.of(server).heapMib() < 100, "heap");

            Eventually.within(
                    Duration.ofSeconds(10),
                    "who reads nothing is ended",
                    () -> server.stderr().contains("limits.stream-idle"));

            Eventually.within(SOON, "others come in", () -> {
                try (Socket socket = reader(server, collection)) {
                    return new String(socket.getInputStream().readNBytes(12), US_ASCII).equals("HTTP/1.1 200");
                } catch (IOException e) {
                    return false;
                }
            });
            for (Socket reader : readers) {
                reader.close();
            }
        }
    }

    private static void leave(ServerProcess server, String collection, int clients) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            sockets.add(reader(server, collection));
            if (sockets.size() == 20) {
                for (Socket socket : sockets) {
                    socket.getInputStream().readNBytes(1_024);
                    // an RST
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
                sockets.clear();
            }
        }
    }

    /** Has asked for everything. */
    private static Socket reader(ServerProcess server, String collection) throws IOException {
        var socket = new Socket();
        socket.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        socket.connect(Wire.address(server.base()));
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("GET " + collection + "?rep=NDJSON HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
        return socket;
    }

    /** 16 MB. */
    private static String filled(Api api) {
        String collection = api.newCollection();
        String text = "x".repeat(4_000);
        for (int from = 0; from < DOCUMENTS; from += 1_000) {
            int first = from;
            api.post(
                            collection,
                            IntStream.range(0, 1_000)
                                    .mapToObj(i -> "{_id: " + (first + i) + ", t: '" + text + "'}")
                                    .collect(Collectors.joining(",", "[", "]")))
                    .expect(200);
        }
        return collection;
    }

    private static int size(Api api, String collection) {
        return api.get(collection + "/_size")
                .expect(200)
                .json()
                .getNumber("_size")
                .intValue();
    }
}
