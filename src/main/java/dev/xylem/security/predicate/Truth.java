package dev.xylem.security.predicate;

/** Kleene's three values: what a predicate says of a request. Nothing that is built from a doubt opens a door. */
public enum Truth {
    YES,
    NO,
    /** The request does not tell, for example because its body is not read yet. */
    DOUBT;

    static Truth of(boolean value) {
        return value ? YES : NO;
    }

    Truth not() {
        return switch (this) {
            case YES -> NO;
            case NO -> YES;
            case DOUBT -> DOUBT;
        };
    }
}
