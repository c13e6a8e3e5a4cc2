package dev.xylem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What containers, clusters and systemd are told fits the server: keys, files, commands. */
class DeploymentFilesTest {
    private static final Path HOME = Path.of(System.getProperty("xylem.home", ""));

    @TempDir
    private Path folder;

    @Test
    void theSettingsOfTheComposeFileAreOurs() throws IOException {
        Map<?, ?> server = map(
                map(documents("docker/compose.yaml").getFirst().get("services")).get("xylem"));
        Map<String, String> environment = new HashMap<>();
        map(server.get("environment"))
                .forEach((name, value) ->
                        environment.put(name.toString(), value.toString().replace("/etc/xylem/", "")));
        written("security.yml", "");
        environment.put("XYLEM_MONGO_URI_FILE", written("mongo-uri", "mongodb://root:s3cret@mongo:27017/"));

        Settings settings = Configuration.read(nothing(), environment, folder).settings();

        assertEquals("mongo:27017", settings.mongoUri().orElseThrow().hosts());
        assertTrue(settings.access().idm().isPresent());
    }

    @Test
    void theConfigurationOfTheClusterIsOurs() throws IOException {
        List<Map<?, ?>> all = documents("docker/k8s/xylem.yaml");
        for (Map<?, ?> document : all) {
            if ("ConfigMap".equals(document.get("kind"))) {
                map(document.get("data")).forEach((name, text) -> written(name.toString(), text.toString()));
            }
        }
        var command = new CommandLine(
                CommandLine.Task.CHECK, Optional.of("xylem.yml"), Map.of(), Optional.empty(), Optional.empty());
        Map<String, String> secrets = Map.of(
                "XYLEM_MONGO_URI_FILE", written("uri", "mongodb://h"),
                "XYLEM_CURSOR_KEY_FILE", written("key", "sixteen characters and more"));

        Configuration read = Configuration.read(command, secrets, folder);

        assertFalse(read.settings().access().idm().isEmpty());
        assertEquals(List.of(), read.withoutEffect());
    }

    @Test
    void whatTheImageCopiesAndRunsIsThere() throws IOException {
        String dockerfile = Files.readString(HOME.resolve("docker/Dockerfile.jvm"));
        List<String> ours = Stream.of("src/package/sh/runtime", "src/package/java/Packaging.java", "./dev")
                .filter(dockerfile::contains)
                .toList();

        assertEquals(3, ours.size(), ours::toString);
        for (String file : ours) {
            assertTrue(Files.isRegularFile(HOME.resolve(file)), file);
        }
        List<String> variables = Pattern.compile("XYLEM_\\w+=\\S+")
                .matcher(dockerfile)
                .results()
                .map(MatchResult::group)
                .toList();
        assertEquals(List.of("XYLEM_HTTP_HOST=0.0.0.0"), variables);
    }

    @Test
    void anImageWithoutAccessControlDoesNotStart() {
        String refusal =
                Given.nothing().environment("XYLEM_HTTP_HOST", "0.0.0.0").refusal();

        assertTrue(refusal.contains("allow-open"), refusal);
    }

    private static CommandLine nothing() {
        return new CommandLine(CommandLine.Task.CHECK, Optional.empty(), Map.of(), Optional.empty(), Optional.empty());
    }

    private String written(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Map<?, ?>> documents(String file) throws IOException {
        var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        Iterable<Object> all = yaml.loadAll(Files.readString(HOME.resolve(file)));
        return StreamSupport.stream(all.spliterator(), false)
                .<Map<?, ?>>map(DeploymentFilesTest::map)
                .toList();
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }
}
