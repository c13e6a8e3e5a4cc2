package dev.xylem.bench.http;

import java.util.List;
import java.util.Locale;

/** A figure over something that grows by factors, one line for each candidate; both scales are logarithmic. */
record LineChart(String title, List<Line> lines) {
    static final int WIDTH = 430;
    static final int HEIGHT = 290;

    private static final int LEFT = 56;
    private static final int RIGHT = 14;
    private static final int TOP = 40;
    private static final int BOTTOM = 30;

    /** @param candidate decides the colour */
    record Line(String candidate, List<Point> points) {}

    record Point(double x, double y) {}

    /** In a field of its own, whose corner this is. */
    void draw(Svg svg, double left, double top) {
        List<Point> all = lines.stream().flatMap(line -> line.points.stream()).toList();
        var x = new Scale(all.stream().map(Point::x).toList(), left + LEFT, left + WIDTH - RIGHT, 1);
        var y = new Scale(all.stream().map(Point::y).toList(), top + HEIGHT - BOTTOM, top + TOP, 10);
        svg.text(left + LEFT, top + 24, 13, "start", title);
        for (double value = y.from; value <= y.to * 1.01; value *= 10) {
            svg.line(left + LEFT, y.at(value), left + WIDTH - RIGHT, y.at(value), "#d0d7de", 1);
            svg.text(left + LEFT - 6, y.at(value) + 4, 11, "end", label(value));
        }
        all.stream()
                .mapToDouble(Point::x)
                .distinct()
                .forEach(value -> svg.text(x.at(value), top + HEIGHT - BOTTOM + 16, 11, "middle", label(value)));
        lines.forEach(line -> draw(svg, line, x, y));
    }

    private static void draw(Svg svg, Line line, Scale x, Scale y) {
        String colour = BarChart.colour(line.candidate);
        for (int i = 0; i < line.points.size(); i++) {
            Point point = line.points.get(i);
            svg.bar(x.at(point.x) - 2.5, y.at(point.y) - 2.5, 5, 5, colour);
            if (i > 0) {
                Point before = line.points.get(i - 1);
                svg.line(x.at(before.x), y.at(before.y), x.at(point.x), y.at(point.y), colour, 2);
            }
        }
    }

    private static String label(double value) {
        return value >= 1_000_000
                ? String.format(Locale.ROOT, "%.0fM", value / 1_000_000)
                : value >= 1_000
                        ? String.format(Locale.ROOT, "%.0fk", value / 1_000)
                        : String.format(Locale.ROOT, "%.0f", value);
    }

    /** From values to places; its ends are widened to powers of a base, where that is more than 1. */
    private static final class Scale {
        private final double from;
        private final double to;
        private final double start;
        private final double end;

        Scale(List<Double> values, double start, double end, int base) {
            double least = values.stream().mapToDouble(Double::doubleValue).min().orElse(1);
            double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
            this.from = base == 1 ? least : Math.pow(base, Math.floor(Math.log(least) / Math.log(base)));
            this.to = base == 1 ? most : Math.pow(base, Math.ceil(Math.log(most) / Math.log(base)));
            this.start = start;
            this.end = end;
        }

        double at(double value) {
            return from == to ? start : start + (end - start) * Math.log(value / from) / Math.log(to / from);
        }
    }
}
