package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.EngineReport;
import dev.xylem.fixture.Eventually;
import dev.xylem.fixture.Folder;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TokensTest {
    private static final String USERS = """
            users:
              - {userid: ann, password: pa, roles: [users]}
              - {userid: bob, password: pb, roles: []}
              - {userid: "a b@c/d", password: pc, roles: []}
              - {userid: gone, password: pd, roles: []}
            """;

    private static ServerProcess server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = ServerProcess.on(Engine.EMBEDDED, options());
        api = Api.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String[] options(String... more) {
        String[] idm = new Folder().idm("file", USERS);
        String[] all = Arrays.copyOf(idm, idm.length + more.length);
        System.arraycopy(more, 0, all, idm.length, more.length);
        return all;
    }

    private static void tellsNoToken(Answer answer) {
        assertEquals("", answer.header("Auth-Token"));
        assertEquals("", answer.header("Auth-Token-Valid-Until"));
        assertEquals("", answer.header("Auth-Token-Location"));
    }

    @Test
    void eachAnswerToAKnownCallerTellsItsToken() {
        var ann = api.as("ann", "pa");
        var answer = ann.get("/").expect(200);
        String token = answer.header("Auth-Token");

        assertEquals("/_authtokens/ann", answer.header("Auth-Token-Location"));
        Duration left = Duration.between(Instant.now(), Instant.parse(answer.header("Auth-Token-Valid-Until")));
        assertTrue(left.compareTo(Duration.ofMinutes(14)) > 0 && left.compareTo(Duration.ofMinutes(15)) <= 0);
        assertEquals(token, ann.get("/").header("Auth-Token"));
        assertEquals(token, ann.get("/_nothing").expect(404).header("Auth-Token"));
        assertEquals(token, ann.get("/_logic/roles/bob").expect(403).header("Auth-Token"));
        assertEquals(token, ann.get("//").expect(400).header("Auth-Token"));
        tellsNoToken(api.get("/").expect(401));
        tellsNoToken(api.as("ann", "wrong").get("/").expect(401));
    }

    @Test
    void T52_aTokenHasRandomBitsEnoughAndBelongsToOneUser() {
        String token = api.as("ann", "pa").get("/").header("Auth-Token");

        assertTrue(token.matches("xylem_[A-Za-z0-9_-]{43}[0-9a-f]{8}"), token);
        assertEquals(token, api.as("ann", token).get("/").expect(200).header("Auth-Token"));
        api.as("bob", token).get("/").expectProblem(401, "unauthenticated");
        api.get("/", "Authorization", "Bearer " + token).expectProblem(401, "unauthenticated");
        api.get("/?token=" + token).expectProblem(401, "unauthenticated");
        api.as("ann", token.substring(0, token.length() - 1) + "x").get("/").expectProblem(401, "unauthenticated");
    }

    @Test
    void theOwnerSeesTheTokenAndEndsIt() {
        var bob = api.as("bob", "pb");
        String token = bob.get("/").header("Auth-Token");
        var byToken = api.as("bob", token);

        var shown = byToken.get("/_authtokens/bob").expect(200);

        assertEquals("application/hal+json", shown.header("Content-Type"));
        assertEquals(
                "{\"_links\":{\"self\":{\"href\":\"/_authtokens/bob\"}},\"auth_token\":\"" + token
                        + "\",\"auth_token_valid_until\":\"" + shown.header("Auth-Token-Valid-Until") + "\"}",
                shown.text());
        tellsNoToken(byToken.delete("/_authtokens/bob").expect(204));
        byToken.get("/").expectProblem(401, "unauthenticated");
        byToken.get("/_authtokens/bob").expectProblem(401, "unauthenticated");
        assertNotEquals(token, bob.get("/").expect(200).header("Auth-Token"));
    }

    @Test
    void T52_anotherUsersTokenIsNeitherShownNorEnded() {
        String ofAnn = api.as("ann", "pa").get("/").header("Auth-Token");
        var bob = api.as("bob", "pb");

        bob.get("/_authtokens/ann").expectProblem(403, "forbidden");
        bob.delete("/_authtokens/ann").expectProblem(403, "forbidden");
        api.delete("/_authtokens/ann").expectProblem(401, "unauthenticated");

        api.as("ann", ofAnn).get("/").expect(200);
    }

    @Test
    void otherMethodsAreNotServed() {
        for (String method : Set.of("PUT", "PATCH", "POST")) {
            api.as("ann", "pa").send(method, "/_authtokens/ann", "{}").expectProblem(405, "method-not-allowed");
        }
    }

    @Test
    void aUserIdIsEncodedWhereThePathNeedsIt() {
        var odd = api.as("a b@c/d", "pc");
        String location = odd.get("/").expect(200).header("Auth-Token-Location");

        assertEquals("/_authtokens/a%20b@c%2Fd", location);
    }

    @Test
    void switchedOffThereAreNone() {
        try (var without = ServerProcess.on(Engine.EMBEDDED, options("--auth-token-enabled=false"))) {
            var ann = Api.of(without).as("ann", "pa");

            tellsNoToken(ann.get("/").expect(200));
            ann.get("/_authtokens/ann").expectProblem(404, "no-such-route");
            ann.delete("/_authtokens/ann").expectProblem(404, "no-such-route");
        }
    }

    @Test
    void aTokenLivesAsLongAsItIsUsed() throws InterruptedException {
        try (var brief = ServerProcess.on(Engine.EMBEDDED, options("--auth-token-ttl=2s"))) {
            var fresh = Api.of(brief);
            String used = fresh.as("ann", "pa").get("/").header("Auth-Token");
            String unused = fresh.as("bob", "pb").get("/").header("Auth-Token");

            for (int i = 0; i < 4; i++) {
                Thread.sleep(900);
                fresh.as("ann", used).get("/").expect(200);
            }

            fresh.as("bob", unused).get("/").expectProblem(401, "unauthenticated");
            assertNotEquals(unused, fresh.as("bob", "pb").get("/").expect(200).header("Auth-Token"));
        }
    }

    @OnEveryEngine
    void twoServersOnOneStoreShareTheirTokens(Engine engine) {
        EngineReport.require(!engine.isEmbedded(), "two servers cannot have one memory");
        try (var one = ServerProcess.on(engine, options("--auth-token-store=mongo"));
                var other = ServerProcess.on(engine, options("--auth-token-store=mongo"))) {
            String token = Api.of(one).as("ann", "pa").get("/").expect(200).header("Auth-Token");

            Api.of(other).as("ann", token).get("/").expect(200);
            Api.of(other).as("bob", token).get("/").expectProblem(401, "unauthenticated");
            Api.of(one).as("ann", token).delete("/_authtokens/ann").expect(204);

            Api.of(one).as("ann", token).get("/").expectProblem(401, "unauthenticated");
            Eventually.within(
                    Duration.ofSeconds(5),
                    "it ends there too",
                    () -> Api.of(other).as("ann", token).get("/").status() == 401);
        }
    }

    @OnEveryEngine
    void tokensInTheStoreAreNeverShown(Engine engine) {
        try (var shared = ServerProcess.on(engine, options("--auth-token-store=mongo"))) {
            var ann = Api.of(shared).as("ann", "pa");
            String token = ann.get("/").expect(200).header("Auth-Token");
            Api.of(shared).as("ann", token).get("/").expect(200);

            ann.get("/_xylem/tokens").expect(404);
            assertFalse(ann.get("/").text().contains("_xylem"));
            assertFalse(shared.stderr().contains(token));
            Api.of(shared).as("ann", token).delete("/_authtokens/ann").expect(204);
            Api.of(shared).as("ann", token).get("/").expectProblem(401, "unauthenticated");
        }
    }

    @Test
    void aProcessGivesEachUserOneToken() {
        Set<String> tokens = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            tokens.add(api.as("gone", "pd").get("/").header("Auth-Token"));
        }
        assertEquals(1, tokens.size());
    }
}
