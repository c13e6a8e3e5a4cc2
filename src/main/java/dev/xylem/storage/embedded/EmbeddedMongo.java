package dev.xylem.storage.embedded;

import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The store that needs no installation: a MongoDB-compatible server in this process, reachable on loopback only.
 * Whatever it acknowledged was handed to the operating system before, so it survives a killed process; at most 100 ms later
 * it is on the disk, so it survives a power failure as well.
 */
public final class EmbeddedMongo implements AutoCloseable {

    /** The path that keeps nothing. */
    public static final String MEMORY = "memory:";

    /** How many connections it takes; the next ones are closed at once. */
    public static final int CONNECTIONS = 2_000;

    static final String FILE = "xylem.mv.db";

    private static final int FORCE_MILLIS = 50;
    private static final int COMPACT_MILLIS = 500;

    /** Its loggers print documents; Xylem never does. Held here, because loggers are collected as garbage. */
    private static final Logger ENGINE_LOG = Logger.getLogger("de.bwaldvogel");

    private static final Logger LOG = Logger.getLogger(EmbeddedMongo.class.getName());

    private final EmbeddedBackend backend;
    private final LoopbackServer server;
    private final PathLock lock;
    private final ScheduledExecutorService upkeep;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param syncAlways a write is on the disk before it is acknowledged
     * @param changeLogEntries how many changes a change stream can resume from, at least 1
     * @param changeLogBytes how many bytes these may take
     * @param sortBytes what one sort may hold in memory
     */
    public record Options(boolean syncAlways, int changeLogEntries, long changeLogBytes, long sortBytes) {

        public Options(boolean syncAlways, int changeLogEntries, long changeLogBytes) {
            this(syncAlways, changeLogEntries, changeLogBytes, SortMemory.MOST);
        }

        public static final Options DEFAULT =
                new Options(false, ChangeLog.Limits.DEFAULT.entries(), ChangeLog.Limits.DEFAULT.bytes());
    }

    private EmbeddedMongo(MapStore store, Supplier<MapStore> reopen, PathLock lock, Options options) {
        this.lock = lock;
        this.backend = new EmbeddedBackend(
                store,
                reopen,
                new ChangeLog.Limits(options.changeLogEntries(), options.changeLogBytes()),
                options.sortBytes());
        this.upkeep = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("embedded-store-upkeep").factory());
        this.server = LoopbackServer.start(backend);
        repeat(backend::force, FORCE_MILLIS);
        repeat(backend::compact, COMPACT_MILLIS);
    }

    private void repeat(Runnable work, int millis) {
        var _ = upkeep.scheduleWithFixedDelay(() -> attempt(work), millis, millis, TimeUnit.MILLISECONDS);
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The embedded store's upkeep failed; it will be tried again", e);
        }
    }

    /** {@link #open(String, Options)}, with what is usual. */
    public static EmbeddedMongo open(String path) {
        return open(path, Options.DEFAULT);
    }

    /**
     * Opens the store and starts to listen on a free port.
     *
     * @param path a directory, created when it is missing, or {@link #MEMORY}
     * @throws LockedException when another store is open on that path, in this process or in another one
     * @throws DamagedException when the file there cannot be read as a store, or is less than what was acknowledged
     */
    public static EmbeddedMongo open(String path, Options options) {
        ENGINE_LOG.setLevel(Level.OFF);
        return path.equals(MEMORY)
                ? new EmbeddedMongo(MapStore.memory(), MapStore::memory, PathLock.none(), options)
                : open(Path.of(path), options);
    }

    private static EmbeddedMongo open(Path directory, Options options) {
        PathLock lock = PathLock.take(directory);
        Path file = directory.resolve(FILE);
        try {
            MapStore store = MapStore.open(file, options.syncAlways(), false);
            return new EmbeddedMongo(store, () -> MapStore.open(file, options.syncAlways(), true), lock, options);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** How many documents finds read, for those who mark them. */
    public Examined examined() {
        return backend.examined();
    }

    /** Where a driver of this machine reaches the store. */
    public String connectionString() {
        return server.connectionString();
    }

    /** Finishes the commands that run, ends the connections and lets the path go. Closing twice does nothing more. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            backend.stopWaiting();
            server.close();
            upkeep.close();
            backend.close();
            lock.close();
        }
    }

    /** Another store is open on the path. */
    public static final class LockedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LockedException(Path directory) {
            super("the embedded store in " + directory + " is in use by another process."
                    + " Stop that one, or choose another embedded-store.path");
        }
    }

    /** The store's file cannot be read, or is not all that was acknowledged. */
    public static final class DamagedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DamagedException(Path file, String why) {
            super("the embedded store's file " + file + " is damaged or was written by something else: " + why
                    + ". Nothing was changed; restore the folder from a backup, or move it away to start empty");
        }
    }
}
