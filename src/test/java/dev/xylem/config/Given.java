package dev.xylem.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator has written.
 *
 * @param yaml of the file {@code xylem.yml}
 */
record Given(String yaml, Map<String, String> environment, List<String> words) {

    static Given file(String yaml) {
        return new Given(yaml, Map.of(), List.of());
    }

    static Given nothing() {
        return file("");
    }

    Given environment(String name, String value) {
        return new Given(yaml, Map.of(name, value), words);
    }

    Given commandLine(String... options) {
        return new Given(yaml, environment, List.of(options));
    }

    Configuration configuration() {
        try {
            var folder = Files.createTempDirectory("xylem");
            var file = Files.writeString(folder.resolve("xylem.yml"), yaml);
            // what the examples name
            var security = Files.writeString(folder.resolve("security.yml"), "");
            try {
                return Configuration.read(parsed(), environment, folder);
            } finally {
                Files.delete(file);
                Files.delete(security);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CommandLine parsed() {
        var parsed = CommandLine.parse(words);
        return new CommandLine(
                parsed.task(),
                parsed.file().or(() -> Optional.of("xylem.yml")),
                parsed.options(),
                parsed.backup(),
                parsed.migration());
    }

    Settings settings() {
        return configuration().settings();
    }

    /** The text of the refusal. */
    String refusal() {
        return assertThrows(SettingsException.class, this::configuration).text();
    }
}
