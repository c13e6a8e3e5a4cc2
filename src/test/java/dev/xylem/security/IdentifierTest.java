package dev.xylem.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.xylem.api.Caller;
import dev.xylem.api.Credentials;
import dev.xylem.api.IdentityManager;
import dev.xylem.api.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifierTest {
    private static final Caller ANN = new Caller("ann", Set.of("users"), new BsonDocument());
    private static final IdentityManager KNOWS_ANN = credentials ->
            credentials.equals(new Credentials.Basic("ann", "pass:word")) ? Optional.of(ANN) : Optional.empty();
    private static final IdentityManager FAILS = _ -> {
        throw new IllegalStateException("broken");
    };

    @Test
    void withoutManagersEverybodyIsAStranger() {
        assertEquals(Caller.STRANGER, new Identifier(List.of()).identify("Basic nonsense"));
    }

    @Test
    void withoutCredentialsTheCallerIsAStranger() {
        assertEquals(Caller.STRANGER, new Identifier(List.of(KNOWS_ANN)).identify(null));
    }

    @Test
    void theFirstManagerThatKnowsTheCallerCounts() {
        var identifier = new Identifier(List.of(_ -> Optional.empty(), KNOWS_ANN));

        assertEquals(ANN, identifier.identify(basic("ann:pass:word")));
        assertEquals(ANN, identifier.identify(basic("ann:pass:word").replace("Basic", "bAsIc")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Basic", "Basic ", "Basic  YW5uOnBhc3M6d29yZA==", "Basic !!!", "Bearer x", "", "Basic YW5u"})
    void malformedCredentialsAreWrong(String authorization) {
        var refusal =
                assertThrows(ProblemException.class, () -> new Identifier(List.of(KNOWS_ANN)).identify(authorization));

        assertEquals(401, refusal.problem().type().status());
        assertEquals("Basic realm=\"Xylem\"", refusal.problem().headers().get("WWW-Authenticate"));
    }

    @Test
    void aManagerThatFailsKnowsNobody() {
        assertThrows(ProblemException.class, () -> new Identifier(List.of(FAILS)).identify(basic("ann:pass:word")));
    }

    @Test
    void aPasswordIsNeverPrinted() {
        assertFalse(new Credentials.Basic("ann", "secret").toString().contains("secret"));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
