package dev.xylem.bench.http;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param warmSeconds before each measurement of a candidate in a workload
 * @param only names of workloads; empty for all
 * @param compare an earlier report, or null
 * @param logs true when what the processes tell is kept in target/bench
 * @param write true when the report goes to docs/performance too
 */
record Options(
        int warmSeconds, int seconds, int runs, List<String> only, @Nullable Path compare, boolean profile, boolean write, boolean logs) {
    private static final Options FULL = new Options(30, 8, 3, List.of(), null, false, true, false);
    private static final Options QUICK = new Options(1, 2, 1, List.of(), null, false, false, false);

    static Options parse(String... arguments) {
        List<String> words = Arrays.asList(arguments);
        Options options = words.contains("--quick") ? QUICK : FULL;
        for (Iterator<String> word = words.iterator(); word.hasNext(); ) {
            options = options.with(word.next(), word);
        }
        return options;
    }

    private Options with(String word, Iterator<String> next) {
        return switch (word) {
            case "--quick" -> this;
            case "--warm" -> new Options(number(next), seconds, runs, only, compare, profile, write, logs);
            case "--seconds" -> new Options(warmSeconds, number(next), runs, only, compare, profile, write, logs);
            case "--runs" -> new Options(warmSeconds, seconds, number(next), only, compare, profile, write, logs);
            case "--only" ->
                new Options(warmSeconds, seconds, runs, List.of(next.next().split(",", -1)), compare, profile, false, logs);
            case "--compare" -> new Options(warmSeconds, seconds, runs, only, Path.of(next.next()), profile, write, logs);
            case "--profile" -> new Options(warmSeconds, seconds, runs, only, compare, true, false, logs);
            case "--write" -> new Options(warmSeconds, seconds, runs, only, compare, profile, true, logs);
            case "--logs" -> new Options(warmSeconds, seconds, runs, only, compare, profile, write, true);
            default -> throw new IllegalArgumentException("unknown option " + word);
        };
    }

    boolean isQuick() {
        return warmSeconds <= QUICK.warmSeconds;
    }

    /** Many small steps: they warm one another. */
    Options forGrowth() {
        return isQuick() ? this : new Options(4, 5, 1, only, compare, profile, write, logs);
    }

    private static int number(Iterator<String> next) {
        return Integer.parseInt(next.next());
    }

    boolean wants(Workload workload) {
        return only.isEmpty() || only.contains(workload.name());
    }
}
