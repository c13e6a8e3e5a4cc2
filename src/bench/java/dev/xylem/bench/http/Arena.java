package dev.xylem.bench.http;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.xylem.bench.http.Candidate.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The filled store, and the candidates that work on it. Ends all of them. */
final class Arena implements AutoCloseable {
    private static final Path SCRIPT = Path.of("src/bench/lua/requests.lua").toAbsolutePath();

    private final Path folder;
    private final Store store;
    private final MongoClient client;
    private final Dataset dataset;
    private final List<Candidate> candidates = new ArrayList<>();

    private Arena(Path folder, Store store) {
        this.folder = folder;
        this.store = store;
        this.client = MongoClients.create(store.uri());
        this.dataset = new Dataset(client);
    }

    static Arena open(Path folder) {
        DriverLog.quiet();
        var arena = new Arena(folder, Store.start(folder));
        arena.dataset.fill();
        return arena;
    }

    Dataset dataset() {
        return dataset;
    }

    Store store() {
        return store;
    }

    Bench bench(Options options, List<Kind> kinds) {
        var servers = new Servers(folder, store.uri(), Credentials.fresh());
        kinds.forEach(kind -> candidates.add(start(servers, kind)));
        Generator generator = Wrk.isThere() ? new Wrk(folder, SCRIPT) : new JavaGenerator();
        return new Bench(store, dataset, List.copyOf(candidates), generator, options);
    }

    private Candidate start(Servers servers, Kind kind) {
        return switch (kind) {
            case DRIVER -> servers.driver(dataset.deepId());
            case XYLEM -> servers.xylem();
            case XYLEM_BASIC -> servers.xylemBasic();
            case RESTHEART -> servers.restheart(Path.of(System.getProperty("peer.jars")));
        };
    }

    @Override
    public void close() {
        candidates.forEach(candidate -> candidate.child().close());
        client.close();
        store.close();
    }
}
