package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Wire;
import org.junit.jupiter.api.Test;

class CorsTest {
    private static final String ORIGIN = "https://app.example.com";

    @Test
    void byDefaultEveryPageMayReadButNoneBringsCredentialsAlong() {
        Api api = Api.on(Engine.EMBEDDED);

        Answer answer = api.get("/", "Origin", ORIGIN).expect(200);

        assertEquals("*", answer.header("Access-Control-Allow-Origin"));
        assertEquals("", answer.header("Access-Control-Allow-Credentials"));
        assertTrue(answer.header("Access-Control-Expose-Headers").contains("ETag"));
    }

    @Test
    void aPageMayReadEachHeaderThatLeadsOn() {
        Api api = Api.on(Engine.EMBEDDED);

        String exposed = api.get("/", "Origin", ORIGIN).expect(200).header("Access-Control-Expose-Headers");

        for (String header : new String[] {"ETag", "Link", "Location", "Retry-After", "Xylem-Next", "Xylem-Prev"}) {
            assertTrue(exposed.contains(header), header);
        }
    }

    @Test
    void aPreflightIsAnsweredBeforeAnythingElse() {
        Api api = Api.on(Engine.EMBEDDED);

        Answer answer = api.send(
                        "OPTIONS",
                        "/no/such/place",
                        null,
                        "Origin",
                        ORIGIN,
                        "Access-Control-Request-Method",
                        "PATCH",
                        "Access-Control-Request-Headers",
                        "authorization, if-match")
                .expect(204);

        assertTrue(answer.header("Access-Control-Allow-Methods").contains("PATCH"));
        assertTrue(answer.header("Access-Control-Allow-Headers").contains("Authorization"));
        assertEquals("600", answer.header("Access-Control-Max-Age"));
    }

    @Test
    void T77_aListOfOriginsIsHeldToTheLetter() {
        try (var server =
                ServerProcess.on(Engine.EMBEDDED, "--cors.origins=[" + ORIGIN + "]", "--cors.credentials=true")) {
            Api api = Api.of(server);

            Answer listed = api.get("/", "Origin", ORIGIN).expect(200);
            assertEquals(ORIGIN, listed.header("Access-Control-Allow-Origin"));
            assertEquals("true", listed.header("Access-Control-Allow-Credentials"));
            for (String other : new String[] {
                "null", ORIGIN + ".evil.com", "http://app.example.com", "https://APP.example.com", ORIGIN + ":444"
            }) {
                Answer answer = api.get("/", "Origin", other).expect(200);
                assertEquals("", answer.header("Access-Control-Allow-Origin"), other);
                assertTrue(answer.headers("Vary").contains("Origin"));
                Answer preflight =
                        api.send("OPTIONS", "/", null, "Origin", other, "Access-Control-Request-Method", "PUT");
                assertEquals("", preflight.expect(204).header("Access-Control-Allow-Methods"), other);
            }
        }
    }

    @Test
    void T58_aPageMustSayWhatItsBodyIs() {
        Api api = Api.on(Engine.EMBEDDED);
        String collection = api.newCollection();

        api.send("POST", collection, "{\"_id\":\"a\"}", "Origin", ORIGIN, "Content-Type", "text/plain")
                .expect(415);
        String request = "POST " + collection + " HTTP/1.1\r\nHost: x\r\nOrigin: " + ORIGIN
                + "\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{\"_id\":\"a\"}";
        assertEquals(415, Wire.raw(api.base(), request).status());
        api.get(collection + "/a").expect(404);
    }

    @Test
    void T80_everyAnswerKeepsBrowsersAndCachesFromDoingMoreThanShowingIt() {
        Api api = Api.on(Engine.EMBEDDED);

        for (String path : new String[] {"/", "/nowhere", "/a//b"}) {
            Answer answer = api.get(path, "Authorization", "Basic eDp5");
            assertEquals("nosniff", answer.header("X-Content-Type-Options"));
            assertEquals(
                    "default-src 'none'; frame-ancestors 'none'; sandbox", answer.header("Content-Security-Policy"));
            assertEquals("no-referrer", answer.header("Referrer-Policy"));
            assertEquals("no-store", answer.header("Cache-Control"));
            assertEquals("", answer.header("Server"));
            assertEquals("", answer.header("X-Powered-By"));
            assertEquals("", answer.header("Strict-Transport-Security"));
        }
    }
}
