package dev.xylem.config;

/**
 * The store that serves when there is no {@code mongo-uri}.
 *
 * @param path a folder, relative to the working directory, or {@code memory:}
 */
public record EmbeddedStore(String path) {

    static final String MEMORY = "memory:";

    /** True when nothing is kept after the process ends. */
    public boolean isMemory() {
        return path.equals(MEMORY);
    }
}
