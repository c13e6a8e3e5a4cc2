package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies as strangers meet them, and what operators see of them. */
class PoliciesTest {
    private static final String PUBLIC = """
            permissions:
              - role: $unauthenticated
                predicate: db["open"]
              - role: $unauthenticated
                predicate: collection["shop/products"] and method[GET]
                mongo:
                  readFilter: {public: true}
                  projectResponse: {cost: 0}
              - role: $unauthenticated
                predicate: collection["shop/byTeam"] and equals["%{q,team}", "x"]
            """;

    @TempDir
    Path folder;

    private Path policy(String text) throws IOException {
        return Files.writeString(folder.resolve("security.yml"), text);
    }

    private static String[] with(Path policy, String kind) {
        return new String[] {"--access-manager.implementation-class=" + kind, "--access-manager.conf-file=" + policy};
    }

    private ServerProcess on(Path store, String... options) {
        var all = new ArrayList<>(List.of("--embedded-store.path=" + store));
        all.addAll(List.of(options));
        return ServerProcess.start(all, Map.of());
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not within 5 s");
            Thread.sleep(50);
        }
    }

    @Test
    void strangersMayWhatTheirRulesSayAndNothingElse() throws IOException {
        Path store = folder.resolve("data");
        try (ServerProcess open = on(store)) {
            Api api = Api.of(open);
            api.put("/shop", null).expect(201);
            api.put("/shop/products", null).expect(201);
            api.put("/shop/byTeam", null).expect(201);
            api.put("/shop/products/1", "{public: true, cost: 5, n: 1}").expect(201);
            api.put("/shop/products/2", "{public: false, cost: 6, n: 2}").expect(201);
        }
        try (ServerProcess server = on(store, with(policy(PUBLIC), "file"))) {
            Api api = Api.of(server);

            assertEquals(1, api.get("/shop/products").expect(200).documents().size());
            api.get("/shop/products/1").expectState("{_id: '1', public: true, n: 1}");
            api.get("/shop/products/2").expectProblem(404, "document-not-found");
            api.get("/shop/products?filter=" + Api.encode("{cost: 5}")).expect(403);
            String challenge = api.put("/shop/products/1", "{n: 9}")
                    .expectProblem(401, "unauthenticated")
                    .header("WWW-Authenticate");
            assertEquals("Basic realm=\"Xylem\"", challenge);
            for (String path :
                    new String[] {"/", "/shop", "/shop/other", "/shop/products?explain", "/_users", "/shopp"}) {
                api.get(path).expectProblem(401, "unauthenticated");
            }
            api.post("/_authz/explain", "{path: '/shop'}").expectProblem(401, "unauthenticated");
            api.get("/shop/products/1").expectState("{_id: '1', public: true, n: 1}");
            api.put("/shop/byTeam/1?team=x", "{}").expect(201);
            api.put("/shop/byTeam/2?team=y", "{}").expect(401);
            api.put("/shop/byTeam/2?team=x&tem=x", "{}").expectProblem(400, "unknown-parameter");
        }
    }

    @Test
    void whatARuleSaysOfTheBodyCannotBeDodgedByAnotherKindOfBody() throws IOException {
        String rules = """
                permissions:
                  - role: $unauthenticated
                    predicate: db[shop] and (not method[POST, PUT, PATCH] or not equals[@request.body.kind, special])
                """;
        try (ServerProcess server = ServerProcess.on(Engine.EMBEDDED, with(policy(rules), "file"))) {
            Api api = Api.of(server);
            api.put("/shop", "{}").expect(201);
            api.put("/shop/things", "{}").expect(201);
            api.put("/shop/things/1", "{kind: 'plain'}").expect(201);

            api.put("/shop/things/1", "{kind: 'special'}").expect(401);
            api.patch("/shop/things/1", "{$set: {kind: 'special'}}").expect(401);
            api.patch("/shop/things/1", "[{$set: {kind: 'special'}}]").expect(401);
            api.post("/shop/things", "[{_id: '1', kind: 'special'}]").expect(401);
            api.post(
                            "/shop/things",
                            "{\"_id\": \"1\", \"kind\": \"special\"}\n",
                            "Content-Type",
                            "application/x-ndjson")
                    .expect(401);
            api.patch(
                            "/shop/things/1",
                            "[{\"op\": \"add\", \"path\": \"/kind\", \"value\": \"special\"}]",
                            "Content-Type",
                            "application/json-patch+json")
                    .expect(401);
            api.get("/shop/things/1").expectState("{_id: '1', kind: 'plain'}");
        }
    }

    @Test
    void aChangedPolicyHoldsWithinFiveSecondsAndABadOneChangesNothing() throws Exception {
        Path file = policy(PUBLIC);
        try (ServerProcess server = ServerProcess.on(Engine.EMBEDDED, with(file, "file"))) {
            Api api = Api.of(server);
            api.put("/open", null).expect(201);
            api.get("/shop").expect(401);

            Files.writeString(file, PUBLIC + "  - {role: $unauthenticated, predicate: 'db[\"shop\"]'}\n");
            eventually(() -> api.get("/shop").status() == 404);
            Files.writeString(file, PUBLIC.replace("db[", "bd["));
            eventually(() -> server.stderr().contains("unknown predicate \"bd\""));
            api.get("/open").expect(200);
            api.get("/shop").expect(404);
            Files.writeString(file, "permissions: []\n");
            eventually(() -> api.get("/open").status() == 401);
        }
    }

    @Test
    void rulesInTheDatabaseHoldWithinFiveSeconds() throws Exception {
        Path store = folder.resolve("data");
        try (ServerProcess open = on(store)) {
            Api api = Api.of(open);
            api.put("/acl", null).expect(201);
            api.put("/acl/rules", null).expect(201);
            api.put("/acl/rules/own", "{roles: ['$unauthenticated'], predicate: 'db[acl]'}")
                    .expect(201);
        }
        Path file = policy("dbam: [{db: acl, coll: rules}]\n");
        try (ServerProcess server = on(store, with(file, "mongo"))) {
            Api api = Api.of(server);
            api.get("/shop").expect(401);

            api.put("/acl/rules/shop", "{roles: '$unauthenticated', predicate: 'db[shop]', priority: 1}")
                    .expect(201);
            eventually(() -> api.get("/shop").status() == 404);
            api.put("/acl/rules/bad", "{roles: '$unauthenticated', predicate: 'bd[x]'}")
                    .expect(201);
            eventually(() -> server.stderr().contains("bad:1: predicate: unknown predicate"));
            api.get("/shop").expect(404);
            api.delete("/acl/rules/bad").expect(204);
            api.delete("/acl/rules/shop").expect(204);
            eventually(() -> api.get("/shop").status() == 401);
        }
    }

    @Test
    void aBadPolicyIsToldWithFileLineAndColumnAndNothingStarts() throws IOException {
        Path file = policy("permissions:\n  - role: a\n    predicate: path-prefx[/a]\n");
        for (String check : new String[] {"--http-port=0", "--check"}) {
            try (ServerProcess server = launch(file, check)) {
                assertEquals(2, server.awaitExit());
                assertTrue(
                        server.stderr()
                                .contains(
                                        "security.yml:3:16: predicate: unknown predicate \"path-prefx\"; did you mean path-prefix?"),
                        server.stderr());
            }
        }
    }

    @Test
    void checkRunsTheTestsOfThePolicy() throws IOException {
        String test = "tests: [{as: anonymous, path: /open, expect: %s}]\n";
        try (ServerProcess server = launch(policy(PUBLIC + test.formatted("allow")), "--check")) {
            assertEquals(0, server.awaitExit(), server.stderr());
        }
        try (ServerProcess server = launch(policy(PUBLIC + test.formatted("deny")), "--check")) {
            assertEquals(2, server.awaitExit());
            assertTrue(server.stderr()
                    .contains("test GET /open as anonymous: expected deny, found allow by security.yml#1"));
        }
    }

    private static ServerProcess launch(Path file, String more) {
        var options = new ArrayList<>(List.of(with(file, "file")));
        options.addAll(List.of("--http-port=0", "--management.port=0", "--embedded-store.path=memory:"));
        if (!options.contains(more)) {
            options.add(more);
        }
        return ServerProcess.launch(options, Map.of());
    }
}
