package dev.xylem.bench;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Feeds on one collection of the embedded store, over loopback: what idle ones cost, how soon many listeners hear of a write, what a reader
 * that does not read does to the others, and what happens when all come back at once. Argument: how many feeds, 10,000 by default.
 */
public final class LiveBench {
    private static final int LISTENERS = 1_000;
    private static final int WRITES = 30;
    private static final int IDLE_SECONDS = 20;
    private static final long TICKS_A_SECOND = 100;

    private final ServerProcess server;
    private final Api api;
    private final int feeds;

    private LiveBench(ServerProcess server, int feeds) {
        this.server = server;
        this.api = Api.of(server);
        this.feeds = feeds;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int feeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        try (ServerProcess server = ServerProcess.on(
                Engine.EMBEDDED, "--limits.feeds=30000", "--limits.feeds-per-user=30000", "--log.access=false")) {
            var bench = new LiveBench(server, feeds);
            bench.api.put("/db", null).expect(201);
            bench.api.put("/db/c", null).expect(201);
            bench.idle();
            bench.latency();
            bench.slow();
        }
        System.exit(0);
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    private void idle() throws IOException, InterruptedException {
        try (var warm = new FeedClients(server.base())) {
            warm.openMany(200, LiveBench::filtered);
            warm.await(30, client -> client.live > 0);
        }
        Thread.sleep(3_000);
        double before = heap();
        try (var clients = new FeedClients(server.base())) {
            long start = System.nanoTime();
            clients.openMany(feeds, LiveBench::filtered);
            boolean all = clients.await(120, client -> client.live > 0);
            print("%d feeds with different filters opened in %.1f s%s", feeds, since(start), all ? "" : ", NOT ALL");
            Thread.sleep(2_000);
            double each = (heap() - before) * 1024 / feeds;
            print("heap for each: %.1f KiB", each);
            long cpu = cpuTicks();
            quiet(clients, IDLE_SECONDS);
            double busy = 100.0 * (cpuTicks() - cpu) / TICKS_A_SECOND / IDLE_SECONDS;
            print("idle: %.1f %% of a core", busy);
            storm(clients);
        }
        Thread.sleep(3_000);
    }

    private static String filtered(int i) {
        return "/db/c?filter=" + Api.encode("{\"n\":" + i + "}");
    }

    private static void quiet(FeedClients clients, int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            clients.read(100);
        }
    }

    /** All are cut off and come back at once, while one asks for documents. */
    private void storm(FeedClients clients) throws IOException, InterruptedException {
        api.put("/db/c/probe", "{x: 1}").expect(201);
        double calm = p99(askFor(3_000, new AtomicBoolean()));
        List<String> ids = clients.all().stream().map(client -> client.lastId).toList();
        clients.close();
        Thread.sleep(500);
        var over = new AtomicBoolean();
        var times = new ArrayList<Double>();
        Thread asking = Thread.ofPlatform().start(() -> times.addAll(askFor(120_000, over)));
        long start = System.nanoTime();
        for (int i = 0; i < ids.size(); i++) {
            clients.open(filtered(i), "Last-Event-ID: " + ids.get(i) + "\r\n", 0);
            if (i % 64 == 0) {
                clients.read(0);
            }
        }
        boolean all = clients.await(90, client -> client.live > 0);
        double seconds = since(start);
        over.set(true);
        asking.join();
        print("%d come back at once: all live after %.1f s%s", ids.size(), seconds, all ? "" : ", NOT ALL");
        print("a GET beside it: p99 %.1f ms, %.1f ms before", p99(times), calm);
    }

    /** One GET after the other; milliseconds each. */
    private List<Double> askFor(int millis, AtomicBoolean over) {
        var client = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(URI.create(server.base() + "/db/c/probe")).build();
        var times = new ArrayList<Double>();
        long end = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() < end && !over.get()) {
            long start = System.nanoTime();
            try {
                client.send(request, BodyHandlers.ofByteArray());
                times.add((System.nanoTime() - start) / 1e6);
                Thread.sleep(5);
            } catch (IOException e) {
                times.add(1e6);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return times;
            }
        }
        return times;
    }

    private static double p99(List<Double> times) {
        return percentile(times, 0.99);
    }

    private static double percentile(List<Double> times, double part) {
        List<Double> sorted = times.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) ((sorted.size() - 1) * part));
    }

    private void latency() throws IOException {
        try (var clients = new FeedClients(server.base())) {
            clients.openMany(LISTENERS, _ -> "/db/c?snapshot=false");
            clients.await(60, client -> client.live > 0);
            print("%d listeners hear of a write: %s", LISTENERS, listened(clients, 0));
        }
    }

    private String listened(FeedClients clients, int from) {
        var delays = new ArrayList<Double>();
        for (int i = 0; i < WRITES; i++) {
            clients.all().forEach(client -> client.enters = 0);
            String path = "/db/c/w" + (from + i);
            long start = System.nanoTime();
            Thread writer = Thread.ofVirtual().start(() -> api.put(path, "{text: 'hello, all of you'}").expect(201));
            boolean all = clients.await(10, client -> client.enters > 0);
            if (!all) {
                return "NOT ALL";
            }
            clients.all().forEach(client -> delays.add((client.lastEnter - start) / 1e6));
            try {
                writer.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return "median %.1f ms, p99 %.1f ms"
                .formatted(percentile(delays, 0.5), percentile(delays, 0.99));
    }

    /** One does not read; what it is sent is large. */
    private void slow() throws IOException {
        try (var others = new FeedClients(server.base());
                var slow = new FeedClients(server.base())) {
            others.openMany(100, _ -> "/db/c?snapshot=false&filter=" + Api.encode("{\"big\":null}"));
            others.await(30, client -> client.live > 0);
            String before = listened(others, 1_000);
            slow.open("/db/c?snapshot=false", "", 4_096);
            slow.await(10, client -> client.live > 0);
            String big = "{big: '" + "x".repeat(100_000) + "'}";
            long open = feedsOpen();
            long start = System.nanoTime();
            int written = 0;
            while (feedsOpen() >= open && written < 2_000) {
                api.put("/db/c/big" + written++, big).expect(201);
            }
            print("a reader that does not read is ended after %.1f s and %d events of 100 kB", since(start), written);
            print("100 others hear of a write: before, %s; after, %s", before, listened(others, 2_000));
        }
    }

    /** Connections to the server's port, as the kernel counts them. */
    private long feedsOpen() throws IOException {
        String port = ":%04X".formatted(server.base().getPort());
        long count = 0;
        for (String table : List.of("tcp", "tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/" + server.pid() + "/net/" + table))) {
                count += lines.map(line -> line.strip().split("\\s+", -1))
                        .filter(parts -> parts.length > 3 && parts[1].endsWith(port) && parts[3].equals("01"))
                        .count();
            }
        }
        return count;
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /** In MiB, after a collection. */
    private double heap() throws IOException, InterruptedException {
        for (int i = 0; i < 2; i++) {
            run("GC.run");
        }
        String info = run("GC.heap_info");
        var used = java.util.regex.Pattern.compile("used (\\d+)K").matcher(info);
        return used.find() ? Long.parseLong(used.group(1)) / 1024.0 : 0;
    }

    private String run(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        command)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    private long cpuTicks() throws IOException {
        String all = Files.readString(Path.of("/proc/" + server.pid() + "/stat"));
        String[] stat = all.substring(all.lastIndexOf(')') + 2).split(" ", -1);
        return Arrays.stream(stat, 11, 13).mapToLong(Long::parseLong).sum();
    }
}
