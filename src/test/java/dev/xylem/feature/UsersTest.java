package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Guarded;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** {@code /_users}: accounts in a collection that no path of the data reaches. */
class UsersTest {
    private static final String DATABASE = "users_" + Long.toString(System.nanoTime(), 36);
    private static final Map<Engine, ServerProcess> SERVERS = new ConcurrentHashMap<>();

    private static String security() {
        return """
                users:
                  - {userid: admin, password: admin, roles: [admins]}
                dbim:
                  - {db: %s, coll: _accounts}
                permissions:
                  - {role: admins, predicate: 'path-prefix["/"]'}
                  - role: helpers
                    predicate: path-prefix["/_users"] and method[GET]
                  - {role: members, predicate: 'path-prefix["/shop"]'}
                """.formatted(DATABASE);
    }

    private static Api on(Engine engine) {
        return Api.of(SERVERS.computeIfAbsent(engine, UsersTest::start));
    }

    private static ServerProcess start(Engine engine) {
        List<String> options = new ArrayList<>(Guarded.options(security()));
        options.replaceAll(
                option -> option.replace("idm.implementation-class=file", "idm.implementation-class=file-and-mongo"));
        ServerProcess server = ServerProcess.on(engine, options.toArray(String[]::new));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    private static Api admin(Engine engine) {
        return on(engine).as("admin", "admin");
    }

    @OnEveryEngine
    void createsChangesAndDeletesAccounts(Engine engine) {
        Api admin = admin(engine);

        admin.put("/_users/ann", "{password: 'a long password', roles: ['members'], team: 'red'}")
                .expect(201);
        on(engine).as("ann", "a long password").get("/_logic/roles/ann").expect(200);
        admin.patch("/_users/ann", "{roles: ['members', 'helpers']}").expect(200);
        assertTrue(on(engine)
                .as("ann", "a long password")
                .get("/_logic/roles/ann")
                .text()
                .contains("helpers"));
        admin.patch("/_users/ann", "{password: 'another password'}").expect(200);
        on(engine).as("ann", "a long password").get("/_logic/roles/ann").expect(401);
        on(engine).as("ann", "another password").get("/_logic/roles/ann").expect(200);
        admin.delete("/_users/ann").expect(204);
        on(engine).as("ann", "another password").get("/_logic/roles/ann").expect(401);
        admin.delete("/_users/ann").expect(404);
    }

    @OnEveryEngine
    void T57_aTokenEndsWithTheRightsItWasIssuedFor(Engine engine) {
        Api admin = admin(engine);
        admin.put("/_users/tom", "{password: 'a long password', roles: ['members']}")
                .expect(201);
        String token = on(engine)
                .as("tom", "a long password")
                .get("/_logic/roles/tom")
                .expect(200)
                .header("Auth-Token");
        on(engine).as("tom", token).get("/_logic/roles/tom").expect(200);

        admin.patch("/_users/tom", "{roles: []}").expect(200);

        on(engine).as("tom", token).get("/_logic/roles/tom").expect(401);
    }

    @OnEveryEngine
    void passwordsAreStoredHashedAndNeverShown(Engine engine) {
        Api admin = admin(engine);
        admin.put("/_users/eve", "{password: 'a long password', roles: []}", "Prefer", "return=representation")
                .expect(201);

        for (String path : List.of(
                "/_users/eve",
                "/_users",
                "/_users?rep=NDJSON",
                "/_users?rep=CSV",
                "/_users?rep=S",
                "/_users?keys=" + Api.encode("{roles: 1}"))) {
            Answer answer = admin.get(path).expect(200);
            assertFalse(answer.text().contains("\"password\"") || answer.text().contains("argon2"), path);
            assertTrue(answer.text().contains("eve"), path);
        }
        for (String query : List.of(
                "filter=" + Api.encode("{password: {$regex: '^.argon2id'}}"),
                "filter=" + Api.encode("{$expr: {$regexMatch: {input: '$password', regex: 'argon2'}}}"),
                "sort=password",
                "keys=" + Api.encode("{password: 1}"),
                "hint=password")) {
            admin.get("/_users?" + query).expectProblem(403, "field-not-allowed");
        }
        admin.patch("/_users/eve", "{$rename: {password: 'nick'}}").expectProblem(403, "field-not-allowed");
        admin.patch("/_users/eve", "[{\"$set\": {\"nick\": \"$password\"}}]").expectProblem(403, "field-not-allowed");
        admin.patch(
                        "/_users/eve",
                        "[{\"op\": \"copy\", \"from\": \"/password\", \"path\": \"/nick\"}]",
                        "Content-Type",
                        "application/json-patch+json")
                .expectProblem(403, "field-not-allowed");
        admin.put("/_users/eve", "{roles: ['members']}").expect(200);
        on(engine).as("eve", "a long password").get("/_logic/roles/eve").expect(200);
    }

    @OnEveryEngine
    void T46_refusesIdsThatCouldBeTakenForSomethingElse(Engine engine) {
        for (String id : List.of("a%3Ab", "a%2Fb", "%20a", "a%20", "_x", "$x", "e%CC%81", "a%09b")) {
            int status = admin(engine)
                    .put("/_users/" + id, "{password: 'a long password', roles: []}")
                    .status();
            assertEquals(400, status, id);
        }
    }

    @OnEveryEngine
    void refusesWhatIsNoPassword(Engine engine) {
        for (String body : List.of(
                "{password: '', roles: []}",
                "{password: {$ne: ''}}",
                "{password: 5, roles: []}",
                "{password: ['x']}",
                "{password: '" + "x".repeat(1025) + "'}")) {
            int status = admin(engine).put("/_users/bad", body).status();
            assertEquals(400, status, body);
        }
        admin(engine).get("/_users/bad").expect(404);
    }

    @OnEveryEngine
    void refusesPasswordsThatAreEasyToGuess(Engine engine) {
        Api admin = admin(engine);
        admin.put("/_users/kim", "{password: 'a long password', roles: []}").expect(201);

        for (String password : List.of("short", "password1234", "aaaaaaaaaaaaaaaa", "kimkimkimkim", "qwertyuiopas")) {
            admin.put("/_users/new", "{password: '" + password + "', roles: []}")
                    .expectProblem(400, "invalid-password");
            admin.patch("/_users/kim", "{$set: {password: '" + password + "'}}").expectProblem(400, "invalid-password");
            admin.patch(
                            "/_users/kim",
                            "{\"password\": \"" + password + "\"}",
                            "Content-Type",
                            "application/merge-patch+json")
                    .expectProblem(400, "invalid-password");
        }

        admin.get("/_users/new").expect(404);
        on(engine).as("kim", "a long password").get("/_logic/roles/kim").expect(200);
    }

    @OnEveryEngine
    void onlyWhoARuleNamesMayLook(Engine engine) {
        Api admin = admin(engine);
        admin.put("/_users/helper", "{password: 'a long password', roles: ['helpers']}")
                .expect(201);
        admin.put("/_users/member", "{password: 'a long password', roles: ['members']}")
                .expect(201);

        on(engine).as("helper", "a long password").get("/_users/member").expect(200);
        on(engine).as("helper", "a long password").delete("/_users/member").expect(403);
        on(engine).as("member", "a long password").get("/_users").expect(403);
        on(engine)
                .as("member", "a long password")
                .patch("/_users/member", "{roles: ['admins']}")
                .expect(403);
        on(engine).get("/_users").expect(401);
        admin.get("/_users/member").expect(200);
    }

    @OnEveryEngine
    void T10_theCollectionItselfIsNeverExposed(Engine engine) {
        admin(engine)
                .put("/_users/ten", "{password: 'a long password', roles: []}")
                .expect(201);

        admin(engine).get("/" + DATABASE + "/_accounts").expect(403);
        admin(engine).get("/" + DATABASE + "/_accounts/admin").expect(403);
        assertFalse(admin(engine).get("/" + DATABASE).text().contains("_accounts"));
    }

    @OnEveryEngine
    void linksLeadBackToTheRoute(Engine engine) {
        admin(engine)
                .put("/_users/link", "{password: 'a long password', roles: []}")
                .expect(201);

        String text = admin(engine)
                .get("/_users?hal=f&filter=" + Api.encode("{_id: 'link'}"))
                .expect(200)
                .text();

        assertTrue(text.contains("\"/_users/link\""), text);
        assertFalse(text.contains("/_accounts"), text);
    }

    @Test
    void whereNoCollectionHoldsUsersThereIsNoRoute() {
        Api.on(Engine.EMBEDDED).get("/_users").expectProblem(404, "no-such-route");
    }
}
