package dev.xylem.feature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Guarded;
import dev.xylem.fixture.Wire;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** What the policy denies whatever the body holds is denied before the body is read. */
class UnreadBodiesTest {
    private static final Guarded GUARDED = new Guarded(
            "  - {userid: ann, password: ann, roles: [users]}", """
              - role: users
                predicate: path-template["/{db}/coll/a"] and bson-request-whitelist[n]
              - role: users
                predicate: path-template["/{db}/coll"] and method[QUERY] and qparams-whitelist[pagesize]""".indent(2).stripTrailing());

    private final Api stranger = GUARDED.on(Engine.EMBEDDED);
    private final Api admin = stranger.as("admin", "admin");
    private final Api ann = stranger.as("ann", "ann");
    private final String collection = admin.newCollection();

    @Test
    void anEndlessBodyOfAStrangerIsNotWaitedFor() throws IOException {
        for (String method : new String[] {"PUT", "PATCH", "DELETE"}) {
            assertEquals(401, answerToEndless(method + " " + collection + "/b").status(), method);
        }
        for (String method : new String[] {"POST", "QUERY", "PUT", "PATCH"}) {
            assertEquals(401, answerToEndless(method + " " + collection).status(), method);
        }
        assertEquals(401, answerToEndless("POST /_authz/explain").status());
        assertEquals(401, answerToEndless("PUT /_users/eve").status());
        assertEquals("{\"_size\":0}", admin.get(collection + "/_size").text());
    }

    @Test
    void norThatOfAKnownCaller() throws IOException {
        String authorization = "Authorization: " + Api.basic("ann", "ann") + "\r\n";

        Wire.Reply reply = answerTo("PUT " + collection + "/b", authorization + "Content-Length: 900000\r\n\r\n{");

        assertEquals(403, reply.status());
        assertEquals("forbidden", reply.code());
        assertEquals("close", reply.headers().get("connection"));
    }

    @Test
    void whoAsksFirstIsNotToldToGoOn() throws IOException {
        try (Socket socket = Wire.connect(stranger.base())) {
            send(socket, "PUT " + collection + "/b", "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n");

            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);

            assertEquals("HTTP/1.1 401", answer.substring(0, 12));
            assertFalse(answer.contains("100 Continue"), answer);
        }
    }

    @Test
    void whatIsWrongWithTheBodyIsNotTold() {
        for (String body :
                new String[] {"", "{", "[1]", "{a: 1, a: 2}", "{a: " + "[".repeat(500), " ".repeat(2_000_000)}) {
            ann.put(collection + "/b", body + "{").expectProblem(403, "forbidden");
            stranger.put(collection + "/b", body + "{").expectProblem(401, "unauthenticated");
        }
        stranger.put(collection + "/b", null).expectProblem(401, "unauthenticated");
        stranger.put(collection + "/b", "x", "Content-Type", "image/png").expectProblem(401, "unauthenticated");
    }

    @Test
    void aRuleThatAsksForTheBodyGetsIt() {
        ann.put(collection + "/a", "{n: 1}").expect(201);
        ann.put(collection + "/a", "{n: 1, m: 1}").expectProblem(403, "forbidden");
        ann.put(collection + "/a", "{").expectProblem(400, "malformed-json");
        ann.send("QUERY", collection, "{pagesize: 1}").expect(200);
        ann.send("QUERY", collection, "{pagesize: 1, sort: 'n'}").expectProblem(403, "forbidden");

        assertEquals(1, admin.get(collection + "/a").json().getInt32("n").getValue());
    }

    private Wire.Reply answerToEndless(String line) throws IOException {
        return answerTo(line, "Transfer-Encoding: chunked\r\n\r\n7\r\n{\"a\": 1\r\n");
    }

    private Wire.Reply answerTo(String line, String rest) throws IOException {
        try (Socket socket = Wire.connect(stranger.base())) {
            send(socket, line, rest);
            return Wire.read(socket);
        }
    }

    private static void send(Socket socket, String line, String rest) throws IOException {
        socket.getOutputStream()
                .write((line + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + rest).getBytes(US_ASCII));
    }
}
