package dev.xylem.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** CPU time of a process by the names of its threads, numbers left out; ticks, user and system. */
record ThreadTimes(Map<String, Long> ticks) {

    static ThreadTimes of(long pid) {
        Map<String, Long> ticks = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            tasks.forEach(task -> add(ticks, task));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ThreadTimes(ticks);
    }

    private static void add(Map<String, Long> ticks, Path task) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')).replaceAll("[#\\d]+", "");
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            ticks.merge(name, Long.parseLong(fields[11]) + Long.parseLong(fields[12]), Long::sum);
        } catch (IOException e) {
            // The thread is gone.
        }
    }

    /** What was spent since an earlier look. */
    String since(ThreadTimes earlier) {
        long all = sum(ticks) - sum(earlier.ticks);
        var text = new StringBuilder("\n  CPU by thread\n");
        ticks.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue() - earlier.ticks.getOrDefault(entry.getKey(), 0L)))
                .filter(entry -> entry.getValue() * 200 > all)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> text.append(
                        String.format(Locale.ROOT, "    %5.1f %%  %s%n", 100.0 * entry.getValue() / all, entry.getKey())));
        return text.toString();
    }

    private static long sum(Map<String, Long> ticks) {
        return ticks.values().stream().mapToLong(Long::longValue).sum();
    }
}
