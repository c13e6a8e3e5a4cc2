package dev.xylem.api;

/**
 * What a request may do. Row and field rules are parts of it, so that no later stage decides anything about access.
 *
 * @param rule the rule that granted it, for logs and audit
 */
public record Grant(String rule) {}
