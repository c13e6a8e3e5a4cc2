package dev.xylem.storage;

import org.jspecify.annotations.Nullable;

/** What happened since a position in the changes of a collection can't be told any more. */
final class PositionLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PositionLost(@Nullable Throwable cause) {
        super("the position is too old", cause);
    }
}
