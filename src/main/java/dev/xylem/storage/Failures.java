package dev.xylem.storage;

import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.util.Objects;

/** Gives what the embedded engine throws the code that MongoDB answers with. */
final class Failures {

    static final int BAD_VALUE = 2;
    private static final int UNKNOWN_ERROR = 8;
    private static final int FAILED_TO_PARSE = 9;
    private static final int NAMESPACE_NOT_FOUND = 26;
    private static final int NOT_IMPLEMENTED = 238;

    private Failures() {}

    static MongoServerError of(RuntimeException thrown) {
        return switch (thrown) {
            case MongoServerError error -> error;
            case UnsupportedOperationException _ -> notImplemented();
            case ClassCastException _, IllegalArgumentException _, NullPointerException _ ->
                new MongoServerError(BAD_VALUE, "BadValue", "a value is not of the type that its operator needs");
            case MongoServerException exception -> coded(exception);
            default -> new MongoServerError(UNKNOWN_ERROR, "UnknownError", "the embedded store failed");
        };
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
