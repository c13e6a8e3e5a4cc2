package dev.xylem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UnknownKeysTest {

    @ParameterizedTest
    @CsvSource({
        "http-prot, http-port",
        "http-hst, http-host",
        "HTTP-PORT, http-port",
        "http_port, http-port",
        "body, limits.body",
        "bulk-body, limits.bulk-body",
        "managment, management",
        "default-page-size, default-pagesize"
    })
    void anUnknownKeyNamesTheNearest(String key, String nearest) {
        assertEquals(
                "xylem.yml:1: " + key + ": unknown key; did you mean " + nearest + "?",
                Given.file(key + ": 1").refusal());
    }

    @Test
    void anUnknownKeyOfAGroupNamesTheNearest() {
        assertEquals(
                "xylem.yml:2: limits.bdy: unknown key; did you mean limits.body?",
                Given.file("limits:\n  bdy: 1").refusal());
    }

    @Test
    void whatResemblesNothingNamesNothing() {
        assertEquals(
                "xylem.yml:1: colour: unknown key", Given.file("colour: red").refusal());
    }

    @Test
    void theCommandLineIsHeldToTheSame() {
        assertEquals(
                "command line: http-prot: unknown key; did you mean http-port?",
                Given.nothing().commandLine("--http-prot=1").refusal());
    }

    @Test
    void theEnvironmentIsHeldToTheSame() {
        assertEquals(
                "environment variable XYLEM_HTTP_PROT: unknown key; did you mean XYLEM_HTTP_PORT?",
                Given.nothing().environment("XYLEM_HTTP_PROT", "1").refusal());
    }

    @Test
    void flowTextIsHeldToTheSame() {
        assertEquals(
                "command line: limits.bdy: unknown key; did you mean limits.body?",
                Given.nothing().commandLine("--limits={bdy: 1}").refusal());
    }

    static List<String> reserved() {
        return List.copyOf(ReservedKeys.NAMES.keySet());
    }

    @ParameterizedTest
    @MethodSource("reserved")
    void aKeyOfALaterReleaseIsRefusedWhereverItStands(String key) {
        var inFile = Given.file("{" + key.replace(".", ": {") + ": x" + (key.contains(".") ? "}}" : "}"));
        assertTrue(inFile.refusal().startsWith("xylem.yml:1: " + key + ": comes with a later release; this version "));
        var option = Given.nothing().commandLine("--" + key + "=x");
        assertTrue(option.refusal().startsWith("command line: " + key + ": comes with a later release"));
        var variable = Given.nothing().environment(Source.Environment.nameOf(key), "x");
        assertTrue(variable.refusal().contains(": " + key + ": comes with a later release"));
    }

    @Test
    void whatLiesUnderAKeyOfALaterReleaseIsRefusedToo() {
        assertTrue(
                Given.file("auth-mechanism: {x: y}").refusal().contains("auth-mechanism: comes with a later release"));
        assertTrue(
                Given.nothing().commandLine("--auth-mechanism.x=y").refusal().contains("comes with a later release"));
        assertTrue(Given.nothing()
                .environment("XYLEM_AUTH_MECHANISM_X", "x")
                .refusal()
                .contains("comes with a later release"));
    }

    @Test
    void restheartsKeysAreAcceptedAndListed() {
        var configuration = Given.file("io-threads: 4\nlog-level: DEBUG\nconnection-options: {MAX_HEADER_SIZE: 1}")
                .configuration();
        assertEquals(
                List.of("io-threads", "log-level (here: log.level)", "connection-options (here: limits)"),
                configuration.withoutEffect());
    }

    @Test
    void restheartsKeysAreAcceptedInFilesOnly() {
        assertTrue(Given.nothing().commandLine("--io-threads=4").refusal().contains("unknown key"));
        assertTrue(
                Given.nothing().environment("XYLEM_IO_THREADS", "4").refusal().contains("unknown key"));
    }
}
