package dev.xylem.bench.http;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One of the things that may grow.
 *
 * @param slack what it may have more in the end than after its first third, beside a tenth
 */
record SoakSeries(String title, double slack, List<LineChart.Point> points) {

    static List<SoakSeries> of(List<SoakSample> samples) {
        return List.of(
                of("resident memory, MiB", 15, samples, SoakSample::resident),
                of("heap after a collection, MiB", 5, samples, SoakSample::heap),
                of("open files and sockets", 10, samples, SoakSample::descriptors),
                of("threads of the platform", 5, samples, SoakSample::threads));
    }

    private static SoakSeries of(String title, double slack, List<SoakSample> samples, ToDoubleFunction<SoakSample> value) {
        return new SoakSeries(
                title,
                slack,
                samples.stream()
                        .map(sample -> new LineChart.Point(sample.minute(), value.applyAsDouble(sample)))
                        .toList());
    }

    private double median(int fromPart, int toPart) {
        double[] values = points.subList(points.size() * fromPart / 6, points.size() * toPart / 6).stream()
                .mapToDouble(LineChart.Point::y)
                .sorted()
                .toArray();
        return values[values.length / 2];
    }

    /** The last sixth against the third one: the first third is for warming up. */
    boolean isFlat() {
        return median(5, 6) <= 1.1 * median(2, 3) + slack;
    }

    String verdict() {
        return String.format(
                Locale.ROOT,
                "%-30s %6.0f after a third, %6.0f in the end: %s",
                title,
                median(2, 3),
                median(5, 6),
                isFlat() ? "flat" : "GROWS");
    }
}
