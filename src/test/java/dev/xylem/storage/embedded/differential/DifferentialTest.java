package dev.xylem.storage.embedded.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.EngineReport;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.storage.embedded.EmbeddedMongo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Random finds, updates and simple pipelines give the same documents on the embedded store and on another engine. More of them by
 * {@code -Dxylem.differential=20000}, others by {@code -Dxylem.seed=}; what differs is in {@code target/differential.txt}.
 */
final class DifferentialTest {

    private static final int OPERATIONS = Integer.getInteger("xylem.differential", 2_500);
    private static final long SEED = Long.getLong("xylem.seed", 1);
    private static final int CLIENTS = 4;
    private static final Path REPORT = Path.of(System.getProperty("xylem.home", ""), "target", "differential.txt");

    private final Queue<Difference> differences = new ConcurrentLinkedQueue<>();

    @OnEveryEngine
    void answersAsTheOtherEngineDoes(Engine engine) throws Exception {
        EngineReport.require(!engine.isEmbedded(), "another engine to compare the embedded store with");
        int trials = Math.ceilDiv(OPERATIONS, Trial.OPERATIONS);
        try (EmbeddedMongo store = EmbeddedMongo.open(EmbeddedMongo.MEMORY);
                MongoClient ours = MongoClients.create(store.connectionString());
                MongoClient theirs = MongoClients.create(Objects.requireNonNull(engine.mongoUri()))) {
            run(trials, ours, theirs);
        }
        assertEquals("", unknown(trials));
    }

    private void run(int trials, MongoClient ours, MongoClient theirs) throws InterruptedException, ExecutionException {
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < trials; i++) {
                long seed = SEED + i;
                all.add(clients.submit(() -> new Trial(seed, ours, theirs, differences::add).run()));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    /** The differences without a reason; the report has them all. */
    private String unknown(int trials) throws IOException {
        Map<KnownDifference, Integer> known = new EnumMap<>(KnownDifference.class);
        List<Difference> unknown = new ArrayList<>();
        differences.forEach(difference -> KnownDifference.of(difference)
                .ifPresentOrElse(one -> known.merge(one, 1, Integer::sum), () -> unknown.add(difference)));
        String described = unknown.stream().map(Difference::describe).collect(Collectors.joining("\n"));
        Files.writeString(
                REPORT,
                trials * Trial.OPERATIONS + " operations, seeds from " + SEED + "; known differences: " + known
                        + "; others: " + unknown.size() + "\n" + described);
        return described;
    }
}
