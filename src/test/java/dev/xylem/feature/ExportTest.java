package dev.xylem.feature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.StoreLink;
import dev.xylem.fixture.Wire;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportTest {
    private static final String NDJSON = "application/x-ndjson";
    private static final String FILLING = "x".repeat(1000);

    @OnEveryEngine
    void anExportIsAllPagesOneAfterTheOther(Engine engine) {
        Api api = Api.on(engine);
        String collection = filled(api, 230);
        String query = "sort=-g&sort=n&filter=" + Api.encode("{n: {$gte: 7}}") + "&keys=" + Api.encode("{n: 1}");

        Answer export = api.get(collection + "?rep=ndjson&" + query).expect(200);

        assertEquals(NDJSON, export.header("Content-Type"));
        assertEquals(walk(api, collection + "?rep=S&pagesize=50&" + query), documents(export));
    }

    private static List<BsonDocument> walk(Api api, String firstPage) {
        List<BsonDocument> all = new ArrayList<>();
        for (String page = firstPage; !page.isEmpty(); ) {
            Answer answer = api.get(page).expect(200);
            answer.array().forEach(document -> all.add(document.asDocument()));
            page = next(answer);
        }
        return all;
    }

    private static String next(Answer answer) {
        String link = answer.header("Link");
        return link.contains("rel=\"next\"") ? link.substring(1, link.indexOf('>')) : "";
    }

    @OnEveryEngine
    void acceptAsksForItToo(Engine engine) {
        Api api = Api.on(engine);
        String collection = filled(api, 3);

        Answer export = api.get(collection, "Accept", NDJSON).expect(200);

        assertEquals(3, documents(export).size());
        assertTrue(export.header("Vary").contains("Accept"));
        assertEquals("chunked", export.header("Transfer-Encoding"));
    }

    @OnEveryEngine
    void aPagesizeMakesAPageOfItWithItsLinks(Engine engine) {
        Api api = Api.on(engine);
        String collection = filled(api, 5);

        Answer first = api.get(collection + "?rep=NDJSON&pagesize=2&sort=n").expect(200);
        Answer second = api.get(next(first)).expect(200);
        Answer rest = api.get(next(first).replace("pagesize=2&", "")).expect(200);

        assertEquals(List.of(0, 1), numbers(first));
        assertEquals(List.of(2, 3), numbers(second));
        assertEquals(List.of(2, 3, 4), numbers(rest));
    }

    @OnEveryEngine
    void theCountIsAHeader(Engine engine) {
        Api api = Api.on(engine);
        String collection = filled(api, 5);

        Answer export = api.get(collection + "?rep=NDJSON&count&filter=" + Api.encode("{n: {$lt: 3}}"));

        assertEquals("3", export.expect(200).header("X-Total-Count"));
    }

    @OnEveryEngine
    void anEmptyResultIsAnEmptyBody(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        assertEquals("", api.get(collection + "?rep=NDJSON").expect(200).text());
        assertEquals("", api.get(collection + "?rep=CSV").expect(200).text());
        assertEquals(
                "a,b\r\n",
                api.get(collection + "?rep=CSV&keys=" + Api.encode("{_id:0,a:1,b:1}"))
                        .expect(200)
                        .text());
    }

    @OnEveryEngine
    void headTellsWhatGetWouldSay(Engine engine) {
        Api api = Api.on(engine);
        String collection = filled(api, 3);

        Answer head =
                api.send("HEAD", collection + "?rep=NDJSON&count=true", null).expect(200);

        assertEquals(NDJSON, head.header("Content-Type"));
        assertEquals("3", head.header("X-Total-Count"));
        assertEquals("", head.text());
    }

    @OnEveryEngine
    void gzipIsHonouredWhileStreaming(Engine engine) throws IOException {
        Api api = Api.on(engine);
        String collection = filled(api, 300);

        Answer plain = api.get(collection + "?rep=NDJSON").expect(200);
        Answer packed =
                api.get(collection + "?rep=NDJSON", "Accept-Encoding", "gzip").expect(200);

        assertEquals("gzip", packed.header("Content-Encoding"));
        assertTrue(packed.bytes().length < plain.bytes().length / 4);
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.bytes()))) {
            assertEquals(plain.text(), new String(unpacked.readAllBytes(), UTF_8));
        }
    }

    @OnEveryEngine
    void aQueryThatTheStoreRefusesIsAProblemAndNoStream(Engine engine) {
        Api api = Api.on(engine);
        String collection = filled(api, 1);

        api.get(collection + "?rep=NDJSON&hint=no_such_index").expectProblem(400, "invalid-request");
        api.get(collection + "?rep=NDJSON&filter=" + Api.encode("{n: {$where: 1}}"))
                .expectProblem(400, "operator-not-allowed");
        api.get(collection + "x?rep=NDJSON").expectProblem(404, "collection-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/coll/a", "/_meta", "/coll/_size"})
    void whatIsNoRowOfDocumentsCannotBeStreamed(String place) {
        Api api = Api.on(Engine.EMBEDDED);
        String database = api.newDatabase();
        api.put(database + "/coll", null).expect(201);
        api.put(database + "/coll/a", "{}").expect(201);

        api.get(database + place + "?rep=NDJSON").expectProblem(400, "invalid-parameter");
        api.get(database + place, "Accept", "text/csv").expectProblem(406, "not-acceptable");
    }

    @Test
    void httpOneZeroGetsItToo() {
        Api api = Api.on(Engine.EMBEDDED);
        String collection = filled(api, 3);

        var reply = Wire.raw(api.base(), "GET " + collection + "?rep=NDJSON HTTP/1.0\r\nHost: localhost\r\n\r\n");

        assertEquals(200, reply.status());
        assertEquals(3, reply.body().lines().count());
    }

    @OnEveryEngine
    void aSlowReaderGetsAllOfItAndOthersAreServedMeanwhile(Engine engine) throws Exception {
        Api api = Api.on(engine);
        String collection = filled(api, engine.isEmbedded() ? 20_000 : 3_000);
        long expected = api.get(collection + "/_size").json().getNumber("_size").longValue();

        try (Socket reader = open(api.base(), collection + "?rep=NDJSON")) {
            InputStream in = reader.getInputStream();
            String start = new String(in.readNBytes(2000), ISO_8859_1);
            for (int i = 0; i < 5; i++) {
                Thread.sleep(100);
                api.get(collection + "?pagesize=1").expect(200);
            }
            String body = start.substring(start.indexOf("\r\n\r\n")) + new String(in.readAllBytes(), ISO_8859_1);

            assertTrue(body.endsWith("0\r\n\r\n"));
            assertEquals(expected, body.split("\"n\":", -1).length - 1);
        }
    }

    @OnEveryEngine
    void aClientThatLeavesFreesTheConnectionToTheStore(Engine engine) throws Exception {
        try (ServerProcess server = ServerProcess.on(engine, "--mongo-pool.max=1", "--mongo-pool.wait=10ms")) {
            Api api = Api.of(server);
            String collection = filled(api, 8_000);
            try (Socket reader = open(server.base(), collection + "?rep=NDJSON")) {
                assertTrue(reader.getInputStream().read() > 0);

                api.get(collection + "?pagesize=1").expectProblem(503, "store-unavailable");
            }
            awaitStatus(api, collection + "?pagesize=1", 200);
            api.send("HEAD", collection + "?rep=NDJSON", null).expect(200);
            api.get(collection + "?pagesize=1").expect(200);
        }
    }

    private static void awaitStatus(Api api, String path, int status) throws InterruptedException {
        for (int i = 0; i < 100 && api.get(path).status() != status; i++) {
            Thread.sleep(50);
        }
        api.get(path).expect(status);
    }

    @Test
    void theTimeOfAStreamIsLimited() throws Exception {
        try (ServerProcess server = ServerProcess.on(Engine.EMBEDDED, "--limits.stream-time=500ms")) {
            Api api = Api.of(server);
            String collection = filled(api, 8_000);
            try (Socket reader = open(server.base(), collection + "?rep=NDJSON")) {
                Thread.sleep(1500);
                String body = new String(reader.getInputStream().readAllBytes(), ISO_8859_1);

                assertTrue(body.startsWith("HTTP/1.1 200"));
                assertFalse(body.endsWith("0\r\n\r\n"));
            }
            assertTrue(server.stderr().contains("limits.stream-time"));
        }
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "XYLEM_DOCUMENTDB_URI", matches = ".+")
    void aStoreThatIsLostInMidStreamBreaksTheAnswerOff() throws Exception {
        URI store = URI.create(
                Objects.requireNonNull(System.getenv("XYLEM_DOCUMENTDB_URI")).replaceFirst("^mongodb", "http"));
        try (var link = new StoreLink(store.getHost(), store.getPort());
                ServerProcess server = ServerProcess.start(List.of("--mongo-uri=" + link.uri()), java.util.Map.of())) {
            Api api = Api.of(server);
            String collection = filled(api, 8_000);
            try (Socket reader = open(server.base(), collection + "?rep=NDJSON")) {
                assertTrue(reader.getInputStream().read() > 0);

                link.cut();
                String body = new String(reader.getInputStream().readAllBytes(), ISO_8859_1);

                assertFalse(body.endsWith("0\r\n\r\n"));
            }
            link.mend();
            awaitStatus(api, collection + "?pagesize=1", 200);
        }
    }

    /** Sent, and not read yet. The small buffer makes the client a slow one at once. */
    private static Socket open(URI server, String target) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(8 * 1024);
        socket.connect(new java.net.InetSocketAddress(server.getHost(), server.getPort()));
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .getBytes(ISO_8859_1));
        return socket;
    }

    private static String filled(Api api, int count) {
        String collection = api.newCollection();
        for (int start = 0; start < count; start += 4_000) {
            String documents = IntStream.range(start, Math.min(count, start + 4_000))
                    .mapToObj(i -> "{n: " + i + ", g: " + i % 7 + ", text: \"" + FILLING + "\"}")
                    .collect(Collectors.joining(",", "[", "]"));
            api.post(collection, documents).expect(200);
        }
        return collection;
    }

    private static List<BsonDocument> documents(Answer export) {
        return export.text().lines().map(BsonDocument::parse).toList();
    }

    private static List<Integer> numbers(Answer export) {
        return documents(export).stream()
                .map(document -> document.getNumber("n").intValue())
                .toList();
    }
}
