package dev.xylem.api;

/** What was known of a user's right to come in is forgotten. */
@FunctionalInterface
public interface Revocation {

    /** Ends all tokens of the user, everywhere, and forgets here what was read or verified of the user. */
    void revoke(String user);
}
