package dev.xylem.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The process is told to stop: what would never end by itself ends now, so that the rest can finish. */
public final class ClosingTime {
    private static final List<Runnable> CALLED = new CopyOnWriteArrayList<>();

    private ClosingTime() {}

    static void call(Runnable end) {
        CALLED.add(end);
    }

    public static void now() {
        CALLED.forEach(Runnable::run);
    }
}
