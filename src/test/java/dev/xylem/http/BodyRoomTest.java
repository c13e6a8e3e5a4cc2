package dev.xylem.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import org.junit.jupiter.api.Test;

class BodyRoomTest {
    private static final int HEAP = 12_000_000;

    private final BodyRoom room = new BodyRoom(HEAP);

    @Test
    void oneThatIsAloneFindsRoomAndTheNextDoesNotUntilItIsGone() {
        var first = room.share();
        try (var second = room.share()) {
            first.announces(2_000_000);
            assertTrue(first.receives(2_000_000));
            assertEquals(
                    ProblemType.OVERLOADED,
                    assertThrows(ProblemException.class, () -> second.announces(10))
                            .problem()
                            .type());
            assertFalse(second.receives(10));

            first.close();

            second.announces(10);
            assertTrue(second.receives(10));
        }
    }

    @Test
    void whatHasBecomeObjectsLeavesRoomForWhatComes() {
        try (var first = room.share();
                var second = room.share()) {
            first.announces(900_000);
            first.opens(new byte[900_000], ProblemType.BODY_TOO_LARGE);
            second.announces(900_000);
            second.opens(new byte[900_000], ProblemType.BODY_TOO_LARGE);
        }
    }

    @Test
    void moreObjectsThanWouldEverFitAreTooLarge() {
        byte[] many = ("[" + "{},".repeat(100_000) + "{}]").getBytes(US_ASCII);
        try (var share = room.share()) {
            assertEquals(
                    ProblemType.BULK_TOO_LARGE,
                    assertThrows(ProblemException.class, () -> share.opens(many, ProblemType.BULK_TOO_LARGE))
                            .problem()
                            .type());
        }
    }
}
