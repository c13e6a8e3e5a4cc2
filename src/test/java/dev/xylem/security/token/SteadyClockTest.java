package dev.xylem.security.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.AuthToken;
import dev.xylem.api.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration JUMP = Duration.ofMinutes(10);

    private Instant machine = START;
    private long nanos = 1_000;
    private final SteadyClock clock = new SteadyClock(() -> machine, () -> nanos);

    private void pass(Duration time) {
        machine = machine.plus(time);
        nanos += time.toNanos();
    }

    @Test
    void goesOnWhereTheMachineIsSetBack() {
        pass(Duration.ofSeconds(5));
        assertEquals(START.plusSeconds(5), clock.instant());

        machine = machine.minus(JUMP);
        assertEquals(START.plusSeconds(5), clock.instant());
        pass(Duration.ofSeconds(5));
        assertEquals(START.plusSeconds(10), clock.instant());
    }

    @Test
    void followsTheMachineForward() {
        machine = machine.plus(JUMP);
        assertEquals(START.plus(JUMP), clock.instant());
    }

    @Test
    void R31_aClockThatIsSetBackBringsNoTokenBackAndOneThatIsSetForwardOnlyEndsThem() {
        var tokens = new Tokens(new MemoryTokens(), Duration.ofMinutes(5), clock);
        Caller caller = tokens.issue(new Caller("ann", Set.of(), new BsonDocument()), "p");
        AuthToken token = caller.token();
        assertNotNull(token);
        String text = Objects.requireNonNull(token).text();
        assertTrue(tokens.use("ann", text).isPresent());

        machine = machine.plus(JUMP);
        assertFalse(tokens.use("ann", text).isPresent());
        machine = machine.minus(JUMP.multipliedBy(2));
        assertFalse(tokens.use("ann", text).isPresent());
    }
}
