package dev.xylem.api;

/** What an {@link AccessManager} says of a request. */
public sealed interface Decision {
    record Allow(Grant grant) implements Decision {}

    /** @param reason for the log and the audit trail, never for the caller */
    record Deny(String reason) implements Decision {}
}
