package dev.xylem.bench.http;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A field for each series; its scale begins with 0, so that what looks flat is. */
final class SoakChart {
    private static final int WIDTH = 430;
    private static final int HEIGHT = 210;
    private static final int LEFT = 56;
    private static final int RIGHT = 14;
    private static final int TOP = 40;
    private static final int BOTTOM = 30;
    private static final int LINES = 4;

    private SoakChart() {}

    static void write(Path file, List<SoakSeries> series, String title) throws IOException {
        var svg = new Svg(2 * WIDTH, 50 + (series.size() + 1) / 2 * HEIGHT);
        svg.text(16, 26, 16, "start", title + ": what the server held, by the minute");
        for (int i = 0; i < series.size(); i++) {
            draw(svg, series.get(i), i % 2 * WIDTH, 40 + i / 2 * HEIGHT);
        }
        svg.write(file);
    }

    private static void draw(Svg svg, SoakSeries series, double left, double top) {
        double most = series.points().stream().mapToDouble(LineChart.Point::y).max().orElse(1) * 1.15;
        double last = series.points().getLast().x();
        double bottom = top + HEIGHT - BOTTOM;
        double height = HEIGHT - BOTTOM - TOP;
        double width = WIDTH - LEFT - RIGHT;
        svg.text(left + LEFT, top + 24, 13, "start", series.title());
        for (int i = 0; i <= LINES; i++) {
            double y = bottom - height * i / LINES;
            svg.line(left + LEFT, y, left + WIDTH - RIGHT, y, "#d0d7de", 1);
            svg.text(left + LEFT - 6, y + 4, 11, "end", label(most * i / LINES));
            svg.text(left + LEFT + width * i / LINES, bottom + 16, 11, "middle", label(last * i / LINES));
        }
        for (int i = 1; i < series.points().size(); i++) {
            LineChart.Point from = series.points().get(i - 1);
            LineChart.Point to = series.points().get(i);
            svg.line(
                    left + LEFT + width * from.x() / last,
                    bottom - height * from.y() / most,
                    left + LEFT + width * to.x() / last,
                    bottom - height * to.y() / most,
                    "#1a7f37",
                    2);
        }
    }

    private static String label(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }
}
