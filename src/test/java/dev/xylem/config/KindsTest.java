package dev.xylem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.Format.Representation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    http-port: 80a                         | expected a port, 0 to 65535 (0 takes a free one), found "80a"
                    http-port: 65536                       | found "65536"
                    http-port: -1                          | found "-1"
                    http-port:                             | found nothing
                    http-port: [1]                         | found a list
                    http-port: {a: 1}                      | found a mapping of keys to values
                    http-host: "a b"                       | expected a host name or address without port, found "a b"
                    http-host: 127.0.0.1:8080              | expected a host name or address without port
                    management: {enabled: yes}             | management.enabled: expected true or false, found "yes"
                    limits: {body: 2MB}                    | limits.body: expected a size such as 1MiB
                    limits: {body: 0}                      | 1B to 1GiB, found "0"
                    limits: {body: 99999999999GiB}         | found "99999999999GiB"
                    limits: {url: 10}                      | limits.url: expected a size such as 1MiB
                    limits: {json-depth: 101}              | limits.json-depth: expected a whole number, 1 to 100, found "101"
                    limits: {skip: 1.5}                    | limits.skip: expected a whole number, 0 to 2147483647, found "1.5"
                    limits: {query-time: 5}                | limits.query-time: expected a time such as 5s (ms, s, m, h), 1ms to 1h, found "5"
                    limits: {query-time: 2h}               | found "2h"
                    limits: 5                              | limits: expected a mapping of keys to values, found "5"
                    etag-format: bear                      | etag-format: expected quoted, bare, found "bear"
                    etag-check-policy: {doc: ALWAYS}       | etag-check-policy.doc: expected REQUIRED, REQUIRED_FOR_DELETE, OPTIONAL
                    default-representation-format: XML     | expected HAL, SHAL, STANDARD, found "XML"
                    default-pagesize: 1001                 | default-pagesize: expected at most max-pagesize, 1000, found 1001
                    log: {level: loud}                     | log.level: expected error, warn, info, debug, trace, found "loud"
                    management: {port: 8080}               | management.port: expected another port than http-port
                    http-listener: false                   | http-listener: expected true
                    http-host: 0.0.0.0                     | http-host: expected a loopback address
                    http-host: example.com                 | http-host: expected a loopback address
                    trusted-proxies: [10.0.0.0/33]         | trusted-proxies: expected a list of addresses and ranges
                    trusted-proxies: [proxy.example.com]   | trusted-proxies: expected a list of addresses and ranges
                    cors: {origins: [example.com]}         | cors.origins: expected a list of origins
                    cors: {origins: ["https://a.b/x"]}     | cors.origins: expected a list of origins
                    cors: {origins: ["*", "https://a.b"]}  | cors.origins: expected "*" alone
                    cors: {credentials: true}              | cors.credentials: expected false
                    mongo-mounts: []                       | mongo-mounts: expected a list such as
                    mongo-mounts: x                        | found "x"
                    """)
    void aBadValueIsRefusedWithLineKeyAndWhatWasExpected(String line, String expected) {
        var refusal = Given.file("# one\n" + line).refusal();
        assertTrue(refusal.startsWith("xylem.yml:2: " + line.substring(0, line.indexOf(':'))), refusal);
        assertTrue(refusal.contains(expected), refusal);
    }

    @Test
    void allFaultsAreReportedAtOnceInTheOrderOfTheFile() {
        var refusal = Given.file("log: {access: 1}\nhttp-prt: 1\nhttp-port: x").refusal();
        assertEquals(
                List.of("xylem.yml:1", "xylem.yml:2", "xylem.yml:3"),
                refusal.lines().map(line -> line.substring(0, 11)).toList());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1B, 1", "2KiB, 2048", "3MiB, 3145728", "1GiB, 1073741824", "2 KiB, 2048"})
    void sizesHaveUnits(String text, long bytes) {
        assertEquals(
                bytes,
                Given.nothing()
                        .commandLine("--limits.body=" + text)
                        .settings()
                        .limits()
                        .body());
    }

    @ParameterizedTest
    @CsvSource({"1ms, 1", "2s, 2000", "3m, 180000", "1h, 3600000", "0s, 0"})
    void timesHaveUnits(String text, long milliseconds) {
        var given = Given.nothing().commandLine("--shutdown-timeout=" + text);
        assertEquals(Duration.ofMillis(milliseconds), given.settings().shutdownTimeout());
    }

    @ParameterizedTest
    @CsvSource({"hal, HAL", "SHAL, SHAL", "S, STANDARD", "standard, STANDARD", "PJ, SHAL", "plain_json, SHAL"})
    void representationsHaveRestheartsNames(String text, Representation representation) {
        var given = Given.file("default-representation-format: " + text);
        assertEquals(representation, given.settings().defaultRepresentationFormat());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "127.8.8.8, 127.8.8.8", "localhost, localhost", "::1, ::1", "[::1], ::1"})
    void anOpenServerListensOnLoopback(String text, String host) {
        assertEquals(
                host,
                Given.nothing()
                        .commandLine("--http-host=" + text)
                        .settings()
                        .http()
                        .host());
    }

    @Test
    void managementMayListenAnywhere() {
        assertEquals(
                "0.0.0.0",
                Given.file("management: {host: 0.0.0.0}")
                        .settings()
                        .management()
                        .host());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https-host=0.0.0.0|https-host: expected a loopback address",
                "keystore-file=no.p12|keystore-file: expected a file that exists",
                "use-embedded-keystore=false|keystore-file: missing",
            })
    void aListenerWithTlsThatCannotBeIsRefused(String option, String expected) {
        var refusal = Given.nothing()
                .commandLine("--https-listener=true", "--" + option)
                .refusal();
        assertTrue(refusal.contains(expected), refusal);
    }
}
