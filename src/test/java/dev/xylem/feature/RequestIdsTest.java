package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Wire;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @OnEveryEngine
    void theIdOfTheClientComesBackInTheHeaderAndInProblems(Engine engine) {
        Api api = Api.on(engine);

        Answer answer = api.get(api.newCollection() + "/missing", "X-Request-Id", "my-id-7");

        assertEquals("my-id-7", answer.header("X-Request-Id"));
        assertEquals("my-id-7", answer.json().getString("request-id").getValue());
    }

    @Test
    void whatIsNoIdIsReplacedByOneOfOurs() {
        Api api = Api.on(Engine.EMBEDDED);
        for (String given : List.of("two words", "a".repeat(129), "quote\"", "\u001b[2J")) {
            var reply = Wire.send(api.base(), "GET", "/missing", "X-Request-Id", given);

            String id = reply.headers().getOrDefault("x-request-id", "");
            assertTrue(id.matches("[0-9a-f]{12}-[0-9a-f]+") || reply.status() == 400, given + " became " + id);
            assertNotEquals(given, id);
        }
    }

    @Test
    void theAccessLogNamesIdAndTraceInText() {
        try (var server = ServerProcess.on(Engine.EMBEDDED)) {
            Api.of(server)
                    .get("/missing", "X-Request-Id", "my-id-7", "traceparent", PARENT)
                    .expect(404);
            Api.of(server).get("/missing", "traceparent", "00-nonsense").expect(404);

            server.terminate();
            assertTrue(
                    server.stderr().lines().anyMatch(line -> line.endsWith("ms my-id-7 trace=" + TRACE)),
                    server.stderr());
            assertEquals(
                    1,
                    server.stderr()
                            .lines()
                            .filter(line -> line.contains("trace="))
                            .count());
        }
    }

    @Test
    void theAccessLogHasFieldsInJson() {
        try (var server = ServerProcess.on(Engine.EMBEDDED, "--log.format=json")) {
            Api.of(server)
                    .get("/missing/coll/a?filter=%7B%7D", "X-Request-Id", "my-id-7", "traceparent", PARENT)
                    .expect(404);

            server.terminate();
            BsonDocument line = server.stderr()
                    .lines()
                    .filter(each -> each.contains("my-id-7"))
                    .map(BsonDocument::parse)
                    .findFirst()
                    .orElseThrow();
            assertEquals("dev.xylem.access", line.getString("loggerName").getValue());
            BsonDocument request = line.getDocument("request");
            assertTrue(request.remove("ms").asString().getValue().matches("\\d+\\.\\d"));
            assertTrue(Integer.parseInt(request.remove("bytes").asString().getValue()) > 100);
            assertEquals(
                    BsonDocument.parse("{method: 'GET', path: '/missing/coll/a', resource: 'document', status: '404',"
                            + " 'request-id': 'my-id-7', 'trace-id': '" + TRACE + "'}"),
                    sorted(request));
        }
    }

    private static BsonDocument sorted(BsonDocument request) {
        var sorted = new BsonDocument();
        for (String name : List.of("method", "path", "resource", "status", "request-id", "trace-id")) {
            sorted.append(name, request.get(name));
        }
        assertEquals(request.size(), sorted.size());
        return sorted;
    }

    @Test
    void aPathCannotMoveTheCursorOfWhoReadsTheLog() {
        try (var server = ServerProcess.on(Engine.EMBEDDED)) {
            Wire.send(server.base(), "GET", "/a\u001b[2Jb");
            Api.of(server).get("/end").expect(404);

            server.terminate();
            assertTrue(server.stderr().indexOf('\u001b') < 0);
            assertTrue(server.stderr().contains("GET /end 404"));
        }
    }
}
