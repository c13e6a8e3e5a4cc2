package dev.xylem.http;

/** The settings lead to no key that TLS could use. */
public final class WrongKeystore extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongKeystore(String text, Exception cause) {
        super(text, cause);
    }
}
