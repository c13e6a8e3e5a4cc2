package dev.xylem.storage;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The store that needs no installation: a MongoDB-compatible server in this process, reachable on loopback only.
 * Whatever it acknowledged was handed to the operating system before, so it survives a killed process.
 */
public final class EmbeddedMongo implements AutoCloseable {

    /** The path that keeps nothing. */
    public static final String MEMORY = "memory:";

    private static final String FILE = "xylem.mv.db";

    /** How long freed space stays untouched, so that a lost write of the disk does not hurt what came before it. */
    private static final int RETENTION_MILLIS = 5_000;

    private static final int CACHE_MEBIBYTES = 64;

    /** Its loggers print documents; Xylem never does. Held here, because loggers are collected as garbage. */
    private static final Logger ENGINE_LOG = Logger.getLogger("de.bwaldvogel");

    private final DurableBackend backend;
    private final LoopbackServer server;
    private final PathLock lock;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedMongo(MVStore store, PathLock lock) {
        this.lock = lock;
        this.backend = new DurableBackend(store);
        this.backend.enableOplog();
        this.backend.commit();
        this.server = LoopbackServer.start(backend);
    }

    /**
     * Opens the store and starts to listen on a free port.
     *
     * @param path a directory, created when it is missing, or {@link #MEMORY}
     * @throws LockedException when another store is open on that path, in this process or in another one
     * @throws DamagedException when the file there cannot be read as a store
     */
    public static EmbeddedMongo open(String path) {
        ENGINE_LOG.setLevel(Level.OFF);
        return path.equals(MEMORY) ? new EmbeddedMongo(openStore(null), PathLock.none()) : open(Path.of(path));
    }

    private static EmbeddedMongo open(Path directory) {
        PathLock lock = PathLock.take(directory);
        Path file = directory.resolve(FILE);
        try {
            return new EmbeddedMongo(openStore(file), lock);
        } catch (MVStoreException e) {
            lock.close();
            throw new DamagedException(file, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    // No autocommit: a commit in the middle of a command could keep half of it.
    private static MVStore openStore(@Nullable Path file) {
        MVStore.Builder builder = new MVStore.Builder()
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .cacheSize(CACHE_MEBIBYTES);
        if (file == null) {
            return builder.open();
        }
        MVStore store = builder.fileName(file.toString()).open();
        store.setRetentionTime(RETENTION_MILLIS);
        return store;
    }

    /** Where a driver of this machine reaches the store. */
    public String connectionString() {
        return server.connectionString();
    }

    /** Finishes the commands that run, ends the connections and lets the path go. Closing twice does nothing more. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.close();
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

    /** The store's file cannot be read. */
    public static final class DamagedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DamagedException(Path file, MVStoreException cause) {
            super(
                    "the embedded store's file " + file + " is damaged or was written by something else."
                            + " Nothing was changed; restore it from a backup, or move it away to start empty",
                    cause);
        }
    }
}
