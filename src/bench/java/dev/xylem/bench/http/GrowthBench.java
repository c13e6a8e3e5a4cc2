package dev.xylem.bench.http;

import dev.xylem.bench.http.Candidate.Kind;
import dev.xylem.bench.http.LineChart.Line;
import dev.xylem.bench.http.LineChart.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code ./dev bench growth}: what a request costs as the work grows, a line chart for each way it can. Options as for {@link HttpBench}. */
public final class GrowthBench {
    private static final Path WORK = Path.of("target/bench").toAbsolutePath();
    private static final Path REPORTS = Path.of("docs/performance");
    private static final List<Integer> SIZES = List.of(100, 1_000, 10_000, 100_000, 1_000_000);
    private static final int QUICK_MOST = 100_000;

    /**
     * One way in which work grows.
     *
     * @param name of its workloads, before the equals sign
     */
    private record Axis(String name, String title, List<Workload> workloads) {

        static Axis of(String name, String title, List<Integer> values, IntFunction<Workload> workload) {
            return new Axis(name, title, values.stream().map(workload::apply).toList());
        }

        LineChart chart(Report report) {
            return new LineChart(
                    title,
                    Kind.ALL.stream()
                            .map(kind -> new Line(kind.title, points(report, kind)))
                            .filter(line -> !line.points().isEmpty())
                            .toList());
        }

        private List<Point> points(Report report, Kind kind) {
            return workloads.stream()
                    .flatMap(workload -> report.find(workload.name(), kind)
                            .map(figures -> new Point(value(workload), Math.max(1, figures.cpu())))
                            .stream())
                    .toList();
        }

        private static int value(Workload workload) {
            return Integer.parseInt(workload.name().substring(workload.name().indexOf('=') + 1));
        }
    }

    private GrowthBench() {}

    public static void main(String... arguments) throws IOException {
        Options options = Options.parse(arguments).forGrowth();
        List<Integer> collections = Stream.of(1_000, 10_000, 100_000, 1_000_000)
                .filter(documents -> !options.isQuick() || documents <= QUICK_MOST)
                .toList();
        List<Axis> axes = axes(collections).stream()
                .filter(axis -> options.only().isEmpty() || options.only().contains(axis.name))
                .toList();
        List<Workload> workloads = axes.stream().flatMap(axis -> axis.workloads.stream()).toList();
        var report = new Report(measure(options, collections, workloads));
        System.out.println(report.table(workloads));
        report.write(WORK.resolve("growth.tsv"), options);
        if (options.write()) {
            report.write(REPORTS.resolve("growth.tsv"), options);
            draw(REPORTS.resolve("growth.svg"), axes, report);
        }
        System.exit(0);
    }

    private static List<Axis> axes(List<Integer> collections) {
        return List.of(
                Axis.of("size", "a document of so many bytes", SIZES, Workloads::ofSize),
                Axis.of("pagesize", "a page of so many documents", List.of(1, 10, 100, 1_000), Workloads::ofPageSize),
                Axis.of("connections", "one document, on so many connections", List.of(1, 4, 16, 64, 256, 512), Workloads::ofConnections),
                new Axis("rules", "one document, under so many rules", Caller.users().stream().map(Workloads::ofRules).toList()),
                Axis.of("collection", "one document, of so many", collections, Workloads::ofCollection),
                Axis.of("collection-page", "a page of 100, of so many", collections, Workloads::ofCollectionPage));
    }

    private static List<Row> measure(Options options, List<Integer> collections, List<Workload> workloads) {
        try (Arena arena = Arena.open(WORK)) {
            arena.dataset().fillSizes(SIZES);
            if (workloads.stream().anyMatch(workload -> workload.name().startsWith("collection"))) {
                collections.forEach(arena.dataset()::fillGrown);
            }
            Bench bench = arena.bench(options, List.of(Kind.values()));
            bench.warm(Workloads.all().getFirst());
            return workloads.stream().flatMap(workload -> bench.run(workload).stream()).toList();
        }
    }

    private static void draw(Path file, List<Axis> axes, Report report) throws IOException {
        int rows = (axes.size() + 1) / 2;
        var svg = new Svg(2 * LineChart.WIDTH, rows * LineChart.HEIGHT + 60);
        svg.text(16, 26, 16, "start", "CPU of the server for one request, microseconds, as the work grows");
        BarChart.legend(svg);
        IntStream.range(0, axes.size())
                .forEach(i -> axes.get(i)
                        .chart(report)
                        .draw(svg, i % 2 * LineChart.WIDTH, 60 + i / 2 * LineChart.HEIGHT));
        svg.write(file);
    }
}
