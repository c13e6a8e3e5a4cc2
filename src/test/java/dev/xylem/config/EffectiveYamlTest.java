package dev.xylem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EffectiveYamlTest {

    private final Given given =
            Given.file("""
                    http-host: ::1
                    embedded-store: {path: "C:\\\\a b#c"}
                    mongo-mounts: [{what: "*", where: '/{a}/"x'}]
                    limits: {body: 1025, url: 32KiB, query-time: 90s}
                    etag-format: bare
                    """).environment("XYLEM_LOG_FORMAT", "json").commandLine("--http-port=0");

    @Test
    void whatIsPrintedStartsTheSameServer() {
        var again = Given.file(given.configuration().toYaml()).configuration();
        assertEquals(given.settings().limits(), again.settings().limits());
        assertEquals(given.settings().embeddedStore(), again.settings().embeddedStore());
        assertEquals(given.settings().http(), again.settings().http());
        assertEquals(values(given.configuration()), values(again));
    }

    @Test
    void whatIsNoDefaultSaysWhereItComesFrom() {
        var yaml = given.configuration().toYaml();
        assertTrue(yaml.contains("http-port: 0  # command line\n"), yaml);
        assertTrue(yaml.contains("  format: json  # environment variable XYLEM_LOG_FORMAT\n"), yaml);
        assertTrue(yaml.contains("  url: 32KiB  # xylem.yml:4\n"), yaml);
        assertTrue(yaml.contains("max-pagesize: 1000\n"), yaml);
    }

    private static Object values(Configuration configuration) {
        return configuration.keys().stream().map(Key::value).toList();
    }
}
