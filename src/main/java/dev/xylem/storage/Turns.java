package dev.xylem.storage;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Who may use a connection to the store. Exports last as long as their readers like: they leave half of the connections to everybody else. */
final class Turns {
    private final Semaphore connections;
    private final Semaphore exports;
    private final Duration wait;
    private final int most;
    private final LongAdder inVain = new LongAdder();

    Turns(int connections, Duration wait) {
        this.connections = new Semaphore(connections, true);
        this.exports = new Semaphore(Math.max(1, connections / 2), true);
        this.wait = wait;
        this.most = connections;
    }

    /**
     * Waits for one, not for long.
     *
     * @param lasting for an export
     * @return gives it back
     * @throws ProblemException 503 when none is free
     */
    Runnable take(boolean lasting) {
        if (!lasting) {
            acquire(connections);
            return connections::release;
        }
        acquire(exports);
        try {
            acquire(connections);
        } catch (ProblemException e) {
            exports.release();
            throw e;
        }
        return () -> {
            connections.release();
            exports.release();
        };
    }

    int taken() {
        return most - connections.availablePermits();
    }

    int waiting() {
        return connections.getQueueLength() + exports.getQueueLength();
    }

    /** How many requests waited for a connection in vain. */
    long inVain() {
        return inVain.sum();
    }

    private void acquire(Semaphore turns) {
        try {
            if (turns.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inVain.increment();
        throw Problem.of(
                        ProblemType.STORE_UNAVAILABLE,
                        turns == exports
                                ? "As many exports run as may at the same time, half of mongo-pool.max; try again soon."
                                : "All connections to the database are busy (mongo-pool.max); try again soon.")
                .header("Retry-After", "1")
                .exception();
    }
}
