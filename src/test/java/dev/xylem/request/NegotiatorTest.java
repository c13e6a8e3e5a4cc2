package dev.xylem.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.xylem.api.Action;
import dev.xylem.api.Format;
import dev.xylem.api.Format.Representation;
import dev.xylem.api.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiatorTest {
    private final Negotiator negotiator = new Negotiator(Representation.HAL);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|HAL|application/hal+json",
                "application/json|HAL|application/json",
                "application/json, */*;q=0.5|HAL|application/json",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8|HAL|application/hal+json",
                "application/hal+json;q=0.5, application/json;q=0.9|HAL|application/json",
                "text/html;q=1, application/*;q=0.1|HAL|application/hal+json",
            })
    void picksWhatTheClientLikesBest(String accept, Representation representation, String mediaType) {
        Format format = negotiator.negotiate(Parameters.parse(""), List.of(accept), new Action.ReadPage());

        assertEquals(representation, format.representation());
        assertEquals(mediaType, format.mediaType());
    }

    @ParameterizedTest
    @CsvSource({"text/html", "text/event-stream", "application/json;q=0", "application/json;q=x", "image/*"})
    void refusesWhatNothingFits(String accept) {
        var refusal = assertThrows(
                ProblemException.class,
                () -> negotiator.negotiate(Parameters.parse(""), List.of(accept), new Action.ReadPage()));

        assertEquals(406, refusal.problem().type().status());
    }

    @Test
    void aWriteIsNotRefusedForItsAccept() {
        assertEquals(
                Representation.HAL,
                negotiator
                        .negotiate(
                                Parameters.parse(""),
                                List.of("text/plain"),
                                new Action.WriteDocument(Action.Mode.REPLACE))
                        .representation());
    }

    @ParameterizedTest
    @CsvSource({"HAL,HAL", "hal,HAL", "S,STANDARD", "standard,STANDARD", "PJ,SHAL", "plain_json,SHAL", "SHAL,SHAL"})
    void theParameterWinsOverTheHeader(String rep, Representation expected) {
        Format format =
                negotiator.negotiate(Parameters.parse("rep=" + rep), List.of("text/html"), new Action.ReadPage());

        assertEquals(expected, format.representation());
    }
}
