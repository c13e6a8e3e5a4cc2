package dev.xylem.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RandomAccessStore;
import org.jspecify.annotations.Nullable;

/**
 * Ordered maps in a file, or in memory. What all maps hold changes with {@link #commit} alone, all at once. Whoever commits,
 * compacts or removes must be alone; reading is always possible.
 */
final class MapStore implements AutoCloseable {

    /** An upper bound of what a heap of 192 MiB can spare. */
    private static final int CACHE_MEBIBYTES = 24;

    private static final int PAGE_BYTES = 8 * 1024;

    /** Up to this size, every page is read and checked when a store opens; a page of a larger one when it is needed. */
    private static final long CHECKED_AT_OPENING = 256L * 1024 * 1024;

    /** Rewrites where less than this percentage of the space is in use. */
    private static final int FULL_ENOUGH = 70;

    private static final int COMPACTED_AT_ONCE = 4 * 1024 * 1024;

    /** While there are writers: a short pause, and a piece that finds room between others. */
    private static final int COMPACTED_BY_WRITERS = 1024 * 1024;

    /** After this much was written, writers look whether the file is too large. */
    private static final int PACE_BYTES = 2 * 1024 * 1024;

    /** Writers themselves make room in a file of more than this many percent of what is in use in it, and somewhat more. */
    private static final int MOST_PERCENT = 170;

    private static final String ACCOUNTS = "accounts";

    /** In the accounts: how many entries all the other maps have. */
    private static final byte[] TOTAL = {};

    private final MVStore store;
    private final @Nullable Path file;
    private final @Nullable Seal seal;
    private final boolean forceAlways;
    private final MVMap<byte[], byte[]> accounts;
    private final Map<String, MVMap<byte[], byte[]>> maps = new ConcurrentHashMap<>();
    private final Map<String, Long> sizes = new ConcurrentHashMap<>();
    private final Set<String> changedSizes = ConcurrentHashMap.newKeySet();

    /** Space that was free in this version may be written to: it is on the disk, and what came before is not needed. Null in memory. */
    private MVStore.@Nullable TxCounter forced;

    /** The version that was committed last; null when it is on the disk. */
    private final AtomicReference<MVStore.@Nullable TxCounter> unforced = new AtomicReference<>();

    /** What was committed since writers looked last. */
    private long unpaced;

    private volatile long version;

    /** The version that the last compaction left; while there are writers, the next one finds another. */
    private long compacted;

    private MapStore(MVStore store, @Nullable Path file, @Nullable Seal seal, boolean forceAlways) {
        this.store = store;
        this.file = file;
        this.seal = seal;
        this.forceAlways = forceAlways;
        this.accounts = store.openMap(ACCOUNTS, builder());
        this.forced = seal == null ? null : store.registerVersionUsage();
        this.version = store.getCurrentVersion();
        store.getMapNames().forEach(this::map);
        accounts.entrySet().forEach(entry -> {
            if (entry.getKey().length > 0) {
                sizes.put(new String(entry.getKey(), UTF_8), toLong(entry.getValue()));
            }
        });
    }

    static MapStore memory() {
        return new MapStore(configured().open(), null, null, false);
    }

    /**
     * Opens the file, or makes it.
     *
     * @param trusted this process has just written it
     * @throws EmbeddedMongo.DamagedException when it is not all there; nothing was changed then
     */
    static MapStore open(Path file, boolean forceAlways, boolean trusted) {
        Path sealed = file.resolveSibling(file.getFileName() + ".seal");
        try {
            Seal seal = Seal.open(sealed);
            try {
                return open(file, sealed, seal, forceAlways, trusted);
            } catch (RuntimeException e) {
                seal.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + sealed, e);
        }
    }

    private static MapStore open(Path file, Path sealed, Seal seal, boolean forceAlways, boolean trusted)
            throws IOException {
        long least = -1;
        if (!seal.isNew()) {
            least = seal.read()
                    .map(Seal.Mark::least)
                    .orElseThrow(() -> new EmbeddedMongo.DamagedException(sealed, "it is no seal"));
        }
        MVStore store = openStore(file);
        try {
            MapStore opened = new MapStore(store, file, seal, forceAlways);
            opened.check(least, trusted);
            seal.renew(opened.version);
            return opened;
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw e instanceof EmbeddedMongo.DamagedException ? e : damaged(file, e);
        }
    }

    private static MVStore openStore(Path file) {
        try {
            MVStore store = configured().fileName(file.toString()).open();
            // What may be overwritten is decided by what was forced, not by time.
            store.setRetentionTime(0);
            return store;
        } catch (RuntimeException e) {
            throw damaged(file, e);
        }
    }

    private static EmbeddedMongo.DamagedException damaged(Path file, RuntimeException e) {
        return new EmbeddedMongo.DamagedException(file, String.valueOf(e.getMessage()));
    }

    // No autocommit: a commit in the middle of a command could keep half of it.
    private static MVStore.Builder configured() {
        return new MVStore.Builder()
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .pageSplitSize(PAGE_BYTES)
                .cacheSize(CACHE_MEBIBYTES);
    }

    private static MVMap.Builder<byte[], byte[]> builder() {
        return new MVMap.Builder<byte[], byte[]>().keyType(CheckedBytes.TYPE).valueType(CheckedBytes.TYPE);
    }

    private void check(long least, boolean trusted) {
        if (version < least) {
            throw damaged("its newest part is missing");
        }
        byte[] total = accounts.get(TOTAL);
        if (total == null) {
            if (!maps.isEmpty() || least > 0) {
                throw damaged("it was not written by this version of Xylem, or has lost its accounts");
            }
            commit();
        } else if (toLong(total) != total()) {
            throw damaged("entries are missing");
        } else if (!trusted && store.getFileStore().size() <= CHECKED_AT_OPENING) {
            maps.values().forEach(this::check);
        }
    }

    private void check(MVMap<byte[], byte[]> map) {
        long count = 0;
        byte[] previous = null;
        for (var cursor = map.cursor(null); cursor.hasNext(); count++) {
            byte[] key = cursor.next();
            if (previous != null && map.getKeyType().compare(previous, key) >= 0) {
                throw damaged("entries are not in order");
            }
            previous = key;
        }
        if (count != map.sizeAsLong()) {
            throw damaged("entries are missing");
        }
    }

    private EmbeddedMongo.DamagedException damaged(String why) {
        return new EmbeddedMongo.DamagedException(Objects.requireNonNull(file), why);
    }

    /** The map of this name, which is made when it is not there. */
    MVMap<byte[], byte[]> map(String name) {
        return name.equals(ACCOUNTS) ? accounts : maps.computeIfAbsent(name, _ -> store.openMap(name, builder()));
    }

    boolean has(String name) {
        return maps.containsKey(name);
    }

    Collection<String> names() {
        return List.copyOf(maps.keySet());
    }

    void remove(String name) {
        MVMap<byte[], byte[]> map = maps.remove(name);
        if (map != null) {
            store.removeMap(map);
        }
    }

    void rename(String from, String to) {
        MVMap<byte[], byte[]> map = maps.remove(from);
        if (map != null) {
            store.renameMap(map, to);
            maps.put(to, map);
        }
    }

    /** The number kept under that name, such as the bytes of a collection's documents; 0 at first. */
    long account(String name) {
        return sizes.getOrDefault(name, 0L);
    }

    void addToAccount(String name, long difference) {
        sizes.merge(name, difference, Long::sum);
        changedSizes.add(name);
    }

    void setAccount(String name, long value) {
        sizes.put(name, value);
        changedSizes.add(name);
    }

    void closeAccount(String name) {
        sizes.remove(name);
        changedSizes.add(name);
    }

    private long total() {
        long total = 0;
        for (MVMap<byte[], byte[]> map : maps.values()) {
            total += map.sizeAsLong();
        }
        return total;
    }

    /** What it reads does not go away while it runs. */
    <T> T reading(Supplier<T> command) {
        MVStore.TxCounter used = store.registerVersionUsage();
        try {
            return command.get();
        } finally {
            store.deregisterVersionUsage(used);
        }
    }

    /**
     * Keeps all changes, or, when it fails, none: the store has to be opened again then.
     *
     * @throws MVStoreException when the file cannot be written
     */
    void commit() {
        if (!store.hasUnsavedChanges() && accounts.containsKey(TOTAL)) {
            return;
        }
        writeAccounts();
        unpaced += store.getUnsavedMemory();
        store.commit();
        if (store.isClosed()) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_CLOSED, "the store's file could not be written");
        }
        acknowledge();
    }

    private void writeAccounts() {
        for (String name : List.copyOf(changedSizes)) {
            changedSizes.remove(name);
            Long size = sizes.get(name);
            if (size == null) {
                accounts.remove(name.getBytes(UTF_8));
            } else {
                accounts.put(name.getBytes(UTF_8), toBytes(size));
            }
        }
        accounts.put(TOTAL, toBytes(total()));
    }

    private void acknowledge() {
        version = store.getCurrentVersion();
        if (seal == null) {
            return;
        }
        release(unforced.getAndSet(store.registerVersionUsage()));
        if (forceAlways) {
            force();
        }
        seal.acknowledged(version);
    }

    /** What was committed before is on the disk when this returns. */
    synchronized void force() {
        MVStore.TxCounter last = unforced.getAndSet(null);
        if (last == null || seal == null || store.isClosed()) {
            return;
        }
        long upTo = version;
        store.sync();
        release(forced);
        forced = last;
        seal.forced(upTo, version);
    }

    private void release(MVStore.@Nullable TxCounter used) {
        if (used != null) {
            store.deregisterVersionUsage(used);
        }
    }

    /** Keeps writers from leaving old versions faster than {@link #compact} clears them away. To be called after a commit. */
    void pace() {
        if (store.isClosed() || !(store.getFileStore() instanceof RandomAccessStore files)) {
            return;
        }
        if (unpaced < PACE_BYTES) {
            return;
        }
        unpaced = 0;
        if (files.size() > PACE_BYTES + inUse(files) * MOST_PERCENT / 100) {
            force();
            rewrite(files, COMPACTED_BY_WRITERS);
        }
    }

    private static long inUse(RandomAccessStore files) {
        return files.size() * files.getFillRate() / 100 * files.getChunksFillRate() / 100;
    }

    /** Gives space back, a bounded piece of work at a time. */
    void compact() {
        if (store.isClosed() || !(store.getFileStore() instanceof RandomAccessStore files)) {
            return;
        }
        rewrite(files, version == compacted ? COMPACTED_AT_ONCE : COMPACTED_BY_WRITERS);
        if (files.getFillRate() < FULL_ENOUGH && files.size() > COMPACTED_AT_ONCE) {
            force();
            files.compactMoveChunks(FULL_ENOUGH, COMPACTED_AT_ONCE, store);
            acknowledge();
        }
        compacted = version;
    }

    private void rewrite(RandomAccessStore files, int bytes) {
        if (files.getChunksFillRate() < FULL_ENOUGH && store.compact(FULL_ENOUGH, bytes)) {
            commit();
        }
        unpaced = 0;
    }

    /** Closes without a trace of what was not committed. */
    void abandon() {
        store.closeImmediately();
        if (seal != null) {
            seal.close();
        }
    }

    /** Bytes of the file; 0 in memory. */
    long fileSize() {
        return store.getFileStore() == null ? 0 : store.getFileStore().size();
    }

    @Override
    public void close() {
        if (seal == null || file == null) {
            store.close();
            return;
        }
        if (!store.isClosed()) {
            commit();
            force();
            seal.renew(version);
            releaseVersions();
            store.close();
            forceAll(file);
        }
        seal.close();
    }

    private synchronized void releaseVersions() {
        release(unforced.getAndSet(null));
        release(forced);
    }

    private static void forceAll(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] toBytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    static long toLong(byte[] value) {
        return ByteBuffer.wrap(value).getLong();
    }
}
