package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Folder;
import dev.xylem.fixture.ServerProcess;
import org.junit.jupiter.api.Test;

final class HashPasswordTest {

    private static String hashed(String input) {
        try (var command = ServerProcess.sending(input, "hash-password")) {
            assertEquals(0, command.awaitExit(), command.stderr());
            return command.stdout().strip();
        }
    }

    @Test
    void whatItPrintsLetsOneIn() {
        String hash = hashed("b\u00e4r en:\n");

        assertTrue(hash.matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}"), hash);
        assertNotEquals(hash, hashed("b\u00e4r en:"));
        String users = "users: [{userid: ann, password: '" + hash + "', roles: []}]";
        try (var server = ServerProcess.on(Engine.EMBEDDED, new Folder().idm("file", users))) {
            Api.of(server).as("ann", "b\u00e4r en:").get("/").expect(200);
            Api.of(server).as("ann", "b\u00e4r en").get("/").expect(401);
            assertFalse(server.stderr().contains("stored as they are"), server.stderr());
        }
    }

    @Test
    void noPasswordIsAMistake() {
        for (String input : new String[] {"", "\n", "x".repeat(1025)}) {
            try (var command = ServerProcess.sending(input, "hash-password")) {
                assertEquals(2, command.awaitExit());
                assertEquals("", command.stdout());
                assertTrue(command.stderr().startsWith("hash-password: "), command.stderr());
            }
        }
    }

    @Test
    void aPasswordOnTheCommandLineIsRefusedAndNotRepeated() {
        try (var command = ServerProcess.sending("", "hash-password", "s3cret")) {
            assertEquals(2, command.awaitExit());
            assertFalse(command.stderr().contains("s3cret"), command.stderr());
        }
    }
}
