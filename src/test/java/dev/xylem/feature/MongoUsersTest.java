package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Eventually;
import dev.xylem.fixture.Folder;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MongoUsersTest {
    private static final Pattern FIRST_ADMIN =
            Pattern.compile("there is one now: admin, password ([A-Za-z0-9]{20})\\R");
    private static final String RUN = Long.toString(System.currentTimeMillis() % 100_000_000, 36);

    private static String database(String purpose) {
        return "users_" + purpose + "_" + RUN;
    }

    /** A file user who keeps the users of a collection. */
    private static String[] fileAndMongo(String database) {
        return new Folder().idm("file-and-mongo", """
                users: [{userid: keeper, password: k, roles: [keepers]}, {userid: twin, password: file, roles: [file]}]
                dbim: [{db: %s, coll: people, cache-ttl: 1s}]
                """.formatted(database));
    }

    private static ServerProcess takingAnyPassword(Engine engine, String... options) {
        return ServerProcess.on(
                engine,
                Stream.concat(Stream.of("--password-strength=0"), Stream.of(options))
                        .toArray(String[]::new));
    }

    @OnEveryEngine
    void usersOfACollectionComeInUntilTheyAreChanged(Engine engine) {
        String people = "/" + database("people") + "/people";
        try (var server = takingAnyPassword(engine, fileAndMongo(database("people")))) {
            var keeper = Api.of(server).as("keeper", "k");
            keeper.put("/" + database("people"), null).expect(201);
            keeper.put(people, null).expect(201);
            keeper.put(people + "/ann", "{password: 'hunter2', roles: ['a', 'b']}")
                    .expect(201);
            keeper.put(people + "/bob", "{password: 'plain', role: 'c'}").expect(201);
            keeper.put(people + "/twin", "{password: 'mongo', roles: []}").expect(201);
            keeper.put(people + "/noroles", "{password: 'plain'}").expect(201);
            keeper.put(people + "/badroles", "{password: 'plain', roles: [1]}").expect(201);
            keeper.put(people + "/nopassword", "{roles: ['a']}").expect(201);
            keeper.put(people + "/badpassword", "{password: {gt: ''}, roles: ['a']}")
                    .expectProblem(400, "wrong-body-shape");
            assertFalse(keeper.get(people).text().contains("\"password\""));
            var api = Api.of(server);

            assertEquals(
                    "[\"a\",\"b\"]",
                    api.as("ann", "hunter2")
                            .get("/_logic/roles/ann")
                            .expect(200)
                            .text()
                            .replaceAll(".*\"roles\":|}$", ""));
            api.as("bob", "plain").get("/_logic/roles/bob").expect(200);
            api.as("ann", "hunter3").get("/").expectProblem(401, "unauthenticated");
            api.as("noroles", "plain").get("/").expectProblem(401, "unauthenticated");
            api.as("badroles", "plain").get("/").expectProblem(401, "unauthenticated");
            api.as("nopassword", "").get("/").expectProblem(401, "unauthenticated");
            // the first that has the user decides
            api.as("twin", "file").get("/_logic/roles/twin").expect(200);
            api.as("twin", "mongo").get("/").expectProblem(401, "unauthenticated");

            keeper.patch(people + "/bob", "{password: 'other'}").expect(200);
            Eventually.within(
                    Duration.ofSeconds(3),
                    "the new password",
                    () -> api.as("bob", "other").get("/").status() == 200);
            api.as("bob", "plain").get("/").expectProblem(401, "unauthenticated");
            keeper.delete(people + "/ann").expect(204);
            Eventually.within(
                    Duration.ofSeconds(3),
                    "ann is gone",
                    () -> api.as("ann", "hunter2").get("/").status() == 401);
        }
    }

    @OnEveryEngine
    void passwordsStayHiddenWhateverTheUsersAreFoundBy(Engine engine) {
        String database = database("mail");
        String people = "/" + database + "/people";
        String[] options = new Folder().idm("file-and-mongo", """
                users: [{userid: keeper, password: k, roles: [keepers]}]
                dbim:
                  - {db: %s, coll: people, prop-id: mail, prop-password: secret}
                  - {db: %s, coll: people, prop-id: phone, prop-password: pin}
                """.formatted(database, database));
        try (var server = takingAnyPassword(engine, options)) {
            var keeper = Api.of(server).as("keeper", "k");
            keeper.put("/" + database, null).expect(201);
            keeper.put(people, null).expect(201);
            keeper.put(people + "/1", "{mail: 'ann@x.y', phone: '12', secret: 'hunter2', pin: '9876', roles: ['a']}")
                    .expect(201);

            Api.of(server).as("ann@x.y", "hunter2").get("/").expect(200);
            Api.of(server).as("12", "9876").get("/").expect(200);
            for (String path : List.of(people, people + "/1", people + "?rep=NDJSON")) {
                String seen = keeper.get(path).expect(200).text();
                assertTrue(seen.contains("ann@x.y"), seen);
                assertFalse(seen.contains("secret") || seen.contains("pin"), seen);
            }
            for (String field : List.of("secret", "pin")) {
                keeper.get(people + "?filter=" + Api.encode("{" + field + ": {$gt: ''}}"))
                        .expectProblem(403, "field-not-allowed");
            }
            keeper.get("/_users").expectProblem(404, "no-such-route");
        }
    }

    @OnEveryEngine
    void T57_aTokenEndsWithThePasswordOrTheRolesThatItWasIssuedTo(Engine engine) {
        String people = "/" + database("revoked") + "/people";
        try (var server = takingAnyPassword(engine, fileAndMongo(database("revoked")))) {
            var keeper = Api.of(server).as("keeper", "k");
            keeper.put("/" + database("revoked"), null).expect(201);
            keeper.put(people, null).expect(201);
            keeper.put(people + "/ann", "{password: 'one', roles: ['a']}").expect(201);
            keeper.put(people + "/bob", "{password: 'one', roles: ['a']}").expect(201);
            var api = Api.of(server);
            String ofAnn = api.as("ann", "one").get("/").expect(200).header("Auth-Token");
            String ofBob = api.as("bob", "one").get("/").expect(200).header("Auth-Token");
            api.as("ann", ofAnn).get("/").expect(200);

            keeper.patch(people + "/ann", "{roles: ['b']}").expect(200);
            keeper.patch(people + "/bob", "{password: 'two'}").expect(200);

            Eventually.within(
                    Duration.ofSeconds(3),
                    "the token of ann ends",
                    () -> api.as("ann", ofAnn).get("/").status() == 401);
            Eventually.within(
                    Duration.ofSeconds(3),
                    "the token of bob ends",
                    () -> api.as("bob", ofBob).get("/").status() == 401);
            assertTrue(api.as("ann", "one")
                    .get("/_logic/roles/ann")
                    .expect(200)
                    .text()
                    .contains("[\"b\"]"));
        }
    }

    @OnEveryEngine
    void T47_theFirstAdminHasARandomPasswordThatIsShownOnce(Engine engine) {
        String[] options = new Folder().idm("mongo", "dbim: [{db: %s, coll: _accounts}]".formatted(database("first")));
        String password;
        try (var server = ServerProcess.on(engine, options)) {
            Matcher shown = FIRST_ADMIN.matcher(server.stdout());
            assertTrue(shown.find(), server.stdout());
            password = shown.group(1);
            assertFalse(server.stderr().contains(password));
            var admin = Api.of(server).as("admin", password);
            assertTrue(admin.get("/_logic/roles/admin").expect(200).text().contains("[\"admin\"]"));
            admin.get("/" + database("first") + "/_accounts/admin").expectProblem(403, "reserved-name");
            Api.of(server).as("admin", "secret").get("/").expectProblem(401, "unauthenticated");
        }
        if (!engine.isEmbedded()) {
            try (var again = ServerProcess.on(engine, options)) {
                assertFalse(FIRST_ADMIN.matcher(again.stdout()).find(), again.stdout());
                Api.of(again).as("admin", password).get("/").expect(200);
            }
        }
    }

    @Test
    void whoHasUsersInAFileNeedsNoFirstAdmin() {
        try (var server = ServerProcess.on(Engine.EMBEDDED, fileAndMongo("d"))) {
            assertFalse(FIRST_ADMIN.matcher(server.stdout()).find(), server.stdout());
        }
    }

    @Test
    void withoutTheDatabaseItsUsersAreNotWrongButUnknownNow() {
        var options = new ArrayList<>(List.of(fileAndMongo("d")));
        options.add("--mongo-uri=mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=300");
        try (var server = ServerProcess.start(options, Map.of())) {
            var api = Api.of(server);

            var silent = api.as("ann", "hunter2").get("/_logic/roles/ann").expectProblem(503, "store-unavailable");

            assertEquals("2", silent.header("Retry-After"));
            api.as("keeper", "k").get("/_logic/roles/keeper").expect(200);
            api.as("keeper", "wrong").get("/_logic/roles/keeper").expectProblem(401, "unauthenticated");
        }
    }
}
