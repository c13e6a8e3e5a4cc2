package dev.xylem.bench.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** Runs an operation on some threads for some time. */
final class Loop {
    /** Latencies are counted by the microsecond up to here. */
    private static final int LONGEST = 2_000_000;

    private final Runnable operation;
    private final int threads;
    private final AtomicLongArray latencies = new AtomicLongArray(LONGEST + 1);

    Loop(Runnable operation, int threads) {
        this.operation = operation;
        this.threads = threads;
    }

    /** In the form of {@code wrk}'s script: what was done in which time, percentiles, and no errors, since one would have ended it. */
    String run(long millis) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + millis * 1_000_000;
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(Thread.ofPlatform().start(() -> repeat(end)));
        }
        for (Thread thread : all) {
            thread.join();
        }
        long micros = (System.nanoTime() - start) / 1_000;
        return "done " + count() + " " + micros + " " + percentile(50) + " " + percentile(99) + " 0 0";
    }

    private void repeat(long end) {
        long before = System.nanoTime();
        while (before < end) {
            operation.run();
            long after = System.nanoTime();
            latencies.incrementAndGet((int) Math.min((after - before) / 1_000, LONGEST));
            before = after;
        }
    }

    private long count() {
        long count = 0;
        for (int i = 0; i <= LONGEST; i++) {
            count += latencies.get(i);
        }
        return count;
    }

    private int percentile(int percent) {
        long left = count() * percent / 100;
        for (int i = 0; i <= LONGEST; i++) {
            left -= latencies.get(i);
            if (left < 0) {
                return i;
            }
        }
        return LONGEST;
    }
}
