package dev.xylem.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.xylem.api.Caller;
import dev.xylem.api.Credentials;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.security.Identifier.Known;
import dev.xylem.security.Identifier.Way;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class IdentifierTest {
    private static final Caller ANN = new Caller("ann", Set.of("users"), new BsonDocument());
    private static final Way KNOWS_ANN =
            (credentials, _) -> credentials.equals(new Credentials.Basic("ann", "pass:word"))
                    ? Optional.of(new Known(ANN, "password", false, () -> Optional.empty()))
                    : Optional.empty();
    private static final Way FAILS = (_, _) -> {
        throw new IllegalStateException("broken");
    };
    private static final Way SILENT = (_, _) -> {
        throw Problem.of(ProblemType.STORE_UNAVAILABLE, "no answer").exception();
    };

    private static Caller identify(List<Way> ways, String... authorization) {
        return Identifier.of(ways, Challenge.BASIC, Audit.OFF)
                .admit(new Arrival(List.of(authorization), "127.0.0.1", true, "id"))
                .caller();
    }

    private static ProblemType refusal(List<Way> ways, String... authorization) {
        return assertThrows(ProblemException.class, () -> identify(ways, authorization))
                .problem()
                .type();
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void onAnOpenServerEverybodyIsAStranger() {
        var arrival = new Arrival(List.of("Basic nonsense"), "127.0.0.1", true, "id");

        assertEquals(Caller.STRANGER, Identifier.open().admit(arrival).caller());
    }

    @Test
    void whereNobodyIsKnownAllCredentialsAreWrong() {
        assertEquals(ProblemType.UNAUTHENTICATED, refusal(List.of(), basic("ann:pass:word")));
        assertEquals(Caller.STRANGER, identify(List.of()));
    }

    @Test
    void theFirstWayThatKnowsTheCallerCounts() {
        assertEquals(ANN, identify(List.of((_, _) -> Optional.empty(), KNOWS_ANN), basic("ann:pass:word")));
    }

    @Test
    void aWayThatFailsKnowsNobody() {
        assertEquals(ProblemType.UNAUTHENTICATED, refusal(List.of(FAILS), basic("ann:pass:word")));
        assertEquals(ANN, identify(List.of(FAILS, KNOWS_ANN), basic("ann:pass:word")));
    }

    @Test
    void aWayThatCannotBeAskedIsNotANo() {
        assertEquals(ProblemType.STORE_UNAVAILABLE, refusal(List.of(SILENT), basic("ann:pass:word")));
        assertEquals(ANN, identify(List.of(SILENT, KNOWS_ANN), basic("ann:pass:word")));
    }

    @Test
    void secretsAreNeverPrinted() {
        assertFalse(new Credentials.Basic("ann", "secret").toString().contains("secret"));
        assertFalse(new Credentials.Bearer("secret").toString().contains("secret"));
        assertFalse(new User("ann", "secret", Set.of(), new BsonDocument())
                .toString()
                .contains("secret"));
    }
}
