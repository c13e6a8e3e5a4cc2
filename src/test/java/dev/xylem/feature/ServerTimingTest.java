package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Guarded;
import dev.xylem.fixture.ServerProcess;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServerTimingTest {
    private static final String STAGE = "%s;dur=\\d+\\.\\d{3}";

    private static String stages(String... names) {
        return String.join(", ", Stream.of(names).map(STAGE::formatted).toList());
    }

    @Test
    void knownCallersAreToldWhatEachStageTookAndStrangersAreNot() {
        var options = new ArrayList<>(Guarded.options("""
                users: [{userid: ann, password: ann, roles: [users]}]
                permissions:
                  - {role: users, predicate: 'path-prefix["/"]'}
                  - {role: $unauthenticated, predicate: 'path-prefix["/"] and method[GET]'}
                """));
        options.add("--server-timing=true");
        try (var server = ServerProcess.on(Engine.EMBEDDED, options.toArray(String[]::new))) {
            Api ann = Api.of(server).as("ann", "ann");
            ann.put("/db", null).expect(201);
            ann.put("/db/coll", null).expect(201);

            String page = ann.get("/db/coll").expect(200).header("Server-Timing");
            assertTrue(page.matches(stages("identify", "parse", "authorize", "plan", "execute", "render")), page);
            String export = ann.get("/db/coll", "Accept", "application/x-ndjson")
                    .expect(200)
                    .header("Server-Timing");
            assertTrue(export.matches(stages("identify", "parse", "authorize", "plan", "execute", "render")), export);
            String wrong = ann.get("/db/coll?pagesize=x").expect(400).header("Server-Timing");
            assertTrue(wrong.matches(stages("identify", "parse")), wrong);

            assertEquals("", Api.of(server).get("/db/coll").expect(200).header("Server-Timing"));
            assertEquals("", Api.of(server).get("/db/none").expect(404).header("Server-Timing"));
            assertEquals(
                    "",
                    Api.of(server)
                            .as("ann", "wrong")
                            .get("/db/coll")
                            .expect(401)
                            .header("Server-Timing"));
        }
    }

    @Test
    void nobodyIsToldUnlessItIsSwitchedOn() {
        assertEquals("", Api.on(Engine.EMBEDDED).get("/").expect(200).header("Server-Timing"));
    }
}
