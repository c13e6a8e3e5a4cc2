package dev.xylem.bench.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What all candidates work on.
 *
 * @param child its process; null when it is none of ours, and then its CPU is not counted
 */
record Store(String uri, @Nullable Child child) implements AutoCloseable {

    /** The one that the environment names, else Xylem's embedded store in memory, in a process of its own. */
    static Store start(Path folder) {
        String given = System.getenv("XYLEM_BENCH_MONGODB_URI");
        if (given != null) {
            return new Store(given, null);
        }
        Child child = Child.ours(folder, StoreMain.class);
        return new Store(child.awaitLine("mongodb://"), child);
    }

    long cpuMicros() {
        return child == null ? 0 : child.cpuMicros();
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
    }
}
