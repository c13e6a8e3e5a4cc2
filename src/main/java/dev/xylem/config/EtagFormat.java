package dev.xylem.config;

/** How the ETag header is written. Both forms are read. */
public enum EtagFormat {
    /** {@code "5f..."}, as RFC 9110 asks. */
    QUOTED,
    /** {@code 5f...}, as RESTHeart does. */
    BARE
}
