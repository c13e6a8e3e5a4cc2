package dev.xylem.storage;

/** The store can't be reached, or does not do what a command of the operator needs. The message is for the operator to read. */
public final class StoreFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreFailure(String message) {
        super(message);
    }

    StoreFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
