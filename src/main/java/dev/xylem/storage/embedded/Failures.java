package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** Gives what the embedded engine throws the code that MongoDB answers with. */
final class Failures {

    static final int BAD_VALUE = 2;
    private static final int UNKNOWN_ERROR = 8;
    private static final int FAILED_TO_PARSE = 9;
    private static final int NAMESPACE_NOT_FOUND = 26;
    private static final int NOT_IMPLEMENTED = 238;
    private static final int OUT_OF_DISK_SPACE = 14031;

    /** How operating systems say it; Java has no exception for it. */
    private static final List<String> FULL =
            List.of("No space left", "File too large", "Disk quota exceeded", "not enough space");

    private static final Logger LOG = Logger.getLogger(Failures.class.getName());

    private Failures() {}

    static MongoServerError of(RuntimeException thrown) {
        return switch (thrown) {
            case MongoServerError error -> error;
            case UnsupportedOperationException _ -> notImplemented();
            case MVStoreException damage -> ofReading(damage);
            case ClassCastException _, IllegalArgumentException _, NullPointerException _ ->
                new MongoServerError(BAD_VALUE, "BadValue", "a value is not of the type that its operator needs");
            case MongoServerException exception -> coded(exception);
            default -> unknown(thrown);
        };
    }

    private static MongoServerError unknown(RuntimeException thrown) {
        LOG.log(Level.SEVERE, "The embedded store failed", place(thrown));
        return new MongoServerError(UNKNOWN_ERROR, "UnknownError", "the embedded store failed");
    }

    /** What can be logged of a failure: where, not with which document. */
    static Throwable place(Throwable thrown) {
        Throwable place = new Throwable(thrown.getClass().getName());
        place.setStackTrace(thrown.getStackTrace());
        return place;
    }

    /** A commit failed; nothing of it was kept. */
    static MongoServerError ofWriting(RuntimeException thrown) {
        return isFull(thrown)
                ? new MongoServerError(OUT_OF_DISK_SPACE, "OutOfDiskSpace", "the embedded store's disk is full")
                : new MongoServerError(UNKNOWN_ERROR, "UnknownError", "the embedded store could not be written");
    }

    private static boolean isFull(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof IOException && FULL.stream().anyMatch(message::contains)) {
                return true;
            }
        }
        return false;
    }

    private static MongoServerError ofReading(MVStoreException damage) {
        LOG.log(Level.SEVERE, "The embedded store's file cannot be read; restore its folder from a backup", damage);
        return new MongoServerError(UNKNOWN_ERROR, "UnknownError", "the embedded store's file cannot be read");
    }

    static MongoServerError notImplemented() {
        return new MongoServerError(NOT_IMPLEMENTED, "NotImplemented", "the embedded store does not know this");
    }

    /** The engine leaves some of its own failures without a code. */
    private static MongoServerError coded(MongoServerException failure) {
        String message = Objects.requireNonNullElse(failure.getMessageWithoutErrorCode(), "");
        if (message.contains("not yet implemented")) {
            return notImplemented();
        }
        if (message.startsWith("illegal update")) {
            return new MongoServerError(FAILED_TO_PARSE, "FailedToParse", "operators and fields in one update");
        }
        if (message.equals("ns not found")) {
            return new MongoServerError(NAMESPACE_NOT_FOUND, "NamespaceNotFound", message);
        }
        return new MongoServerError(UNKNOWN_ERROR, "UnknownError", message);
    }
}
