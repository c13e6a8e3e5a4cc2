package dev.xylem.bench.http;

import dev.xylem.bench.http.Candidate.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** CPU of the server for each request: a group of bars for each workload. Bars compare within their group; each tells its value. */
final class BarChart {
    private static final int WIDTH = 860;
    private static final int LEFT = 230;
    private static final int LONGEST = 440;
    private static final int BAR = 13;
    private static final int GAP = 16;
    private static final int TOP = 76;

    private BarChart() {}

    static void write(Path file, Report report, List<Workload> workloads) throws IOException {
        List<Workload> shown = workloads.stream()
                .filter(workload -> workload.documents() == 1)
                .filter(workload -> !report.rows(workload).isEmpty())
                .toList();
        int bars = shown.stream().mapToInt(workload -> report.rows(workload).size()).sum();
        var svg = new Svg(WIDTH, TOP + bars * BAR + shown.size() * GAP + 10);
        svg.text(16, 26, 16, "start", "CPU of the server for one request, microseconds (less is better)");
        legend(svg);
        int y = TOP;
        for (Workload workload : shown) {
            y = group(svg, y, workload, report.rows(workload)) + GAP;
        }
        svg.write(file);
    }

    static void legend(Svg svg) {
        int x = 16;
        for (Kind kind : Kind.ALL) {
            svg.bar(x, 42, 12, 12, colour(kind.title)).text(x + 18, 53, 13, "start", kind.title);
            x += 40 + 8 * kind.title.length();
        }
    }

    private static int group(Svg svg, int top, Workload workload, List<Row> rows) {
        double most = rows.stream().mapToDouble(row -> row.figures().cpu()).max().orElse(1);
        int y = top;
        for (Row row : rows) {
            double length = Math.max(1, row.figures().cpu() / most * LONGEST);
            String value = String.format(Locale.ROOT, "%,.0f", row.figures().cpu());
            svg.bar(LEFT, y, length, BAR - 2, colour(row.candidate())).text(LEFT + length + 6, y + BAR - 3, 11, "start", value);
            y += BAR;
        }
        svg.text(LEFT - 10, top + rows.size() * BAR / 2.0 + 4, 13, "end", workload.title());
        return y;
    }

    static String colour(String candidate) {
        return Kind.ALL.stream()
                .filter(kind -> kind.title.equals(candidate))
                .map(kind -> switch (kind) {
                    case DRIVER -> "#8c959f";
                    case XYLEM -> "#1a7f37";
                    case XYLEM_BASIC -> "#4ac26b";
                    case RESTHEART -> "#d4681c";
                })
                .findFirst()
                .orElse("#000000");
    }
}
