package dev.xylem.request;

import org.jspecify.annotations.Nullable;

/** A body of any length, in the pieces that it arrives in. */
@FunctionalInterface
public interface BodyPieces {
    /**
     * Waits for the next piece; null at the end. Nothing more is fetched from the client until this is called again.
     *
     * @throws dev.xylem.api.ProblemException when it does not arrive
     */
    byte @Nullable [] next();
}
