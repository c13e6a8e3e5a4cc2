package dev.xylem.feature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Wire;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class LimitsTest {

    private static ServerProcess server;
    private static Api api;
    private final String collection = api.newCollection();

    @BeforeAll
    static void start() {
        server = ServerProcess.on(
                Engine.EMBEDDED,
                "--limits.body=2KiB",
                "--limits.bulk-body=4KiB",
                "--limits.url=1KiB",
                "--limits.header=1KiB",
                "--limits.json-depth=5",
                "--limits.filter-depth=3",
                "--limits.skip=10",
                "--limits.body-time=500ms",
                "--limits.header-time=700ms",
                "--https-listener=true",
                "--https-port=0");
        api = Api.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void bodyIs413() {
        api.put(collection + "/a", text(1500)).expect(201);
        api.put(collection + "/b", text(2100)).expectProblem(413, "body-too-large");
        api.put(collection + "/b", text(500_000)).expectProblem(413, "body-too-large");
        api.post(collection, text(2100)).expectProblem(413, "body-too-large");
        api.patch(collection + "/a", text(2100)).expectProblem(413, "body-too-large");
        api.put(collection, text(2100)).expectProblem(413, "body-too-large");
        assertEquals("{\"_size\":1}", size());
    }

    @Test
    void aBodyOfUnknownLengthIsCounted() {
        String chunk = "3e8\r\n" + " ".repeat(1000) + "\r\n";
        Wire.Reply reply = Wire.raw(
                api.base(),
                "PUT " + collection
                        + "/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + chunk.repeat(3) + "2\r\n{}\r\n0\r\n\r\n");

        assertEquals(413, reply.status());
        assertEquals("body-too-large", reply.code());
        assertEquals("{\"_size\":0}", size());
    }

    @Test
    void bulkBodyIs413() {
        api.post(collection, "[" + text(1500) + "," + text(1500) + "]").expect(200);
        api.post(collection, "[" + text(2500) + "," + text(2500) + "]").expectProblem(413, "bulk-too-large");
        assertEquals("{\"_size\":2}", size());
    }

    @Test
    void urlIs414() {
        api.get(collection + "?x=" + "a".repeat(900)).expect(200);
        api.get(collection + "?x=" + "a".repeat(1100)).expectProblem(414, "url-too-long");
        api.put(collection + "/" + "a".repeat(1100), "{}").expectProblem(414, "url-too-long");
        assertEquals(414, api.get(collection + "?x=" + "a".repeat(20_000)).status());
        assertEquals("{\"_size\":0}", size());
    }

    @Test
    void headerIs431() {
        api.get(collection, "X-A", "a".repeat(700)).expect(200);
        api.get(collection, "X-A", "a".repeat(1100)).expectProblem(431, "header-too-large");
        api.put(collection + "/a", "{}", "X-A", "a".repeat(1100)).expectProblem(431, "header-too-large");
        assertEquals(431, api.get(collection, "X-A", "a".repeat(20_000)).status());
        assertEquals("{\"_size\":0}", size());
    }

    @Test
    void jsonDepthIs400() {
        api.put(collection + "/a", nested(5)).expect(201);
        api.put(collection + "/b", nested(6)).expectProblem(400, "too-deep");
        api.put(collection + "/b", "{a:" + "[".repeat(600)).expectProblem(400, "too-deep");
        api.post(collection, "[" + nested(5) + "]").expectProblem(400, "too-deep");
        assertEquals("{\"_size\":1}", size());
    }

    @Test
    void filterDepthIs400() {
        api.get(collection + "?filter=" + Api.encode(nested(3))).expect(200);
        Answer refused =
                api.get(collection + "?filter=" + Api.encode(nested(4))).expectProblem(400, "filter-too-deep");
        assertEquals("filter", refused.json().getString("parameter").getValue());
        api.get(collection + "?keys=" + Api.encode(nested(4))).expectProblem(400, "filter-too-deep");
    }

    @Test
    void skipIs400() {
        api.get(collection + "?pagesize=5&page=3").expect(200);
        Answer refused = api.get(collection + "?pagesize=5&page=4").expectProblem(400, "skip-too-large");
        assertEquals("page", refused.json().getString("parameter").getValue());
        api.get("/?pagesize=5&page=4").expectProblem(400, "skip-too-large");
    }

    @Test
    void aBodyThatStopsComingIs408() throws IOException {
        try (Socket socket = dangling("PUT " + collection + "/a")) {
            Wire.Reply reply = Wire.read(socket);

            assertEquals(408, reply.status());
            assertEquals("body-timeout", reply.code());
        }
        assertEquals("{\"_size\":0}", size());
    }

    @Test
    void aHeaderThatComesByteByByteEndsTheConnection() throws IOException, InterruptedException {
        try (Socket slow = Wire.connect(server.base())) {
            assertTrue(millisUntilClosed(slow, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ") < 5_000);
        }
        try (Socket again = Wire.connect(server.base())) {
            again.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            assertEquals('H', again.getInputStream().read());
            Thread.sleep(1_000);
            assertTrue(
                    millisUntilClosed(again, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ") < 5_000,
                    "the next one on a connection");
        }
        try (Socket silent = Wire.connect(Objects.requireNonNull(server.tls()))) {
            assertTrue(millisUntilClosed(silent, "\u0016\u0003\u0001") < 5_000, "a handshake");
        }
    }

    @Test
    void aSlowBodyBehindAQuickHeaderIsNoSlowHeader() throws IOException, InterruptedException {
        try (Socket socket = dangling("PUT " + collection + "/a")) {
            for (int i = 0; i < 4; i++) {
                Thread.sleep(300);
                socket.getOutputStream().write("  ".getBytes(US_ASCII));
            }
            socket.getOutputStream().write("}".getBytes(US_ASCII));

            assertEquals(201, Wire.read(socket).status());
        }
    }

    /** A byte each 100 ms, until the server ends it. */
    private static long millisUntilClosed(Socket socket, String start) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            socket.getOutputStream().write(start.getBytes(ISO_8859_1));
            while (System.nanoTime() - begin < Duration.ofSeconds(10).toNanos()) {
                socket.getOutputStream().write('a');
                Thread.sleep(100);
            }
        } catch (IOException e) {
            // closed
        }
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    @Test
    void concurrentIs503AfterAShortQueue() throws IOException {
        try (var narrow = ServerProcess.on(Engine.EMBEDDED, "--limits.concurrent=1", "--limits.body-time=8s")) {
            Api one = Api.of(narrow);
            String path = one.newCollection() + "/a";
            Answer refused;
            long start;
            try (Socket holding = connected(narrow, "PUT " + path)) {
                start = System.nanoTime();
                do {
                    refused = one.get(path);
                } while (refused.status() == 404
                        && System.nanoTime() - start < Duration.ofSeconds(2).toNanos());
                assertTrue(holding.isConnected());
            }

            refused.expectProblem(503, "overloaded");
            assertEquals("1", refused.header("Retry-After"));
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(4).toNanos(), "waits a second at most");
            one.get(path).expectProblem(404, "document-not-found");
        }
    }

    @Test
    void queryTimeIs408() {
        try (var impatient = ServerProcess.on(Engine.EMBEDDED, "--limits.query-time=500ms")) {
            Api hurried = Api.of(impatient);
            String slow = hurried.newCollection();
            String line = "a".repeat(100);
            hurried.post(
                            slow,
                            IntStream.range(0, 8000)
                                    .mapToObj(i -> "{s:'" + line + "'}")
                                    .collect(Collectors.joining(",", "[", "]")))
                    .expect(200);
            String filter = "filter=" + Api.encode("{s: {$regex: 'a*a*a*b'}}");

            hurried.get(slow + "?" + filter).expectProblem(408, "query-timeout");
            hurried.get(slow + "/_size?" + filter).expectProblem(408, "query-timeout");
            assertEquals(
                    "{\"_size\":8000}", hurried.get(slow + "/_size").expect(200).text());
        }
    }

    private static Socket dangling(String line) throws IOException {
        return connected(server, line);
    }

    private static Socket connected(ServerProcess to, String line) throws IOException {
        Socket socket = Wire.connect(to.base());
        socket.getOutputStream()
                .write((line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 10\r\n\r\n{")
                        .getBytes(US_ASCII));
        return socket;
    }

    private static String text(int length) {
        return "{s: '" + "x".repeat(length) + "'}";
    }

    private static String nested(int depth) {
        return "{a:".repeat(depth) + "1" + "}".repeat(depth);
    }

    private String size() {
        return api.get(collection + "/_size").expect(200).text();
    }
}
