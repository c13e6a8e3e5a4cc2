package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Folder;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

final class AuditTest {
    /** Takes nothing, as a disk that is full. */
    private static final Path FULL = Path.of("/dev/full");

    private static final String USERS = "users: [{userid: ann, password: pa, roles: []}]";

    private static String[] options(Folder folder, String... more) {
        List<String> all = new ArrayList<>(List.of(folder.idm("file", USERS)));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static List<BsonDocument> entries(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(BsonDocument::parse).toList();
    }

    private static String summary(BsonDocument entry) {
        return String.join(
                " ",
                List.of("event", "decision", "user", "method", "resource", "rule", "how", "code").stream()
                        .map(entry::get)
                        .map(AuditTest::text)
                        .toList());
    }

    private static String text(BsonValue value) {
        return value instanceof BsonString text ? text.getValue() : "-";
    }

    @Test
    void loginsDenialsAndAdministrativeWritesAreTold() throws IOException {
        var folder = new Folder();
        Path file = folder.path().resolve("audit.log");
        try (var server = ServerProcess.on(Engine.EMBEDDED, options(folder, "--audit.file=" + file))) {
            var api = Api.of(server);
            var ann = api.as("ann", "pa");
            String id = ann.put("/db", null).expect(201).header("X-Request-Id");
            ann.put("/db/coll", "{secret: 'of the properties'}").expect(201);
            ann.put("/db/coll/doc", "{secret: 'of the document'}").expect(201);
            ann.get("/db/coll?filter=" + Api.encode("{'secret': 'of the filter'}"))
                    .expect(200);
            ann.get("/_logic/roles/bob").expect(403);
            api.as("ann", "wrong password").get("/").expect(401);
            api.as("evil\u2028\"}", "x").get("/").expect(401);
            api.get("/db", "Authorization", "Bearer s.e.cret").expect(401);
            String token = ann.get("/").header("Auth-Token");
            api.delete("/db/coll").expect(401);
            ann.delete("/db/coll").expect(409);
            ann.delete("/_authtokens/ann").expect(204);

            var entries = entries(file);

            assertEquals(
                    List.of(
                            "login allow ann - - - password -",
                            "request allow ann PUT /db known - -",
                            "request allow ann PUT /db/coll known - -",
                            "request deny ann GET /_logic/roles/bob another user's - -",
                            "login deny ann - - - basic unauthenticated",
                            "login deny evil\u2028\"} - - - basic unauthenticated",
                            "login deny - - - - bearer unauthenticated",
                            "request deny - DELETE /db/coll strangers may do nothing - -",
                            "request allow ann DELETE /db/coll known - -",
                            "request allow ann DELETE /_authtokens/ann own - -"),
                    entries.stream().map(AuditTest::summary).toList());
            assertTrue(entries.stream()
                    .allMatch(entry -> entry.getString("address").getValue().equals("127.0.0.1")));
            assertEquals(id, entries.get(1).getString("request-id").getValue());
            String text = Files.readString(file);
            for (String secret : List.of("of the", "wrong password", "s.e.cret", "\"pa\"", token)) {
                assertFalse(text.contains(secret), secret);
            }
            assertFalse(server.stderr().contains("\"event\""), server.stderr());
        }
    }

    @Test
    void nobodyComesInAndNothingIsDoneThatCannotBeTold() {
        assumeTrue(Files.exists(FULL));
        try (var server = ServerProcess.on(Engine.EMBEDDED, options(new Folder(), "--audit.file=" + FULL))) {
            var api = Api.of(server);
            assertEquals(
                    "10",
                    api.as("ann", "pa")
                            .put("/db", null)
                            .expectProblem(503, "audit-unavailable")
                            .header("Retry-After"));
            api.as("ann", "wrong").get("/").expectProblem(503, "audit-unavailable");
            api.get("/db").expectProblem(503, "audit-unavailable");
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsAStartError() {
        var folder = new Folder();
        try (var server = ServerProcess.launch(
                List.of(options(
                        folder, "--audit.file=" + folder.path(), "--http-port=0", "--embedded-store.path=memory:")),
                Map.of())) {
            assertEquals(2, server.awaitExit());
            assertTrue(server.stderr().contains("audit.file"), server.stderr());
        }
    }

    @Test
    void withoutAFileItGoesToTheLog() {
        try (var server = ServerProcess.on(Engine.EMBEDDED, options(new Folder(), "--log.level=error"))) {
            Api.of(server).get("/").expect(401);
            assertTrue(server.stderr().contains("\"event\": \"request\", \"decision\": \"deny\""), server.stderr());
        }
    }

    @Test
    void switchedOffItIsSilent() {
        try (var server = ServerProcess.on(Engine.EMBEDDED, options(new Folder(), "--audit.enabled=false"))) {
            Api.of(server).get("/").expect(401);
            assertFalse(server.stderr().contains("\"event\""), server.stderr());
        }
    }
}
