package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code maxTimeMS} of the command that the current thread runs. */
final class Deadline {

    private static final int MAX_TIME_EXPIRED = 50;

    /** The answer must be there before the driver stops waiting for it, on a busy machine, too: a third of the time, and at most so much. */
    private static final long MOST_SPARED_MILLIS = 1_000;

    private static final ThreadLocal<Long> NANOS = new ThreadLocal<>();

    private Deadline() {}

    static <T> T during(@Nullable Object maxTimeMillis, Supplier<T> command) {
        if (!(maxTimeMillis instanceof Number limit) || limit.longValue() <= 0) {
            return command.get();
        }
        long millis = limit.longValue() - Math.min(MOST_SPARED_MILLIS, limit.longValue() / 3);
        NANOS.set(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
        try {
            return command.get();
        } finally {
            NANOS.remove();
        }
    }

    /** Fails as MongoDB does when the time is over. */
    static void check() {
        Long end = NANOS.get();
        if (end != null && System.nanoTime() - end > 0) {
            throw new MongoServerError(MAX_TIME_EXPIRED, "MaxTimeMSExpired", "operation exceeded time limit");
        }
    }
}
