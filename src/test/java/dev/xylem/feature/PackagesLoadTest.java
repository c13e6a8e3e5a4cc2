package dev.xylem.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.EngineReport;
import dev.xylem.fixture.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** All packages of a Debian release, through the front door onto the disk. */
final class PackagesLoadTest {

    private static final Path SOURCE =
            Path.of(System.getProperty("xylem.home", ""), "../shared/data/packages.ndjson.gz");
    private static final int BATCH = 5000;
    private static final int SAMPLES = 500;

    @Test
    void everyPackageArrivesAsItWas() throws IOException {
        EngineReport.require(Files.exists(SOURCE), "../shared/data/packages.ndjson.gz");
        List<String> packages = lines();
        try (var server = ServerProcess.start(List.of("--embedded-store.path=data"), Map.of())) {
            Api api = Api.of(server);
            String collection = api.newCollection();

            long start = System.nanoTime();
            for (int from = 0; from < packages.size(); from += BATCH) {
                List<String> batch = packages.subList(from, Math.min(from + BATCH, packages.size()));
                BsonDocument counts = api.post(collection + "?rep=S", "[" + String.join(",", batch) + "]")
                        .expect(200)
                        .json();
                assertEquals(batch.size(), counts.getNumber("inserted").intValue());
            }
            double seconds = (System.nanoTime() - start) / 1e9;

            assertEquals(
                    "{\"_size\":" + packages.size() + "}",
                    api.get(collection + "/_size").text());
            System.out.printf(
                    "packages: %d documents in %.1f s, %.0f a second, RSS %d MiB%n",
                    packages.size(), seconds, packages.size() / seconds, residentMib(server));
            compareSamples(api, collection, packages);
        }
    }

    private static List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (var reader =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(SOURCE)), UTF_8))) {
            reader.lines().forEach(lines::add);
        }
        return lines;
    }

    private static void compareSamples(Api api, String collection, List<String> packages) {
        for (int i = 0; i < SAMPLES; i++) {
            String line = packages.get((int) ((long) i * packages.size() / SAMPLES));
            BsonDocument expected = BsonDocument.parse(line);
            String id = expected.getString("_id").getValue();
            BsonDocument read = api.get(collection + "/" + Api.encode(id) + "?keys=" + Api.encode("{_etag: 0}"))
                    .expect(200)
                    .json();
            assertEquals(expected, read, id);
            assertTrue(read.size() > 1, id);
        }
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
