package dev.xylem.security.password;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** Hashes and verifies passwords, a few at a time. */
public final class Passwords {
    private static final int MOST_BYTES = 1024;
    private static final int RANDOM_LENGTH = 20;

    /** Without those that are mistaken for one another. */
    private static final String ALPHABET = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final HashGate gate;

    public Passwords(HashGate gate) {
        this.gate = gate;
    }

    /** False when the password is longer than any that is looked at. */
    public static boolean isUsable(String password) {
        return password.length() <= MOST_BYTES && bytes(password).length <= MOST_BYTES;
    }

    /** A password may be typed in decomposed characters on one system and in composed ones on another. */
    private static byte[] bytes(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Argon2id, as a PHC string.
     *
     * @throws dev.xylem.api.ProblemException 400 when it is empty or longer than any that is looked at, 503 when too many are being hashed
     */
    public String hash(String password) {
        if (password.isEmpty() || !isUsable(password)) {
            throw Problem.of(
                            ProblemType.INVALID_PASSWORD,
                            "A password has at least one character and at most " + MOST_BYTES + " bytes.")
                    .exception();
        }
        return gate.pass(() -> Argon2.hash(bytes(password)).text());
    }

    /**
     * One computation, whether the user is known or not.
     *
     * @param stored null for a user who is not there
     * @param inside what happens just before, when its turn has come; it may throw
     */
    public boolean verify(@Nullable String stored, String password, Runnable inside) {
        StoredPassword known = stored == null
                ? StoredPassword.Nobody.INSTANCE
                : StoredPassword.parse(stored).orElse(StoredPassword.Nobody.INSTANCE);
        return gate.pass(() -> {
            inside.run();
            return known.matches(bytes(password));
        });
    }

    /** A password that nobody has thought of. */
    public static String random() {
        var random = new SecureRandom();
        return random.ints(RANDOM_LENGTH, 0, ALPHABET.length())
                .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
                .reduce("", String::concat);
    }
}
