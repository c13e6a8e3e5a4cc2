package dev.xylem.bench.http;

import dev.xylem.bench.http.Candidate.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What was measured: as a table, as tab-separated values, and beside an earlier report. */
record Report(List<Row> rows) {

    static Report read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return new Report(lines.filter(line -> !line.startsWith("#") && !line.equals(Row.HEAD))
                    .map(Row::parse)
                    .toList());
        }
    }

    Optional<Figures> find(String workload, Kind kind) {
        return rows.stream()
                .filter(row -> row.workload().equals(workload) && row.candidate().equals(kind.title))
                .map(Row::figures)
                .findFirst();
    }

    /** How much of one figure a candidate has beside another candidate, maybe in another workload. */
    Optional<Double> ratio(ToDoubleFunction<Figures> figure, String workload, Kind kind, String otherWorkload, Kind other) {
        return find(workload, kind)
                .flatMap(mine -> find(otherWorkload, other)
                        .map(theirs -> figure.applyAsDouble(mine) / figure.applyAsDouble(theirs)));
    }

    List<Row> rows(Workload workload) {
        return rows.stream().filter(row -> row.workload().equals(workload.name())).toList();
    }

    String table(List<Workload> workloads) {
        var table = new StringBuilder();
        for (Workload workload : workloads) {
            List<Row> mine = rows(workload);
            if (!mine.isEmpty()) {
                table.append(head(workload));
                mine.forEach(row -> table.append(line(row)));
            }
        }
        return table.toString();
    }

    private static String head(Workload workload) {
        return "%n%-30s %8s %9s %9s %9s %9s %8s %7s %9s %11s%n"
                .formatted(
                        workload.title() + " (" + workload.name() + ")",
                        "req/s",
                        "p50 ms",
                        "p99 ms",
                        "CPU us",
                        "store us",
                        "KiB",
                        "RSS MiB",
                        "x driver",
                        "x RESTHeart");
    }

    private String line(Row row) {
        Figures figures = row.figures();
        return String.format(
                Locale.ROOT,
                "  %-28s %8.0f %9.2f %9.2f %9.0f %9.0f %8.1f %7.0f %9s %11s%s%n",
                row.candidate(),
                figures.perSecond(),
                figures.p50() / 1000,
                figures.p99() / 1000,
                figures.cpu(),
                figures.storeCpu(),
                figures.allocated() / 1024,
                figures.rss(),
                times(row, Kind.DRIVER),
                times(row, Kind.RESTHEART),
                figures.errors() > 0 ? "  errors: " + Math.round(figures.errors()) : "");
    }

    /** Of CPU. */
    private String times(Row row, Kind other) {
        return find(row.workload(), other)
                .map(theirs -> "%.2f".formatted(row.figures().cpu() / theirs.cpu()))
                .orElse("-");
    }

    /** For docs/performance.md. */
    String markdown(List<Workload> workloads, Options options) {
        var table = new StringBuilder("Measured on ")
                .append(about(options))
                .append(".\n\n")
                .append("| workload | candidate | requests/s | p50 ms | p99 ms | CPU µs | store CPU µs | KiB allocated | RSS MiB | × driver | × RESTHeart |\n")
                .append("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        workloads.forEach(workload -> rows(workload).forEach(row -> table.append(markdown(workload, row))));
        return table.toString();
    }

    private String markdown(Workload workload, Row row) {
        Figures figures = row.figures();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %.2f | %.2f | %,.0f | %,.0f | %,.1f | %.0f | %s | %s |%n",
                workload.title(),
                row.candidate(),
                figures.perSecond(),
                figures.p50() / 1000,
                figures.p99() / 1000,
                figures.cpu(),
                figures.storeCpu(),
                figures.allocated() / 1024,
                figures.rss(),
                times(row, Kind.DRIVER),
                times(row, Kind.RESTHEART));
    }

    String compared(Report earlier) {
        var table = new StringBuilder("%n%-52s %16s %16s %16s%n".formatted("now / then", "req/s", "CPU us", "KiB"));
        for (Row row : rows) {
            earlier.rows.stream()
                    .filter(then -> then.workload().equals(row.workload()) && then.candidate().equals(row.candidate()))
                    .findFirst()
                    .ifPresent(then -> table.append(compared(row, then.figures())));
        }
        return table.toString();
    }

    private static String compared(Row row, Figures then) {
        Figures now = row.figures();
        return String.format(
                Locale.ROOT,
                "%-10s %-41s %9.0f (%4.2f) %9.0f (%4.2f) %9.1f (%4.2f)%n",
                row.workload(),
                row.candidate(),
                now.perSecond(),
                now.perSecond() / then.perSecond(),
                now.cpu(),
                now.cpu() / then.cpu(),
                now.allocated() / 1024,
                now.allocated() / then.allocated());
    }

    private static String about(Options options) {
        return "%s, %d cores, Java %s: warmed %d s, medians of %d runs of %d s"
                .formatted(
                        LocalDate.now(ZoneOffset.UTC),
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        options.warmSeconds(),
                        options.runs(),
                        options.seconds());
    }

    void write(Path file, Options options) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Stream.concat(Stream.of("# " + about(options), Row.HEAD), rows.stream().map(Row::line)).toList());
    }
}
