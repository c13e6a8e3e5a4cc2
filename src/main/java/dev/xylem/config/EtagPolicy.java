package dev.xylem.config;

/** Which writes must carry If-Match. */
public enum EtagPolicy {
    /** All of them. */
    REQUIRED,
    REQUIRED_FOR_DELETE,
    /** None; it is checked when sent. */
    OPTIONAL
}
