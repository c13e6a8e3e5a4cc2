package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Cursor;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * What change streams read: an entry for each changed document, in the order of time, of bounded length. An entry is part of
 * the same commit as the change, and is shown after it.
 */
final class ChangeLog implements Oplog {

    static final String MAP = "changes";

    /** The account that holds the time of the newest entry that was dropped. */
    private static final String DROPPED = "changes.dropped";

    private static final int HISTORY_LOST = 286;

    /** How long it may get; the oldest entries make room. */
    record Limits(int entries, long bytes) {
        static final Limits DEFAULT = new Limits(100_000, 64L << 20);
    }

    private final MapStore store;
    private final MVMap<byte[], byte[]> entries;
    private final Limits limits;
    private final CursorRegistry cursors;
    private long bytes;
    private long newest;

    /** The newest entry that is committed. */
    private volatile long shown;

    private boolean closed;

    ChangeLog(MapStore store, Limits limits, CursorRegistry cursors) {
        this.store = store;
        this.entries = store.map(MAP);
        this.limits = limits;
        this.cursors = cursors;
        for (var cursor = entries.cursor(null); cursor.hasNext(); ) {
            cursor.next();
            bytes += cursor.getValue().length;
        }
        byte[] last = entries.lastKey();
        this.newest = Math.max(last == null ? 0 : MapStore.toLong(last), store.account(DROPPED));
        this.shown = newest;
    }

    void inserted(String namespace, byte[] document) {
        add(entry("i", namespace).append("o", new RawBson(document)));
    }

    void updated(String namespace, Document before, Document after) {
        add(Changes.between(before, after).describe(entry("u", namespace).append("id", after.get("_id"))));
    }

    void replaced(String namespace, byte[] document) {
        add(entry("r", namespace).append("o", new RawBson(document)));
    }

    void deleted(String namespace, @Nullable Object id) {
        add(entry("d", namespace).append("id", id));
    }

    private static Document entry(String operation, String namespace) {
        return new Document("op", operation).append("ns", namespace).append("wall", Instant.now());
    }

    private synchronized void add(Document entry) {
        byte[] value = Packed.pack(BsonWriter.write(entry));
        long second = System.currentTimeMillis() / 1000;
        newest = Math.max(newest + 1, (second << Integer.SIZE) | 1);
        entries.put(MapStore.toBytes(newest), value);
        bytes += value.length;
        trim();
    }

    private void trim() {
        while (entries.sizeAsLong() > limits.entries() || (bytes > limits.bytes() && entries.sizeAsLong() > 1)) {
            byte[] oldest = entries.firstKey();
            byte[] removed = entries.remove(oldest);
            bytes -= removed.length;
            store.setAccount(DROPPED, MapStore.toLong(oldest));
        }
    }

    /** After a commit: shows its entries to those who wait for them. */
    void show() {
        if (shown != newest) {
            synchronized (this) {
                shown = newest;
                notifyAll();
            }
        }
    }

    /** Lets no one wait any longer. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits until an entry after that time can be seen; not for ever. */
    void await(long time, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (this) {
            while (shown <= time && !closed) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return;
                }
                try {
                    wait(millis);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    long shown() {
        return shown;
    }

    /** The entries after that time that can be seen. */
    org.h2.mvstore.Cursor<byte[], byte[]> after(long time) {
        return entries.cursor(MapStore.toBytes(time + 1), MapStore.toBytes(shown), false);
    }

    @Nullable
    Document at(long time) {
        byte[] entry = entries.get(MapStore.toBytes(time));
        return entry == null ? null : read(entry);
    }

    static Document read(byte[] entry) {
        return BsonReader.read(Packed.unpack(entry));
    }

    /** @throws MongoServerError when entries after that time are dropped already */
    void requireComplete(long time) {
        if (time < store.account(DROPPED)) {
            throw new MongoServerError(
                    HISTORY_LOST,
                    "ChangeStreamHistoryLost",
                    "Resume of change stream was not possible, as the resume point may no longer be in the change log");
        }
    }

    @Override
    public Cursor createCursor(Document stream, String namespace, Aggregation aggregation) {
        ChangeCursor cursor =
                ChangeCursor.open(cursors.generateCursorId(), this, store, stream, namespace, aggregation);
        cursors.add(cursor);
        return cursor;
    }

    @Override
    public void handleDropCollection(String namespace) {
        if (!namespace.contains(".system.")) {
            add(entry("c", namespace).append("o", "drop"));
        }
    }

    // The collections tell of their documents themselves: what was changed, and not by which command.

    @Override
    public void handleInsert(String namespace, List<Document> documents) {}

    @Override
    public void handleUpdate(String namespace, Document selector, Document update, List<Object> ids) {}

    @Override
    public void handleDelete(String namespace, Document selector, List<Object> ids) {}
}
