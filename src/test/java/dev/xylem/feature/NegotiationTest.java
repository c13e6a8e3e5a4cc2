package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Wire;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NegotiationTest {

    private static final String HAL = "application/hal+json";
    private static final String JSON = "application/json";

    private static final Map<String, String> ACCEPTABLE = Map.ofEntries(
            Map.entry("*/*", HAL),
            Map.entry("application/*", HAL),
            Map.entry("application/json", JSON),
            Map.entry("APPLICATION/JSON; charset=utf-8", JSON),
            Map.entry("application/hal+json", HAL),
            Map.entry("application/json;q=0.2, application/hal+json;q=0.3", HAL),
            Map.entry("application/hal+json;q=0.2, application/json;q=0.3", JSON),
            Map.entry("application/json, application/hal+json", JSON),
            Map.entry("text/html, application/json;q=0.1", JSON),
            Map.entry("application/hal+json;q=0, */*;q=0.1", JSON),
            // httpie, without and with a body
            Map.entry("application/json, */*;q=0.5", JSON),
            // jQuery: dataType json, and none
            Map.entry("application/json, text/javascript, */*; q=0.01", JSON),
            // browsers in the address bar
            Map.entry(
                    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
                    HAL),
            Map.entry("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HAL));

    private final Api api = Api.on(Engine.EMBEDDED);

    @Test
    void theAcceptHeaderChooses() {
        String collection = api.newCollection();

        ACCEPTABLE.forEach((accept, type) -> {
            Answer read = api.get(collection, "Accept", accept).expect(200);
            assertEquals(type, read.header("Content-Type"), accept);
            assertEquals(0, read.documents().size(), "every JSON type is labelled so and keeps the default's shape");
        });
    }

    @Test
    void noAcceptOrAnEmptyOneTakesTheDefault() {
        String collection = api.newCollection();

        assertEquals(HAL, Wire.send(api.base(), "GET", collection).headers().get("content-type"));
        assertEquals(
                HAL,
                Wire.send(api.base(), "GET", collection, "Accept", "").headers().get("content-type"));
    }

    @Test
    void severalAcceptLinesAreOneList() {
        Wire.Reply reply = Wire.send(
                api.base(), "GET", api.newCollection(), "Accept", "text/html", "Accept", "application/json;q=0.5");

        assertEquals(JSON, reply.headers().get("content-type"));
    }

    @Test
    void whatNothingFitsIs406() {
        String path = api.newCollection();

        for (String accept :
                new String[] {"text/html", "image/*", "application/json;q=0", "application/xml", "*/*;q=0"}) {
            api.get(path, "Accept", accept).expectProblem(406, "not-acceptable");
        }
    }

    @Test
    void aWriteIsDoneWhateverItsClientAccepts() {
        String path = api.newCollection() + "/a";

        api.put(path, "{n: 1}", "Accept", "text/html").expect(201);
        api.get(path).expect(200);
    }

    @Test
    void theParameterWinsOverTheHeader() {
        String collection = api.newCollection();

        Answer read = api.get(collection + "?rep=STANDARD", "Accept", HAL).expect(200);

        assertEquals(JSON, read.header("Content-Type"));
        assertEquals("[]", read.text());
        assertEquals(
                HAL,
                api.get(collection + "?rep=HAL", "Accept", "text/html")
                        .expect(200)
                        .header("Content-Type"));
    }

    @Test
    void varyNamesWhatWasNegotiated() {
        String collection = api.newCollection();

        assertTrue(api.get(collection).header("Vary").contains("Accept"));
        api.put(collection + "/a", "{}").expect(201);
        Answer unchanged = api.get(
                collection + "/a", "If-None-Match", api.get(collection + "/a").etag());
        assertTrue(unchanged.expect(304).header("Vary").contains("Accept"));
    }

    @Test
    void anUnknownRepresentationIs400() {
        for (String query : new String[] {"rep=XML", "rep=", "rep=HAL&rep=HAL", "hal=x", "jsonMode=x"}) {
            assertEquals(400, api.get("/?" + query).status(), query);
        }
    }
}
