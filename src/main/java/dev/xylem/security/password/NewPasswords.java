package dev.xylem.security.password;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import dev.xylem.api.PasswordHashing;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.text.Normalizer;
import java.util.List;

/**
 * The passwords that users are given. They must be long and hard to guess, and need no kinds of characters besides
 * (<a href="https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver">NIST SP 800-63B</a>).
 */
public final class NewPasswords implements PasswordHashing {
    private static final int SHORTEST = 12;

    /** The estimate takes ever longer with the length, and nobody types more. */
    private static final int LONGEST = 128;

    private final Passwords passwords;
    private final int strength;

    /** @param strength the least score of zxcvbn, 1 to 4; 0 for none */
    public NewPasswords(Passwords passwords, int strength) {
        this.passwords = passwords;
        this.strength = strength;
    }

    @Override
    public String hash(String password, String user) {
        if (strength > 0) {
            check(Normalizer.normalize(password, Normalizer.Form.NFC), user);
        }
        return passwords.hash(password);
    }

    private void check(String password, String user) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            throw refused(
                    "A password has " + SHORTEST + " to " + LONGEST + " characters; this one has " + length + ".");
        }
        Strength found = Estimate.ZXCVBN.measure(password, user.isEmpty() ? List.of() : List.of(user));
        if (found.getScore() < strength) {
            throw refused("The password is too easy to guess. " + hints(found));
        }
    }

    private static String hints(Strength found) {
        String warning = found.getFeedback().getWarning();
        String suggestions = String.join(" ", found.getFeedback().getSuggestions());
        return (warning + " " + suggestions).strip();
    }

    private static ProblemException refused(String detail) {
        return Problem.of(ProblemType.INVALID_PASSWORD, detail).exception();
    }

    /** Loads its dictionaries when somebody needs them. */
    private static final class Estimate {
        private static final Zxcvbn ZXCVBN = new Zxcvbn();
    }
}
