package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.EngineReport;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.bson.BsonDocument;

/** All packages of a Debian release in one request each way, through a server with little memory. */
class ExportLoadTest {
    private static final Path SOURCE =
            Path.of(System.getProperty("xylem.home", ""), "../shared/data/packages.ndjson.gz");
    private static final long PACKAGES = 63_436;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The embedded store lives in the server, and needs memory for itself. */
    @OnEveryEngine
    void theWholeFileComesAndGoesThroughASmallServer(Engine engine) throws Exception {
        EngineReport.require(Files.exists(SOURCE), "../shared/data/packages.ndjson.gz");
        try (var server =
                ServerProcess.start(List.of("--embedded-store.path=data"), Map.of("JAVA_TOOL_OPTIONS", "-Xmx128m"))) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            long before = residentMib(server);

            long start = System.nanoTime();
            BsonDocument imported = load(server, collection + "?rep=S&wm=insert");
            double importSeconds = seconds(start);
            long loaded = residentMib(server);
            start = System.nanoTime();
            long lines = export(server, collection + "?rep=NDJSON&sort=%7B%7D");
            double exportSeconds = seconds(start);
            long exported = residentMib(server);

            assertEquals(PACKAGES, imported.getNumber("inserted").longValue());
            assertEquals(PACKAGES, lines);
            assertEquals(
                    "{\"_size\":" + PACKAGES + "}",
                    api.get(collection + "/_size").text());
            System.out.printf(
                    "%s: import %.0f/s, export %.0f/s; RSS %d MiB, +%d after the import, +%d after the export%n",
                    engine,
                    PACKAGES / importSeconds,
                    PACKAGES / exportSeconds,
                    before,
                    loaded - before,
                    exported - loaded);
        }
    }

    private static BsonDocument load(ServerProcess server, String target) throws Exception {
        try (var file = new GZIPInputStream(Files.newInputStream(SOURCE))) {
            var request = HttpRequest.newBuilder(URI.create(server.base() + target))
                    .header("Content-Type", "application/x-ndjson")
                    .POST(BodyPublishers.ofInputStream(() -> file))
                    .build();
            var answer = CLIENT.send(request, BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer.body());
            return BsonDocument.parse(answer.body());
        }
    }

    private static long export(ServerProcess server, String target) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.base() + target)).build();
        try (var lines = CLIENT.send(request, BodyHandlers.ofLines()).body()) {
            return lines.filter(line -> line.startsWith("{\"_id\":")).count();
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static long residentMib(ServerProcess server) throws IOException {
        Path status = Path.of("/proc", Long.toString(server.pid()), "status");
        if (!Files.exists(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }
}
