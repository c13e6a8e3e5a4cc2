package dev.xylem.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.xylem.api.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.bson.BsonArray;
import org.junit.jupiter.api.Test;

class CursorSealTest {
    private static final BsonArray PLACE = BsonArray.parse("['secret value', 5]");
    private static final byte[] BINDING = {1, 2, 3};
    private final CursorSeal seal = new CursorSeal("a key of sixteen or more".getBytes(StandardCharsets.UTF_8));

    @Test
    void whatWasSealedOpensAgain() {
        assertEquals(PLACE, seal.open(seal.seal(PLACE, BINDING), BINDING));
    }

    @Test
    void theSamePositionIsTheSameTextOnEveryNode() {
        var other = new CursorSeal("a key of sixteen or more".getBytes(StandardCharsets.UTF_8));

        assertEquals(seal.seal(PLACE, BINDING), other.seal(PLACE, BINDING));
        assertNotEquals(seal.seal(PLACE, BINDING), seal.seal(PLACE, new byte[] {1}));
    }

    @Test
    void nobodyReadsTheValues() {
        byte[] sealed = Base64.getUrlDecoder().decode(seal.seal(PLACE, BINDING));

        assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("secret"));
    }

    @Test
    void anotherQueryOrAnotherKeyDoesNotOpenIt() {
        String sealed = seal.seal(PLACE, BINDING);

        assertThrows(ProblemException.class, () -> seal.open(sealed, new byte[] {1, 2, 4}));
        assertThrows(ProblemException.class, () -> new CursorSeal(new byte[] {9, 9, 9, 9}).open(sealed, BINDING));
    }

    @Test
    void noChangedTextOpens() {
        String sealed = seal.seal(PLACE, BINDING);
        var random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            var changed = new StringBuilder(sealed);
            int at = random.nextInt(sealed.length());
            changed.setCharAt(at, changed.charAt(at) == 'A' ? 'B' : 'A');
            String text = i % 3 == 0 ? sealed.substring(0, at) : changed.toString();

            var refusal = assertThrows(ProblemException.class, () -> seal.open(text, BINDING), text);

            assertEquals("bad-cursor", refusal.problem().type().code());
        }
    }
}
