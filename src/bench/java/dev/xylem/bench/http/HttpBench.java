package dev.xylem.bench.http;

import dev.xylem.bench.http.Candidate.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ./dev bench}: Xylem, its peer and the limit in the same workloads on the same store. Options: see {@link Options}. */
public final class HttpBench {
    private static final Path WORK = Path.of("target/bench").toAbsolutePath();
    private static final Path REPORTS = Path.of("docs/performance");

    private HttpBench() {}

    public static void main(String... arguments) throws IOException {
        Options options = Options.parse(arguments);
        if (options.logs()) {
            System.setProperty("bench.logs", "true");
        }
        Files.createDirectories(WORK);
        List<Workload> workloads =
                Workloads.all().stream().filter(options::wants).toList();
        if (options.profile()) {
            profile(options, workloads);
        } else {
            measure(options, workloads);
        }
        System.exit(0);
    }

    private static void measure(Options options, List<Workload> workloads) throws IOException {
        Report report;
        try (Arena arena = Arena.open(WORK)) {
            Bench bench = arena.bench(options, List.of(Kind.values()));
            bench.warm(Workloads.all().getFirst());
            report = new Report(workloads.stream()
                    .flatMap(workload -> bench.run(workload).stream())
                    .toList());
        }
        System.out.println(report.table(workloads));
        System.out.println(Goals.judge(report));
        report.write(WORK.resolve("bench.tsv"), options);
        if (options.write()) {
            report.write(REPORTS.resolve("bench.tsv"), options);
            ReportPage.put("bench", report.markdown(workloads, options));
            ReportPage.put("goals", "```text\n" + Goals.judge(report) + "```\n");
            BarChart.write(REPORTS.resolve("bench.svg"), report, workloads);
        }
        if (options.compare() != null) {
            System.out.println(report.compared(Report.read(options.compare())));
        }
    }

    /** Xylem without security where a workload allows that. */
    private static void profile(Options options, List<Workload> workloads) {
        try (Arena arena = Arena.open(WORK)) {
            Bench bench = arena.bench(options, List.of(Kind.XYLEM, Kind.XYLEM_BASIC));
            for (Workload workload : workloads) {
                bench.candidates().stream()
                        .filter(workload::concerns)
                        .findFirst()
                        .ifPresent(candidate -> new Profiler(bench, WORK).run(candidate, workload));
            }
        }
    }
}
