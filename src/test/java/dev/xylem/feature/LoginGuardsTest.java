package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.AtOnce;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Folder;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LoginGuardsTest {
    private static final int FREE = 5;
    private static final int FREE_OF_ADDRESS = 30;

    /** Of the word {@code hunter2}. */
    private static final String ARGON2 =
            "$argon2id$v=19$m=19456,t=2,p=1$VWJQ29Bjr9ZuK4i7iyQMqA" + "$6+xroa4gWvKQ3ezzc9g51kq+r5B8WVVNvaTpK63rLRc";

    private static ServerProcess server() {
        return ServerProcess.on(Engine.EMBEDDED, new Folder().idm("file", """
                users:
                  - {userid: ann, password: "%s", roles: []}
                  - {userid: bob, password: pb, roles: []}
                """.formatted(ARGON2)));
    }

    @Test
    void T48_guessingSlowsDownWhereItComesFromAndNowhereElse() throws InterruptedException {
        try (var server = server()) {
            var api = Api.of(server);
            String token = api.as("ann", "hunter2").get("/").expect(200).header("Auth-Token");
            for (int i = 0; i < FREE; i++) {
                api.as("ann", "guess" + i)
                        .get("/", "X-Forwarded-For", "10.0.0." + i, "Forwarded", "for=10.0.0." + i)
                        .expectProblem(401, "unauthenticated");
            }

            var slowed = api.as("ann", "guess")
                    .get("/", "X-Forwarded-For", "10.9.9.9")
                    .expectProblem(429, "too-many-attempts");

            assertEquals("1", slowed.header("Retry-After"));
            assertEquals("", slowed.header("Auth-Token"));
            // right or wrong, the answer is the same
            var right = api.as("ann", "hunter2").get("/").expectProblem(429, "too-many-attempts");
            assertEquals(slowed.json().getString("detail"), right.json().getString("detail"));
            // others, and the token, and another address are not held up
            api.as("bob", "pb").get("/").expect(200);
            api.as("ann", token).get("/").expect(200);
            String authorization = Api.basic("ann", "hunter2");
            assertEquals(
                    200,
                    Wire.getFrom("127.0.0.2", server.base(), "/", "Authorization", authorization)
                            .status());
            Thread.sleep(1100);
            api.as("ann", "hunter2").get("/").expect(200);
        }
    }

    @Test
    void T48_anUnknownUserIsTreatedAsAKnownOne() {
        try (var server = server()) {
            List<Integer> known = new ArrayList<>();
            List<Integer> unknown = new ArrayList<>();
            Set<String> details = new HashSet<>();
            for (int i = 0; i < FREE + 2; i++) {
                Answer one = Api.of(server).as("ann", "guess" + i).get("/");
                Answer other = Api.of(server).as("nobody", "guess" + i).get("/");
                known.add(one.status());
                unknown.add(other.status());
                details.add(one.status() + one.json().getString("detail").getValue());
                details.add(other.status() + other.json().getString("detail").getValue());
            }
            assertEquals(known, unknown);
            assertEquals(List.of(401, 401, 401, 401, 401, 429, 429), known);
            assertEquals(2, details.size());
        }
    }

    @Test
    void T48_anAddressThatTriesManyAccountsIsSlowedDownToo() {
        try (var server = server()) {
            for (int i = 0; i < FREE_OF_ADDRESS; i++) {
                Api.of(server).as("user" + i, "summer2026").get("/").expectProblem(401, "unauthenticated");
            }

            var slowed = Api.of(server).as("another", "summer2026").get("/").expectProblem(429, "too-many-attempts");

            assertTrue(Integer.parseInt(slowed.header("Retry-After")) <= 20, slowed.header("Retry-After"));
            String authorization = Api.basic("bob", "pb");
            assertEquals(
                    200,
                    Wire.getFrom("127.0.0.2", server.base(), "/", "Authorization", authorization)
                            .status());
        }
    }

    @Test
    void T50_aFloodOfLoginsIsTurnedAwayAndWhoIsInGoesOn() {
        try (var server = server()) {
            var api = Api.of(server);
            String token = api.as("bob", "pb").get("/").expect(200).header("Auth-Token");

            List<Answer> answers = AtOnce.send(
                    300,
                    i -> i % 3 == 0
                            ? api.as("bob", token).get("/_logic/roles/bob")
                            : api.as("flood" + i, "guess").get("/"));

            for (int i = 0; i < answers.size(); i++) {
                Answer answer = answers.get(i);
                if (i % 3 == 0) {
                    answer.expect(200);
                } else if (answer.status() == 503) {
                    assertEquals(
                            "1", answer.expectProblem(503, "too-many-logins").header("Retry-After"));
                } else if (answer.status() == 429) {
                    answer.expectProblem(429, "too-many-attempts");
                } else {
                    answer.expectProblem(401, "unauthenticated");
                }
            }
            assertTrue(answers.stream().anyMatch(answer -> answer.status() >= 429));
        }
    }

    @Test
    void equalLoginsAtTheSameTimeAreOne() {
        try (var server = server()) {
            List<Answer> answers =
                    AtOnce.send(100, _ -> Api.of(server).as("ann", "hunter2").get("/_logic/roles/ann"));

            answers.forEach(answer -> answer.expect(200));
        }
    }
}
