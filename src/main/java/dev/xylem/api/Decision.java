package dev.xylem.api;

/** What an {@link AccessManager} says of a request. */
public sealed interface Decision {
    record Allow(Grant grant) implements Decision {}

    /**
     * @param reason for the log and the audit trail, never for the caller
     * @param rule what denials are counted by: the rule that refused, or a fixed word; nothing that a request holds
     */
    record Deny(String reason, String rule) implements Decision {
        /** Counted as {@code other}. */
        public Deny(String reason) {
            this(reason, "other");
        }
    }
}
