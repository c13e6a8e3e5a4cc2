package dev.xylem.config;

/** When the embedded store's writes are on the disk. Both survive a killed process. */
public enum StoreSync {
    /** At most 100 ms after the answer: a power failure may take these with it. */
    INTERVAL,
    /** Before the answer. */
    ALWAYS
}
