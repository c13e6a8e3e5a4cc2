package dev.xylem.storage;

import com.mongodb.MongoException;
import dev.xylem.plan.Rows;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.bson.RawBsonDocument;

/** Rows that keep a connection taken until they are closed; their failures are problems, as everywhere. */
final class HeldRows implements Rows {
    private final Rows rows;
    private final MongoErrors errors;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    HeldRows(Rows rows, MongoErrors errors, Runnable release) {
        this.rows = rows;
        this.errors = errors;
        this.release = release;
    }

    @Override
    public boolean hasNext() {
        return mapped(rows::hasNext);
    }

    @Override
    public RawBsonDocument next() {
        return mapped(rows::next);
    }

    private <T> T mapped(Supplier<T> read) {
        try {
            return read.get();
        } catch (MongoException e) {
            throw errors.map(e);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                mapped(() -> {
                    rows.close();
                    return true;
                });
            } finally {
                release.run();
            }
        }
    }
}
