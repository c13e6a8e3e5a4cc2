package dev.xylem.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Those who wait until all that was done before they asked is told: until a read of the stream that began afterwards has found no more. */
final class Settling {
    private static final int LONGEST_WAIT_SECONDS = 30;

    /** Asked since the current read began. */
    private List<CompletableFuture<Boolean>> asked = new ArrayList<>();

    /** Asked before that. */
    private List<CompletableFuture<Boolean>> reading = new ArrayList<>();

    private boolean closed;

    /** False when nothing is told any more, or not for long. */
    boolean await() {
        try {
            return ask().get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized CompletableFuture<Boolean> ask() {
        var done = new CompletableFuture<Boolean>();
        if (closed) {
            done.complete(false);
        } else {
            asked.add(done);
        }
        return done;
    }

    /** A read begins. */
    synchronized void begin() {
        reading.addAll(asked);
        asked = new ArrayList<>();
    }

    /** What it found is told, and there was no more. */
    synchronized void end() {
        reading.forEach(one -> one.complete(true));
        reading = new ArrayList<>();
    }

    synchronized void close() {
        closed = true;
        asked.forEach(one -> one.complete(false));
        reading.forEach(one -> one.complete(false));
    }
}
