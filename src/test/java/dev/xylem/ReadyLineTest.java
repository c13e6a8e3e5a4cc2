package dev.xylem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.config.CommandLine;
import dev.xylem.config.Configuration;
import dev.xylem.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyLineTest {

    @TempDir
    Path folder;

    @Test
    void itNamesThePortsThatWereTaken() {
        assertEquals(
                "Xylem 1 ready on http://127.0.0.1:8080 (store: embedded ./data, access: open, management: http://127.0.0.1:9000)",
                ReadyLine.of("1", settings(), true, 8080, 9000));
    }

    @Test
    void anIpv6AddressStandsInBrackets() {
        var settings = settings("--http-host=::1", "--management.enabled=false", "--embedded-store.path=memory:");
        assertEquals(
                "Xylem 1 ready on http://[::1]:7 (store: memory, access: open, management: off)",
                ReadyLine.of("1", settings, true, 7, 0));
    }

    @Test
    void theStoreIsNamedWithoutCredentials() {
        assertEquals("h1:1,h2", ReadyLine.storeDescription(settings("--mongo-uri=mongodb://u:p@h1:1,h2/db")));
        assertEquals("embedded /var/x", ReadyLine.storeDescription(settings("--embedded-store.path=/var/x")));
    }

    @Test
    void aStoreThatDoesNotAnswerIsCalledUnreachable() {
        var settings = settings("--mongo-uri=mongodb://h1:1");
        assertEquals(
                "Xylem 1 ready on http://127.0.0.1:7 (store: unreachable, access: open, management: http://127.0.0.1:8)",
                ReadyLine.of("1", settings, false, 7, 8));
    }

    private Settings settings(String... words) {
        return Configuration.read(CommandLine.parse(List.of(words)), Map.of(), folder)
                .settings();
    }
}
