package dev.xylem.config;

/**
 * One entry of {@code mongo-mounts}, its syntax checked by {@link MountSyntax}. Both sides may hold {@code {variables}}; those of
 * {@code what} all occur in {@code where}. No trailing slash, nothing percent-encoded.
 *
 * @param what {@code *} for all databases, {@code /db}, {@code /db/coll} or {@code /db/coll/id}
 * @param where {@code /} or the URL prefix, {@code /x/y}
 * @param origin for messages
 */
public record MountSetting(String what, String where, Origin origin) {}
