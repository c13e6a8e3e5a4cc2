package dev.xylem.security.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import org.junit.jupiter.api.Test;

class NewPasswordsTest {
    private final NewPasswords strict = new NewPasswords(new Passwords(new HashGate()), 3);
    private final NewPasswords lax = new NewPasswords(new Passwords(new HashGate()), 0);

    @Test
    void longOnesThatAreHardToGuessAreTaken() {
        for (String password : new String[] {
            "a long password",
            "vier gelbe Stühle",
            "kX9#vv2!qLpz",
            "\u30d1\u30b9\u30ef\u30fc\u30c9\u306f\u3068\u3066\u3082\u9577\u3044\u3067\u3059",
            "xkpq zmwv ".repeat(12)
        }) {
            assertTrue(strict.hash(password, "ann").startsWith("$argon2id$"), password);
        }
    }

    @Test
    void shortAndCommonOnesAreNot() {
        for (String password : new String[] {
            "", "kX9#vv2!qLp", "x".repeat(129), "password1234", "111111111111", "abcdefghijkl", "annabell1990annabell"
        }) {
            var refused = assertThrows(ProblemException.class, () -> strict.hash(password, "annabell1990"), password);
            assertEquals(ProblemType.INVALID_PASSWORD, refused.problem().type());
            assertEquals(-1, password.length() > 4 ? refused.problem().detail().indexOf(password) : -1);
        }
    }

    @Test
    void withoutAStrengthAnyIsTakenThatIsOne() {
        assertTrue(lax.hash("x", "x").startsWith("$argon2id$"));
        assertThrows(ProblemException.class, () -> lax.hash("", "x"));
        assertThrows(ProblemException.class, () -> lax.hash("x".repeat(1025), "x"));
    }
}
