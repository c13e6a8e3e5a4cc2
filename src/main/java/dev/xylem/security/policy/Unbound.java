package dev.xylem.security.policy;

/** A variable has no value in this request, or one that can't stand where it would have to. */
final class Unbound extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unbound(String message) {
        super(message, null, false, false);
    }
}
