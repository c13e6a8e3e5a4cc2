package dev.xylem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecedenceTest {

    @Test
    void theFileIsStrongerThanTheDefault() {
        assertEquals(1, Given.file("http-port: 1").settings().http().port());
    }

    @Test
    void theEnvironmentIsStrongerThanTheFile() {
        var given = Given.file("http-port: 1").environment("XYLEM_HTTP_PORT", "2");
        assertEquals(2, given.settings().http().port());
    }

    @Test
    void aVariableMayNameTheFileThatHoldsASecret(@TempDir Path secrets) throws Exception {
        Path file = Files.writeString(secrets.resolve("uri"), "mongodb://u:s3cret@h\n");
        var given = Given.file("mongo-uri: mongodb://other").environment("XYLEM_MONGO_URI_FILE", file.toString());
        assertEquals(
                "mongodb://u:****@h", given.settings().mongoUri().orElseThrow().toString());
    }

    @Test
    void aFileThatCantBeReadIsNoDefault() {
        var text = Given.nothing().environment("XYLEM_MONGO_URI_FILE", "none").refusal();
        assertTrue(text.contains("XYLEM_MONGO_URI_FILE: expected the name of a readable file"), text);
    }

    @Test
    void aValueAndItsFileContradictEachOther() {
        var given = new Given("", Map.of("XYLEM_MONGO_URI", "mongodb://h", "XYLEM_MONGO_URI_FILE", "uri"), List.of());
        assertTrue(given.refusal().contains("contradicts XYLEM_MONGO_URI"), given.refusal());
    }

    @Test
    void onlySecretsComeFromSuchFiles() {
        var text = Given.nothing().environment("XYLEM_HTTP_PORT_FILE", "x").refusal();
        assertTrue(text.contains("unknown key"), text);
    }

    @Test
    void theCommandLineIsStrongerThanTheEnvironment() {
        var given =
                Given.file("http-port: 1").environment("XYLEM_HTTP_PORT", "2").commandLine("--http-port=3");
        assertEquals(3, given.settings().http().port());
    }

    @Test
    void eachKeyOfAGroupMayComeFromAnotherPlace() {
        var limits = Given.file("limits: {body: 1KiB, skip: 7}")
                .environment("XYLEM_LIMITS_BULK_BODY", "2KiB")
                .commandLine("--limits.body=3KiB")
                .settings()
                .limits();
        assertEquals(3072, limits.body());
        assertEquals(2048, limits.bulkBody());
        assertEquals(7, limits.skip());
        assertEquals(256, limits.concurrent());
    }

    @Test
    void aGroupMayBeGivenAsFlowText() {
        var limits = Given.file("limits: {body: 1KiB, skip: 7}")
                .commandLine("--limits={body: 3KiB}")
                .settings()
                .limits();
        assertEquals(3072, limits.body());
        assertEquals(7, limits.skip());
    }

    @Test
    void theEnvironmentIsStrongerThanTheFileForFlowTextToo() {
        var given = Given.file("limits: {body: 1KiB}").environment("XYLEM_LIMITS", "{\"body\": 5}");
        assertEquals(5, given.settings().limits().body());
    }

    @Test
    void aListComesWholeFromTheStrongestPlace() {
        var given = Given.file("mongo-mounts: [{what: /a, where: /a}, {what: /b, where: /b}]")
                .environment("XYLEM_MONGO_MOUNTS", "[{what: /db, where: /api}]");
        assertEquals(
                List.of("/db"),
                given.settings().mongoMounts().stream().map(MountSetting::what).toList());
    }

    @Test
    void theVariablesOfBuildTestsAndBenchmarkAreNotSettings() {
        for (var name :
                List.of("XYLEM_TEST_MONGO_URI", "XYLEM_BENCH_X", "XYLEM_JAVA_HOME", "XYLEM_DOCUMENTDB_URI", "PATH")) {
            assertEquals(
                    8080,
                    Given.nothing().environment(name, "x").settings().http().port());
        }
    }

    @Test
    void noTwoKeysShareAVariable() {
        var keys = Given.nothing().configuration().keys();
        assertEquals(
                keys.size(),
                keys.stream()
                        .map(key -> Source.Environment.nameOf(key.path()))
                        .distinct()
                        .count());
    }

    @Test
    void theFileOfTheWorkingDirectoryIsReadWhenNoneIsNamed(@TempDir Path folder) throws Exception {
        var nothing = CommandLine.parse(List.of());
        assertEquals(
                Optional.empty(), Configuration.read(nothing, Map.of(), folder).file());
        Files.createDirectory(folder.resolve("etc"));
        Files.writeString(folder.resolve("etc/xylem.yml"), "http-port: 7");
        var read = Configuration.read(nothing, Map.of(), folder);
        assertEquals(Optional.of("etc/xylem.yml"), read.file());
        assertEquals(7, read.settings().http().port());
        assertTrue(read.toYaml().contains("http-port: 7  # etc/xylem.yml:1\n"));
    }
}
