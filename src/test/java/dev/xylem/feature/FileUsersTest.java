package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Eventually;
import dev.xylem.fixture.Folder;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileUsersTest {
    private static final Duration RELOADED = Duration.ofSeconds(5);
    private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Of the word {@code hunter2}. */
    private static final String ARGON2 =
            "$argon2id$v=19$m=19456,t=2,p=1$VWJQ29Bjr9ZuK4i7iyQMqA" + "$6+xroa4gWvKQ3ezzc9g51kq+r5B8WVVNvaTpK63rLRc";

    private static final Folder FOLDER = new Folder();
    private static ServerProcess server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = ServerProcess.on(Engine.EMBEDDED, FOLDER.idm("file", users("secret")));
        api = Api.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String users(String ofAnn) {
        return """
                users:
                  - {userid: ann, password: %s, roles: [users, readers], team: 7}
                  - {userid: a@b.com, password: "%s", role: users}
                  - {userid: old, password: "%s", roles: []}
                  - {userid: older, password: "%s", roles: []}
                  - {userid: "J\u00fcrgen", password: "\u00e9t\u00e9", roles: []}
                  - {userid: unknown-kind, password: "$pbkdf2-sha256$29000$abc$def", roles: []}
                """.formatted(ofAnn, ARGON2, bcrypt("2b", "w".repeat(72)), bcrypt("2y", "pass"));
    }

    private static String bcrypt(String version, String password) {
        return OpenBSDBCrypt.generate(version, password.toCharArray(), SALT, 4);
    }

    private static int status(String user, String password) {
        return api.as(user, password).get("/").status();
    }

    @Test
    void aStrangerIsAskedToLogIn() {
        assertEquals(
                "Basic realm=\"Xylem\"",
                api.get("/").expectProblem(401, "unauthenticated").header("WWW-Authenticate"));
        assertEquals("", api.get("/").header("Auth-Token"));
    }

    @Test
    void noBrowserDialogueOpensForWhoAsksForNone() {
        assertEquals("", api.get("/", "No-Auth-Challenge", "true").expect(401).header("WWW-Authenticate"));
        assertEquals("", api.get("/?noauthchallenge").expect(401).header("WWW-Authenticate"));
        assertEquals(
                "",
                api.as("ann", "no").get("/?a=1&noauthchallenge=1").expect(401).header("WWW-Authenticate"));
        assertEquals(
                "Basic realm=\"Xylem\"",
                api.get("/db?filter={\"noauthchallenge\":1}"
                                .replace("{", "%7B")
                                .replace("}", "%7D")
                                .replace("\"", "%22"))
                        .expect(401)
                        .header("WWW-Authenticate"));
    }

    @Test
    void passwordsOfEveryKindAreUnderstood() {
        assertEquals(200, status("ann", "secret"));
        assertEquals(200, status("a@b.com", "hunter2"));
        assertEquals(200, status("older", "pass"));
        assertEquals(401, status("a@b.com", "hunter3"));
        assertEquals(401, status("older", "pass "));
        assertEquals(401, status("a@b.com", ARGON2));
    }

    @Test
    void aHashOfAnUnknownKindIsNobodysPassword() {
        assertEquals(401, status("unknown-kind", "$pbkdf2-sha256$29000$abc$def"));
        assertTrue(server.stderr().contains("nobody comes in as unknown-kind"), server.stderr());
    }

    @Test
    void T51_aPasswordIsNeverCutShort() {
        assertEquals(200, status("old", "w".repeat(72)));
        assertEquals(401, status("old", "w".repeat(73)));
        assertEquals(401, status("old", "w".repeat(71)));
    }

    @Test
    void T50_aVeryLongPasswordIsRefusedUnseen() {
        long start = System.nanoTime();
        assertEquals(401, status("ann", "w".repeat(6000)));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(2).toNanos());
    }

    @Test
    void composedAndDecomposedCharactersAreTheSame() {
        assertEquals(200, status("J\u00fcrgen", "\u00e9t\u00e9"));
        assertEquals(200, status("Ju\u0308rgen", "e\u0301te\u0301"));
        assertEquals(401, status("jurgen", "ete"));
    }

    @ParameterizedTest
    @CsvSource({
        "Ann, secret",
        "ann, Secret",
        "'ann ', secret",
        "ann, ''",
        "'', secret",
        "\u0430nn, secret",
        "ann, 'secret '"
    })
    void T46_aUserIdOrPasswordThatOnlyLooksAlikeIsAnother(String user, String password) {
        assertEquals(401, status(user, password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "changeit", "admin", ""})
    void T47_thereIsNoDefaultPassword(String password) {
        assertEquals(401, status("admin", password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic",
                "Basic ",
                "Basic  YW5uOnNlY3JldA==",
                "Basic YW5uOnNlY3JldA",
                "Basic YW5uOnNlY3JldB==",
                "Basic YW5uOnNlY3JldA== ,",
                "Basic !!!",
                "Basic YW5u",
                "Basic OnNlY3JldA==",
                "Basic /////w==",
                "Basic\tYW5uOnNlY3JldA==",
                "Digest username=\"ann\"",
                "Negotiate abc",
                "ann:secret",
                "Bearer",
                "Bearer a b"
            })
    void aMalformedAuthorizationIsWrong(String header) {
        assertEquals(
                "unauthenticated",
                Wire.send(server.base(), "GET", "/", "Authorization", header).code());
    }

    @Test
    void theSchemeIsReadInAnyCase() {
        api.get("/", "Authorization", "bAsIc YW5uOnNlY3JldA==").expect(200);
    }

    @Test
    void twoAuthorizationsAreWrong() {
        String right = Api.basic("ann", "secret");
        assertEquals(
                401,
                Wire.send(server.base(), "GET", "/", "Authorization", right, "Authorization", right)
                        .status());
    }

    @Test
    void aControlCharacterIsWrong() {
        String pair = Base64.getEncoder().encodeToString("ann\u0000:secret".getBytes(StandardCharsets.UTF_8));
        api.get("/", "Authorization", "Basic " + pair).expectProblem(401, "unauthenticated");
    }

    @Test
    void rolesAreToldToTheirOwnerAlone() {
        var roles = api.as("ann", "secret").get("/_logic/roles/ann").expect(200);
        assertEquals(
                "{\"_embedded\":{},\"_links\":{\"self\":{\"href\":\"/_logic/roles/ann\"}},\"authenticated\":true,\"roles\":[\"readers\",\"users\"]}",
                roles.text());
        assertFalse(roles.header("Auth-Token").isEmpty());
        api.as("a@b.com", "hunter2").get("/_logic/roles/a@b.com").expect(200);
        api.get("/_logic/roles/ann").expectProblem(401, "unauthenticated");
        api.as("ann", "wrong").get("/_logic/roles/ann").expectProblem(401, "unauthenticated");
        api.as("ann", "secret").get("/_logic/roles/old").expectProblem(403, "forbidden");
        api.as("ann", "secret").get("/_logic/roles/nobody").expectProblem(403, "forbidden");
        api.as("ann", "secret").put("/_logic/roles/ann", "{}").expectProblem(405, "method-not-allowed");
    }

    @Test
    void plainPasswordsAreWarnedAbout() {
        assertTrue(server.stderr().contains("the passwords of 2 file users are stored as they are"), server.stderr());
        assertFalse(server.stderr().contains("secret"), server.stderr());
    }

    @Test
    void aChangeOfTheFileHoldsWithinSecondsAndABadOneNever() throws InterruptedException {
        var folder = new Folder();
        try (var own = ServerProcess.on(Engine.EMBEDDED, folder.idm("file", users("before")))) {
            var ann = Api.of(own);
            String token = ann.as("ann", "before").get("/").expect(200).header("Auth-Token");

            folder.write("security.yml", users("after"));

            Eventually.within(
                    RELOADED,
                    "the new password",
                    () -> ann.as("ann", "after").get("/").status() == 200);
            ann.as("ann", "before").get("/").expect(401);
            ann.as("ann", token).get("/").expect(401);

            folder.write("security.yml", "users:\n  - {userid: ann, password: later, roles: [a], roles: [b]}\n");
            Eventually.within(RELOADED, "a word in the log", () -> own.stderr().contains("goes on to hold"));
            assertTrue(own.stderr().contains("security.yml:2: roles: given twice"), own.stderr());
            ann.as("ann", "after").get("/").expect(200);
            ann.as("ann", "later").get("/").expect(401);
        }
    }

    @Test
    void aWrongFileStopsTheStart() {
        try (var failed =
                ServerProcess.launch(List.of(new Folder().idm("file", "users:\n  - {userid: a}")), Map.of())) {
            assertEquals(2, failed.awaitExit());
            assertTrue(failed.stderr().contains("security.yml:2: users.password: missing"), failed.stderr());
        }
    }

    @Test
    void checkLooksAtTheFileToo() {
        var words = new ArrayList<>(List.of(new Folder().idm("file", "users: 1")));
        words.add("--check");
        try (var failed = ServerProcess.launch(words, Map.of())) {
            assertEquals(2, failed.awaitExit());
        }
    }

    @Test
    void theOlderSystemsNamesMeanTheSame() {
        var folder = new Folder();
        folder.idm("file", users("secret"));
        try (var own = ServerProcess.on(
                Engine.EMBEDDED,
                "--idm.implementation-class=org.restheart.security.impl.SimpleFileIdentityManager",
                "--idm.conf-file=" + folder.path().resolve("security.yml"))) {
            Api.of(own).as("ann", "secret").get("/").expect(200);
            Api.of(own).get("/").expect(401);
        }
    }
}
