package dev.xylem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
                ReadyLine.of("1", settings(), true, 8080, 0, 9000));
    }

    @Test
    void anIpv6AddressStandsInBrackets() {
        var settings = settings("--http-host=::1", "--management.enabled=false", "--embedded-store.path=memory:");
        assertEquals(
                "Xylem 1 ready on http://[::1]:7 (store: memory, access: open, management: off)",
                ReadyLine.of("1", settings, true, 7, 0, 0));
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
                ReadyLine.of("1", settings, false, 7, 0, 8));
    }

    @Test
    void theListenerWithTlsStandsBesideThePlainOneOrAlone() {
        var both = settings("--https-listener=true", "--embedded-store.path=memory:", "--management.enabled=false");
        assertEquals(
                "Xylem 1 ready on http://127.0.0.1:7 and https://127.0.0.1:8 (store: memory, access: open, management: off)",
                ReadyLine.of("1", both, true, 7, 8, 0));
        var alone = settings("--https-listener=true", "--http-listener=false", "--management.enabled=false");
        assertTrue(ReadyLine.of("1", alone, true, 0, 8, 0).startsWith("Xylem 1 ready on https://127.0.0.1:8 ("));
    }

    private Settings settings(String... words) {
        return Configuration.read(CommandLine.parse(List.of(words)), Map.of(), folder)
                .settings();
    }
}
