package dev.xylem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class YamlTest {

    @Test
    void aKeyGivenTwiceIsRefusedWithBothLines() {
        assertEquals(
                "xylem.yml:3: http-port: given twice; first on line 1",
                Given.file("http-port: 1\n\nhttp-port: 1").refusal());
    }

    @Test
    void aKeyGivenTwiceInAGroupIsRefused() {
        assertEquals(
                "xylem.yml:3: body: given twice; first on line 2",
                Given.file("limits:\n  body: 1\n  body: 1").refusal());
    }

    @Test
    void whatIsNoMappingIsRefused() {
        assertEquals(
                "xylem.yml:1: expected a mapping of keys to values, found a list",
                Given.file("- a").refusal());
        assertEquals(
                "xylem.yml:1: expected a mapping of keys to values, found text",
                Given.file("hello").refusal());
    }

    @Test
    void brokenYamlIsRefusedWithItsLineAndWithoutItsText() {
        var refusal =
                Given.file("http-port: 1\nmongo-uri: \"mongodb://u:s3cret@h").refusal();
        assertTrue(refusal.startsWith("xylem.yml:2: not readable as YAML: "), refusal);
        assertFalse(refusal.contains("s3cret"), refusal);
    }

    @Test
    void brokenFlowTextNamesItsKey() {
        var refusal = Given.nothing().commandLine("--limits={body:").refusal();
        assertTrue(refusal.startsWith("command line: limits: not readable as YAML"), refusal);
    }

    @Test
    void anAliasWorks() {
        assertEquals(
                5,
                Given.file("limits: {body: &a 5, bulk-body: *a}")
                        .settings()
                        .limits()
                        .bulkBody());
    }

    @Test
    void anAliasInsideItselfIsRefused() {
        assertTrue(Given.file("a: &a [*a]").refusal().contains("too many or too deeply nested values"));
    }

    @Test
    void aCascadeOfAliasesIsRefused() {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertTrue(Given.file(bomb.toString()).refusal().contains("too many or too deeply nested values"));
    }

    @Test
    void tagsMakeNothing() {
        var refusal =
                Given.file("http-port: !!javax.script.ScriptEngineManager [x]").refusal();
        assertTrue(refusal.startsWith("xylem.yml:1: not readable as YAML: Global tag is not allowed"), refusal);
    }
}
