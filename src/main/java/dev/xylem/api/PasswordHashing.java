package dev.xylem.api;

/** Turns a password into what is stored of it. */
@FunctionalInterface
public interface PasswordHashing {

    /**
     * Argon2id, as a PHC string with a salt of its own: the same password gives another one each time.
     *
     * @param user whose it is, so that it is not the password, too; empty when nobody knows
     * @throws ProblemException 400 for a password that can't be used or is too easy to guess, 503 when too many are being hashed
     */
    String hash(String password, String user);
}
