package dev.xylem.security.predicate;

/** A value can be read in more than one way: a parameter sent twice, say. Whoever looks at it answers {@link Truth#DOUBT}. */
public final class Doubt extends RuntimeException {
    private static final long serialVersionUID = 1;

    Doubt() {
        super("", null, false, false);
    }
}
