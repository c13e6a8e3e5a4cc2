package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Eventually;
import dev.xylem.fixture.MutatedRequests;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Vitals;
import dev.xylem.fixture.Wire;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/**
 * Requests that were once well-formed. {@code -Dxylem.fuzz=100000} sends as many, {@code -Dxylem.fuzz.seed=1} others; a failure names the
 * request by its number, which with the seed is all that it is made of.
 */
final class FuzzTest {
    private static final int REQUESTS = Integer.getInteger("xylem.fuzz", 2_000);
    private static final long SEED = Long.getLong("xylem.fuzz.seed", 20_261_125);
    private static final int AT_ONCE = 16;
    private static final int UNSUPPORTED = 501;

    /** Only what a part of the body is missing of is waited for. */
    private static final Duration HANG = Duration.ofSeconds(8);

    @Test
    void noRequestIsAnswered500OrHangsOrLeavesAnythingBehind() throws InterruptedException {
        try (var server = ServerProcess.on(
                Engine.EMBEDDED, "--limits.body-time=1s", "--limits.header-time=2s", "--log.access=false")) {
            Api api = Api.of(server);
            api.put("/db", null).expect(201);
            var requests = new MutatedRequests(SEED);
            Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
            Queue<String> wrong = new ConcurrentLinkedQueue<>();
            Vitals vitals = Vitals.of(server);
            run(server, requests, 0, Math.min(1_000, REQUESTS / 2), statuses, wrong);
            calm(vitals);
            long threads = vitals.threads();
            long descriptors = vitals.descriptors();
            double heap = vitals.heapMib();

            run(server, requests, Math.min(1_000, REQUESTS / 2), REQUESTS, statuses, wrong);

            assertTrue(wrong.isEmpty(), () -> wrong.size() + " wrong, seed " + SEED + ":\n" + String.join("\n", wrong));
            calm(vitals);
            assertTrue(vitals.threads() <= threads + 15, threads + " threads, then " + vitals.threads());
            assertTrue(vitals.descriptors() <= descriptors + 10, descriptors + " files, then " + vitals.descriptors());
            assertTrue(vitals.heapMib() < 2 * heap + 50, heap + " MiB of heap, then " + vitals.heapMib());
            assertTrue(server.stderr().lines().noneMatch(line -> line.startsWith("\tat ")), server::stderr);
            assertEquals(200, api.get("/").status());
            assertTrue(statuses.size() > 8, "they reach nothing: " + statuses);
            System.out.printf("%d requests: %s%n", REQUESTS, new TreeMap<>(statuses));
        }
    }

    private static void calm(Vitals vitals) {
        Eventually.within(Duration.ofSeconds(10), "all is over", () -> vitals.virtualThreads() < 20);
    }

    private static void run(
            ServerProcess server,
            MutatedRequests requests,
            int from,
            int to,
            Map<Integer, LongAdder> statuses,
            Queue<String> wrong)
            throws InterruptedException {
        var room = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = from; i < to && wrong.size() < 10; i++) {
                int number = i;
                room.acquire();
                threads.execute(() -> {
                    try {
                        int status = send(server, requests.get(number));
                        statuses.computeIfAbsent(status, _ -> new LongAdder()).increment();
                        if (status >= 500 && status != UNSUPPORTED) {
                            wrong.add(number + " " + status + " " + text(requests.get(number)));
                        }
                    } catch (IOException e) {
                        wrong.add(number + " " + e + " " + text(requests.get(number)));
                    } finally {
                        room.release();
                    }
                });
            }
        }
    }

    private static int send(ServerProcess server, byte[] request) throws IOException {
        try (Socket socket = Wire.connect(server.base())) {
            socket.setSoTimeout((int) HANG.toMillis());
            try {
                socket.getOutputStream().write(request);
            } catch (IOException e) {
                return 0;
            }
            return Wire.statusOf(socket);
        }
    }

    private static String text(byte[] request) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        return text.substring(0, Math.min(text.length(), 2_000))
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }
}
