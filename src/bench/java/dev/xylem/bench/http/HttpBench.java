package dev.xylem.bench.http;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./dev bench}: Xylem, its peer and the limit in the same workloads on the same store. Options: see {@link Options}. */
public final class HttpBench {
    private static final Path WORK = Path.of("target/bench").toAbsolutePath();
    private static final Path SCRIPT = Path.of("src/bench/lua/requests.lua").toAbsolutePath();
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
        var report = new Report(measure(options, workloads));
        System.out.println(report.table(workloads));
        report.write(WORK.resolve("bench.tsv"), options);
        if (options.write()) {
            report.write(REPORTS.resolve("bench.tsv"), options);
        }
        if (options.compare() != null) {
            System.out.println(report.compared(Report.read(options.compare())));
        }
        System.exit(0);
    }

    private static List<Row> measure(Options options, List<Workload> workloads) {
        try (Child store = Servers.store(WORK)) {
            String uri = store.awaitLine("mongodb://");
            try (MongoClient client = MongoClients.create(uri)) {
                var dataset = new Dataset(client);
                dataset.fill();
                var servers = new Servers(WORK, uri, Credentials.fresh());
                List<Candidate> candidates = List.of(
                        servers.driver(dataset.deepId()),
                        servers.xylem(),
                        servers.xylemBasic(),
                        servers.restheart(Path.of(System.getProperty("peer.jars"))));
                var bench = new Bench(store, dataset, candidates, new Wrk(WORK, SCRIPT), options);
                bench.warm(Workloads.all().getFirst());
                List<Row> rows = new ArrayList<>();
                workloads.forEach(workload -> rows.addAll(bench.run(workload)));
                candidates.forEach(candidate -> candidate.child().close());
                return rows;
            }
        }
    }
}
