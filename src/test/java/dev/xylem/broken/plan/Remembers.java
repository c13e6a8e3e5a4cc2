package dev.xylem.broken.plan;

/** State that outlives a request. */
public final class Remembers {
    @SuppressWarnings("NonFinalStaticField") // that is the point
    static int counted;

    private Remembers() {}

    static int count() {
        return ++counted;
    }
}
