package dev.xylem.bench.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * {@code ./dev bench start [TIMES] [--write]}: from the start of the process to the first answer, what CPU that takes, and what memory an idle server
 * keeps. The candidates take turns. Nothing is left of a start but what the operating system keeps of files.
 */
public final class StartBench {
    private static final Path WORK = Path.of("target/bench").toAbsolutePath();
    private static final int TIMES = 10;
    private static final int IDLE_MILLIS = 3_000;

    private record Start(double millis, double cpu, double rss) {}

    private StartBench() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean writes = words.remove("--write");
        int times = words.isEmpty() ? TIMES : Integer.parseInt(words.getFirst());
        Files.createDirectories(WORK);
        Map<String, List<Start>> starts = new LinkedHashMap<>();
        try (Store store = Store.start(WORK)) {
            var servers = new Servers(WORK, store.uri(), Credentials.fresh());
            for (int i = 0; i < times; i++) {
                for (var candidate : candidates(servers).entrySet()) {
                    starts.computeIfAbsent(candidate.getKey(), _ -> new ArrayList<>()).add(start(candidate.getValue()));
                }
            }
        }
        String table = "| medians of %d starts | first answer ms | CPU ms until then | idle RSS MiB |%n|---|--:|--:|--:|%n%s"
                .formatted(times, starts.entrySet().stream().map(StartBench::line).collect(Collectors.joining()));
        System.out.println("\n" + table);
        if (writes) {
            ReportPage.put("start", table);
        }
        System.exit(0);
    }

    private static String line(Map.Entry<String, List<Start>> entry) {
        List<Start> all = entry.getValue();
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.0f |%n",
                entry.getKey(),
                median(all.stream().mapToDouble(Start::millis).toArray()),
                median(all.stream().mapToDouble(Start::cpu).toArray()),
                median(all.stream().mapToDouble(Start::rss).toArray()));
    }

    private static Map<String, Supplier<Candidate>> candidates(Servers servers) {
        Map<String, Supplier<Candidate>> all = new LinkedHashMap<>();
        all.put("Xylem", () -> servers.xylem("", servers.uri()));
        all.put("Xylem, without its AOT cache", () -> servers.xylem("-XX:AOTMode=off", servers.uri()));
        all.put("Xylem, embedded store", () -> servers.xylem("", ""));
        all.put("Xylem, Basic", servers::xylemBasic);
        all.put("RESTHeart 3.2.2, Basic", () -> servers.restheart(Path.of(System.getProperty("peer.jars"))));
        return all;
    }

    private static Start start(Supplier<Candidate> starting) throws InterruptedException {
        long before = System.nanoTime();
        Candidate candidate = starting.get();
        candidate.awaitAnswer();
        double millis = (System.nanoTime() - before) / 1e6;
        double cpu = candidate.child().cpuMicros() / 1e3;
        Thread.sleep(IDLE_MILLIS);
        double rss = candidate.child().residentMib();
        candidate.child().close();
        return new Start(millis, cpu, rss);
    }

    private static double median(double... values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
