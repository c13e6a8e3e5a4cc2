package dev.xylem.api;

/** Turns a password into what is stored of it. */
@FunctionalInterface
public interface PasswordHashing {

    /**
     * Argon2id, as a PHC string with a salt of its own: the same password gives another one each time.
     *
     * @throws ProblemException 400 when the password is longer than any that can be used, 503 when too many passwords are being hashed
     */
    String hash(String password);
}
