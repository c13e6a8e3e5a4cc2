package dev.xylem.bench.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Measures candidates in workloads, taking turns, so that what else the machine does concerns all of them. */
final class Bench {
    private static final int FIRST_SECONDS = 6;

    private final Store store;
    private final Dataset dataset;
    private final List<Candidate> candidates;
    private final Generator generator;
    private final Options options;

    Bench(Store store, Dataset dataset, List<Candidate> candidates, Generator generator, Options options) {
        this.store = store;
        this.dataset = dataset;
        this.candidates = candidates;
        this.generator = generator;
        this.options = options;
    }

    List<Candidate> candidates() {
        return candidates;
    }

    /** So that what comes first is not measured cold, however short the run is. */
    void warm(Workload workload) {
        candidates.forEach(candidate -> load(candidate, workload, FIRST_SECONDS));
    }

    void warm(Candidate candidate, Workload workload) {
        candidate.check(workload);
        load(candidate, workload, options.warmSeconds());
    }

    List<Row> run(Workload workload) {
        List<Candidate> concerned = candidates.stream().filter(workload::concerns).toList();
        concerned.forEach(candidate -> warm(candidate, workload));
        List<List<Figures>> runs = new ArrayList<>();
        for (int i = 0; i < options.runs(); i++) {
            runs.add(concerned.stream().map(candidate -> measure(candidate, workload)).toList());
        }
        return IntStream.range(0, concerned.size())
                .mapToObj(i -> new Row(
                        workload.name(),
                        concerned.get(i).kind().title,
                        workload.documents(),
                        Figures.median(runs.stream().map(run -> run.get(i)).toList())))
                .toList();
    }

    Figures measure(Candidate candidate, Workload workload) {
        Child server = candidate.child();
        long allocated = server.allocatedBytes();
        long cpu = server.cpuMicros();
        long storeCpu = store.cpuMicros();
        Load load = load(candidate, workload, options.seconds());
        double requests = Math.max(1, load.requests());
        var figures = new Figures(
                load.requests() * 1e6 / load.micros(),
                load.p50(),
                load.p99(),
                (server.cpuMicros() - cpu) / requests,
                (store.cpuMicros() - storeCpu) / requests,
                server.residentMib(),
                (server.allocatedBytes() - allocated) / requests,
                load.errors(workload.isRefused()));
        System.err.printf(
                Locale.ROOT, "%-10s %-24s %8.0f/s %8.0f us%n", workload.name(), candidate.kind().title, figures.perSecond(), figures.cpu());
        return figures;
    }

    private Load load(Candidate candidate, Workload workload, int seconds) {
        dataset.clear();
        if (candidate.kind() != Candidate.Kind.DRIVER) {
            return generator.run(candidate, workload, seconds);
        }
        candidate.child().say(workload.operation() + " " + workload.connections() + " " + seconds * 1_000);
        return Load.parse(candidate.child().awaitLine("done "));
    }
}
