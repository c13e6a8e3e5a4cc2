package dev.xylem.bench.http;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one candidate did in one workload; times, CPU and allocation for each request.
 *
 * @param cpu microseconds of the server's process, user and system
 * @param storeCpu the same of the store's
 * @param rss MiB of the server's process when the measurement ended
 * @param allocated bytes
 * @param errors answers that were not as they should be
 */
record Figures(
        double perSecond,
        double p50,
        double p99,
        double cpu,
        double storeCpu,
        double rss,
        double allocated,
        double errors) {

    /** Each figure's own median. */
    static Figures median(List<Figures> runs) {
        return new Figures(
                median(runs, Figures::perSecond),
                median(runs, Figures::p50),
                median(runs, Figures::p99),
                median(runs, Figures::cpu),
                median(runs, Figures::storeCpu),
                median(runs, Figures::rss),
                median(runs, Figures::allocated),
                runs.stream().mapToDouble(Figures::errors).sum());
    }

    private static double median(List<Figures> runs, ToDoubleFunction<Figures> figure) {
        double[] values = runs.stream().mapToDouble(figure).toArray();
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
