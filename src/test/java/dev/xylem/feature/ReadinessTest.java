package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Eventually;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.StoreLink;
import dev.xylem.storage.embedded.EmbeddedMongo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    @Test
    void manyWhoAskWhileTheStoreIsSilentWaitForOneAnswer() throws Exception {
        try (var store = EmbeddedMongo.open("memory:")) {
            URI address = URI.create(store.connectionString());
            try (var link = new StoreLink(address.getHost(), address.getPort());
                    var server = ServerProcess.start(List.of("--mongo-uri=" + link.uri()), Map.of())) {
                assertEquals(200, ready(server));
                link.hold();
                Eventually.within(Duration.ofSeconds(5), "not ready", () -> ready(server) == 503);

                long begin = System.nanoTime();
                List<Callable<Integer>> all = Collections.nCopies(40, () -> ready(server));
                try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    for (var answer : threads.invokeAll(all)) {
                        assertEquals(503, answer.get());
                    }
                }
                Duration took = Duration.ofNanos(System.nanoTime() - begin);
                assertTrue(took.toMillis() < 4_000, "40 questions took " + took);

                link.mend();
                Eventually.within(Duration.ofSeconds(15), "ready again", () -> ready(server) == 200);
            }
        }
    }

    private static int ready(ServerProcess server) {
        try {
            URI address = URI.create(Objects.requireNonNull(server.management()) + "/health/ready");
            return ((HttpURLConnection) address.toURL().openConnection()).getResponseCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
