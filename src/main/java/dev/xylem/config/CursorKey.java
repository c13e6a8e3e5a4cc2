package dev.xylem.config;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The secret that seals cursors. Nodes that share it follow each other's.
 *
 * @param value at least 16 characters
 */
public record CursorKey(String value) {
    private static final int LEAST = 16;

    static Optional<CursorKey> parse(String text) {
        return text.length() >= LEAST ? Optional.of(new CursorKey(text)) : Optional.empty();
    }

    public byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "****";
    }
}
