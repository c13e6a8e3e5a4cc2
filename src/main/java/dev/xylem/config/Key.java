package dev.xylem.config;

/**
 * A key that the server asked for, and what it got.
 *
 * @param path with dots
 * @param expected what its kind expects
 * @param fallback the default, printed; empty for none
 * @param value the effective value, printed, masked where secret; empty for none
 * @param flow the value is YAML flow text, not one scalar
 */
public record Key(String path, String expected, String fallback, String value, boolean flow, Origin origin) {}
