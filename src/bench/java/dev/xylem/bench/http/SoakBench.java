package dev.xylem.bench.http;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Feed;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Vitals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * {@code ./dev soak [--minutes N] [--write]}: a server at half the load that it could bear, for an hour, and what it holds meanwhile. Ends
 * with 1 when that grows, or when an answer was wrong. The data stay as many: every document is replaced and changed again and again.
 */
public final class SoakBench {
    private static final Path CHART = Path.of("target/bench/soak.svg");
    private static final Path WRITTEN = Path.of("docs/performance/soak.svg");
    private static final int CLIENTS = 16;
    private static final int DOCUMENTS = 5_000;
    private static final int WARM_SECONDS = 20;
    private static final int SAMPLES = 60;

    private final ServerProcess server;
    private final Api api;
    private final Vitals vitals;
    private final String collection;
    private final LongAdder answered = new LongAdder();
    private final LongAdder wrong = new LongAdder();
    private final AtomicBoolean over = new AtomicBoolean();

    private SoakBench(ServerProcess server) {
        this.server = server;
        this.api = Api.of(server);
        this.vitals = Vitals.of(server);
        this.collection = api.newCollection();
    }

    public static void main(String... arguments) throws Exception {
        List<String> words = List.of(arguments);
        int at = words.indexOf("--minutes");
        double minutes = at < 0 ? 60 : Double.parseDouble(words.get(at + 1));
        boolean flat;
        try (var server = ServerProcess.start(
                List.of("--embedded-store.path=data", "--log.access=false"), Map.of("JAVA_OPTS", "-Xmx256m"))) {
            flat = new SoakBench(server).run(minutes, words.contains("--write") ? WRITTEN : CHART);
        }
        System.exit(flat ? 0 : 1);
    }

    private boolean run(double minutes, Path chart) throws IOException, InterruptedException {
        fill();
        double most = load(Double.MAX_VALUE, () -> sleep(WARM_SECONDS * 1_000L));
        print("%d clients that don't wait: %.0f requests a second; from here on half of that", CLIENTS, most);
        List<SoakSample> samples = new ArrayList<>();
        double held = load(most / 2, () -> sample(minutes, samples));
        print("%.0f requests a second for %.1f minutes, %d wrong answers", held, minutes, wrong.sum());
        List<SoakSeries> series = SoakSeries.of(samples);
        series.forEach(one -> System.out.println(one.verdict()));
        SoakChart.write(chart, series, String.format(Locale.ROOT, "%.0f requests a second for %.0f minutes", held, minutes));
        print("%s", chart);
        boolean flat = wrong.sum() == 0 && series.stream().allMatch(SoakSeries::isFlat);
        print(flat ? "flat" : "NOT FLAT\n" + server.stderr());
        return flat;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    private void fill() {
        for (int from = 0; from < DOCUMENTS; from += 1_000) {
            int first = from;
            api.post(
                            collection,
                            IntStream.range(0, 1_000)
                                    .mapToObj(i -> document(first + i))
                                    .collect(Collectors.joining(",", "[", "]")))
                    .expect(200);
        }
    }

    private static String document(int id) {
        return "{_id: " + id + ", n: " + id + ", text: '" + "x".repeat(300) + "', list: [1, 2, {a: 1}]}";
    }

    /** Requests a second; as many as asked for at most. */
    private double load(double aSecond, Runnable meanwhile) throws InterruptedException {
        over.set(false);
        answered.reset();
        var turns = new Semaphore(0);
        List<Thread> clients = new ArrayList<>();
        boolean paced = aSecond < Double.MAX_VALUE;
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().start(() -> client(paced, turns)));
        }
        if (paced) {
            clients.add(Thread.ofPlatform().start(() -> pace(aSecond, turns)));
            clients.add(Thread.ofVirtual().start(this::watch));
        }
        long start = System.nanoTime();
        meanwhile.run();
        double rate = answered.sum() / ((System.nanoTime() - start) / 1e9);
        over.set(true);
        turns.release(CLIENTS);
        for (Thread client : clients) {
            client.join();
        }
        return rate;
    }

    private void pace(double aSecond, Semaphore turns) {
        long start = System.nanoTime();
        long given = 0;
        while (!over.get()) {
            sleep(10);
            long due = (long) ((System.nanoTime() - start) / 1e9 * aSecond);
            // who fell behind does not catch up in a burst
            if (turns.availablePermits() < CLIENTS) {
                turns.release((int) Math.min(due - given, CLIENTS * 8L));
            }
            given = due;
        }
    }

    private void client(boolean paced, Semaphore turns) {
        while (!over.get()) {
            if (paced) {
                turns.acquireUninterruptibly();
            }
            try {
                request();
            } catch (RuntimeException e) {
                wrong.increment();
            }
            answered.increment();
        }
    }

    private void request() {
        var random = ThreadLocalRandom.current();
        int id = random.nextInt(DOCUMENTS);
        String path = collection + "/" + id + "?id_type=NUMBER";
        int kind = random.nextInt(100);
        Answer answer;
        int expected = 200;
        if (kind < 55) {
            answer = api.get(path);
        } else if (kind < 70) {
            answer = api.get(collection + "?pagesize=20&filter=" + Api.encode("{_id: {$gte: " + id + "}}"));
        } else if (kind < 85) {
            answer = api.patch(path, "{$inc: {n: 1}, $set: {at: {$date: " + System.currentTimeMillis() + "}}}");
        } else if (kind < 95) {
            answer = api.put(path, "{n: 0, text: '" + "y".repeat(random.nextInt(600)) + "'}");
        } else if (kind < 97) {
            answer = api.get(collection + "?rep=NDJSON&filter=" + Api.encode("{_id: {$lt: 200}}"));
        } else if (kind < 99) {
            answer = api.get(collection + "/none");
            expected = 404;
        } else {
            answer = api.put(path, "{");
            expected = 400;
        }
        if (answer.status() != expected) {
            wrong.increment();
        }
    }

    /** One feed after the other. */
    private void watch() {
        while (!over.get()) {
            try (Feed feed = Feed.open(api, collection + "?snapshot=false")) {
                feed.awaitLive();
                sleep(500);
            }
        }
    }

    private void sample(double minutes, List<SoakSample> samples) {
        long start = System.nanoTime();
        long every = Math.max(2_000, (long) (minutes * 60_000 / SAMPLES));
        while (System.nanoTime() - start < Duration.ofMillis((long) (minutes * 60_000)).toNanos()) {
            sleep(every);
            samples.add(SoakSample.of(vitals, (System.nanoTime() - start) / 60e9));
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
