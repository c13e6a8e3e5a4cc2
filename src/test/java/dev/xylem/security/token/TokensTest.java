package dev.xylem.security.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.AuthToken;
import dev.xylem.api.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final Caller ANN = new Caller("ann", Set.of("users"), new BsonDocument());

    private Instant now = Instant.now();
    private final InstantSource source = () -> now;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final MemoryTokens store = new MemoryTokens();
    private final Tokens tokens = new Tokens(store, Duration.ofMinutes(15), clock);

    private static String textOf(Caller caller) {
        AuthToken token = caller.token();
        assertNotNull(token);
        return Objects.requireNonNull(token).text();
    }

    @Test
    void aTokenEndsTwelveHoursAfterItWasIssuedHoweverOftenItIsUsed() {
        String text = textOf(tokens.issue(ANN, "p"));
        Instant start = now;
        for (int i = 0; i < 71; i++) {
            now = now.plus(Duration.ofMinutes(10));
            assertTrue(tokens.use("ann", text).isPresent());
        }
        assertEquals(
                start.plus(Duration.ofHours(12)).getEpochSecond(), until(text).getEpochSecond());

        now = start.plus(Duration.ofHours(12));
        assertFalse(tokens.use("ann", text).isPresent());
        assertNotEquals(text, textOf(tokens.issue(ANN, "p")));
    }

    private Instant until(String text) {
        return tokens.use("ann", text).orElseThrow().until();
    }

    @Test
    void anotherPasswordOrAnotherRoleGetsAnotherToken() {
        String first = textOf(tokens.issue(ANN, "p"));

        assertEquals(first, textOf(tokens.issue(ANN, "p")));
        assertNotEquals(first, textOf(tokens.issue(ANN, "q")));
        assertNotEquals(first, textOf(tokens.issue(new Caller("ann", Set.of("admins"), new BsonDocument()), "p")));
    }

    @Test
    void aUserHasTwentyTokensAtMost() {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            texts.add(textOf(new Tokens(store, Duration.ofMinutes(15), clock).issue(ANN, "p")));
        }

        assertEquals(
                20,
                texts.stream()
                        .filter(text -> tokens.use("ann", text).isPresent())
                        .count());
        assertFalse(tokens.use("ann", texts.getFirst()).isPresent());
    }

    @Test
    void theStoreHoldsHashesOnly() {
        String text = textOf(tokens.issue(ANN, "p"));

        assertTrue(store.find("ann", TokenText.hash(text)).isPresent());
        assertFalse(store.find("ann", TokenText.hash(text)).toString().contains(text));
        assertFalse(tokens.issue(ANN, "p").toString().contains(text));
    }

    @Test
    void whatIsSpeltLikeATokenIsNoPassword() {
        String text = textOf(tokens.issue(ANN, "p"));

        assertTrue(Tokens.isToken(text));
        assertFalse(Tokens.isToken(text + "0"));
        assertFalse(Tokens.isToken(text.toUpperCase(Locale.ROOT)));
        assertFalse(Tokens.isToken("xylem_password"));
    }
}
