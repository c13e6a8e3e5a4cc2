package dev.xylem.api;

import java.time.Instant;

/**
 * A token as its owner sees it. Never printed: {@code toString} hides it.
 *
 * @param until when it ends if it is not used again
 */
public record AuthToken(String text, Instant until) {
    @Override
    public String toString() {
        return "AuthToken[until=" + until + "]";
    }
}
