package dev.xylem.config;

/**
 * The store that serves when there is no {@code mongo-uri}.
 *
 * @param path a folder, relative to the working directory, or {@code memory:}
 * @param changeLogEntries how many changes a change stream can resume from, 1 to 10,000,000
 * @param changeLogSize bytes that these may take, 64 KiB to 1 GiB
 */
public record EmbeddedStore(String path, StoreSync sync, int changeLogEntries, long changeLogSize) {

    static final String MEMORY = "memory:";

    /** True when nothing is kept after the process ends. */
    public boolean isMemory() {
        return path.equals(MEMORY);
    }
}
