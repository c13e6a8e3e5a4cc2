package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A limit to the size of files stands for a disk that is full; {@code prlimit} of util-linux sets it and takes it away. */
final class FullDiskTest {

    private static final int ROOM = 3_000_000;
    private static final int MOST_WRITES = 2_000;

    /** What goes on there meets the full disk as well. */
    private static final int BACKGROUND_MILLIS = 1_500;

    @TempDir
    Path folder;

    private final Random random = new Random(9);

    @Test
    void writesAre507ReadsGoOnAndRoomMendsItWithoutARestart() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")));
        List<String> options = List.of("--embedded-store.path=" + folder);
        List<String> kept = new ArrayList<>();
        String collection;
        try (var server = ServerProcess.start(options, Map.of())) {
            Api api = Api.of(server);
            collection = api.newCollection();
            limit(server, Long.toString(size() + ROOM));
            Answer refused = fill(api, collection, kept);

            refused.expectProblem(507, "store-full");
            for (int i = 0; i < 5; i++) {
                put(api, collection + "/more" + i).expectProblem(507, "store-full");
                assertKept(api, collection, kept);
            }
            Thread.sleep(BACKGROUND_MILLIS);
            assertKept(api, collection, kept);

            limit(server, "unlimited");
            put(api, collection + "/after").expect(201);
            kept.add("after");
            assertKept(api, collection, kept);
            assertEquals(0, server.terminate(), server.stderr());
        }
        try (var server = ServerProcess.start(options, Map.of())) {
            assertKept(Api.of(server), collection, kept);
        }
    }

    private Answer fill(Api api, String collection, List<String> kept) {
        for (int i = 0; i < MOST_WRITES; i++) {
            Answer answer = put(api, collection + "/d" + i);
            if (answer.status() != 201) {
                return answer;
            }
            kept.add("d" + i);
        }
        throw new AssertionError("the disk was never full");
    }

    /** What no store can make smaller. */
    private Answer put(Api api, String path) {
        byte[] noise = new byte[30_000];
        random.nextBytes(noise);
        return api.put(path, "{noise: '" + Base64.getEncoder().encodeToString(noise) + "'}");
    }

    private static void assertKept(Api api, String collection, List<String> kept) {
        api.get(collection + "/" + kept.getFirst()).expect(200);
        api.get(collection + "/" + kept.getLast()).expect(200);
        assertEquals(
                kept.size(),
                api.get(collection + "?count=true&pagesize=1")
                        .expect(200)
                        .json()
                        .getNumber("_size")
                        .intValue());
    }

    private static void limit(ServerProcess server, String bytes) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder("prlimit", "--pid", Long.toString(server.pid()), "--fsize=" + bytes + ":")
                .inheritIO()
                .start();
        assertTrue(prlimit.waitFor(10, TimeUnit.SECONDS));
        assertEquals(0, prlimit.exitValue());
    }

    private long size() throws IOException {
        long most = 0;
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                most = Math.max(most, Files.size(file));
            }
        }
        return most;
    }
}
