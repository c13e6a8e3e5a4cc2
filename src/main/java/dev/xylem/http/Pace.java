package dev.xylem.http;

import java.util.concurrent.TimeUnit;

/** Lets a few through at once, and more of them one after the other at an even pace. */
final class Pace {
    private final long interval;
    private final long slack;
    private long next = System.nanoTime();

    Pace(int aSecond, int atOnce) {
        this.interval = TimeUnit.SECONDS.toNanos(1) / aSecond;
        this.slack = interval * atOnce;
    }

    /** Waits for its turn. */
    void await() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(turn() - System.nanoTime());
    }

    private synchronized long turn() {
        next = Math.max(next, System.nanoTime() - slack) + interval;
        return next;
    }
}
