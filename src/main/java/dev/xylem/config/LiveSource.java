package dev.xylem.config;

/** Where feeds learn what happens. */
public enum LiveSource {
    /** From the store: whoever writes. */
    CHANGE_STREAMS,
    /** From this server: what is written through it. For stores that can't tell. */
    OWN_WRITES
}
