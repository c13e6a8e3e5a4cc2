package dev.xylem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.xylem.config.BackupWords.OnExisting;
import dev.xylem.config.CommandLine.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    @Test
    void fileAndOptionsComeInAnyOrder() {
        var line = CommandLine.parse(List.of("--http-port=1", "x.yml", "--mongo-uri=mongodb://h/?w=1"));
        assertEquals(
                new CommandLine(
                        Task.SERVE,
                        Optional.of("x.yml"),
                        Map.of("http-port", "1", "mongo-uri", "mongodb://h/?w=1"),
                        Optional.empty(),
                        Optional.empty()),
                line);
    }

    @ParameterizedTest
    @CsvSource({"--check, CHECK", "--version, VERSION", "-v, VERSION", "--help, HELP", "-h, HELP"})
    void aTaskIsNamed(String word, Task task) {
        assertEquals(task, CommandLine.parse(List.of(word)).task());
    }

    @ParameterizedTest
    @CsvSource({"serve, SERVE", "check, CHECK", "doctor, DOCTOR", "hash-password, HASH_PASSWORD"})
    void aCommandIsTheFirstWord(String word, Task task) {
        assertEquals(task, CommandLine.parse(List.of(word)).task());
    }

    @Test
    void aFileAndOptionsFollowACommand() {
        var line = CommandLine.parse(List.of("doctor", "x.yml", "--http-port=1"));
        assertEquals(Optional.of("x.yml"), line.file());
        assertEquals(Map.of("http-port", "1"), line.options());
    }

    @Test
    void aMigrationIsAboutAFileAndPerhapsAFolder() {
        assertEquals(
                Optional.of(new MigrationWords("restheart.yml", Optional.empty(), Optional.empty())),
                CommandLine.parse(List.of("migrate-config", "restheart.yml")).migration());
        assertEquals(
                Optional.of(new MigrationWords("restheart.yml", Optional.of("etc"), Optional.of("prod.properties"))),
                CommandLine.parse(List.of("migrate-config", "restheart.yml", "etc", "--env-file=prod.properties"))
                        .migration());
        for (var words : List.of(
                List.of("migrate-config"),
                List.of("migrate-config", "a", "b", "c"),
                List.of("migrate-config", "a", "--http-port=1"))) {
            assertThrows(SettingsException.class, () -> CommandLine.parse(words));
        }
    }

    @Test
    void whoAsksForHelpGetsIt() {
        assertEquals(Task.HELP, CommandLine.parse(List.of("--help", "--check")).task());
    }

    @ParameterizedTest
    @CsvSource({
        "--chekc, --chekc: unknown option; did you mean --check?",
        "--http-port, '--http-port: expected --key=value, --check, --version or --help'",
        "--=1, '--: expected --key=value, --check, --version or --help'",
        "-p=s3cret, '-p: expected --key=value, --check, --version or --help'"
    })
    void anUnknownOptionIsRefused(String word, String expected) {
        var refusal = assertThrows(SettingsException.class, () -> CommandLine.parse(List.of(word)));
        assertEquals("command line: " + expected, refusal.text());
    }

    @Test
    void anOptionIsGivenOnce() {
        var words = List.of("--http-port=1", "--http-port=2");
        assertEquals(
                "command line: --http-port: given twice",
                assertThrows(SettingsException.class, () -> CommandLine.parse(words))
                        .text());
    }

    @Test
    void thereIsOneFileAndTheOtherMayBeASecret() {
        var refusal = assertThrows(SettingsException.class, () -> CommandLine.parse(List.of("a.yml", "s3cret")));
        assertEquals("command line: expected at most one FILE, found two words without --", refusal.text());
        assertFalse(refusal.text().contains("s3cret"));
    }

    @Test
    void aNamedFileMustBeThere() {
        var line = CommandLine.parse(List.of("no-such.yml"));
        var refusal = assertThrows(SettingsException.class, () -> Configuration.read(line, Map.of(), Path.of("")));
        assertEquals("no-such.yml: no such file", refusal.text());
    }

    @Test
    void aBackupIsAboutAFileAndTheConfigurationFollows() {
        var line = CommandLine.parse(
                List.of("import", "b.tar", "x.yml", "--only=shop,crm.orders", "--on-existing=skip", "--http-port=1"));
        assertEquals(
                new CommandLine(
                        Task.IMPORT,
                        Optional.of("x.yml"),
                        Map.of("http-port", "1"),
                        Optional.of(new BackupWords("b.tar", List.of("shop", "crm.orders"), OnExisting.SKIP)),
                        Optional.empty()),
                line);
        assertEquals(
                Optional.of(new BackupWords("b", List.of(), OnExisting.FAIL)),
                CommandLine.parse(List.of("export", "b")).backup());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "export|export: expected FILE: a folder, or a name with .tar or .tar.gz",
                "import --on-existing=skip|import: expected FILE: a folder, or a name with .tar or .tar.gz",
                "import b --on-existing=no|--on-existing: expected fail, skip or replace",
                "export b --only=a,|--only: expected databases or db.coll, separated by commas",
                "export b x.yml y|expected at most one FILE, found two words without --"
            })
    void aWrongBackupCommandIsRefused(String words, String expected) {
        var refusal = assertThrows(SettingsException.class, () -> CommandLine.parse(List.of(words.split(" "))));
        assertEquals("command line: " + expected, refusal.text());
    }

    @Test
    void optionsOfABackupAreNoneElsewhere() {
        for (var words : List.of(List.of("--only=shop"), List.of("export", "b", "--on-existing=skip"))) {
            var line = CommandLine.parse(words);
            assertThrows(SettingsException.class, () -> Configuration.read(line, Map.of(), Path.of("")));
        }
    }

    @Test
    void helpAboutABackupNeedsNoFile() {
        assertEquals(Task.HELP, CommandLine.parse(List.of("export", "--help")).task());
    }
}
