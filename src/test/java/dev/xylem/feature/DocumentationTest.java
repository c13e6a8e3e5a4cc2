package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.xylem.fixture.ConsolePage;
import dev.xylem.fixture.ConsolePage.Example;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that README.md and docs/ show is run as it stands there, against a fresh server, and prints what they say. */
class DocumentationTest {

    private static final Path HOME = Path.of(System.getProperty("xylem.home", ""));
    private static final int PRINTED_PORT = 8080;
    private static final int PRINTED_MANAGEMENT_PORT = 9000;

    @TempDir
    Path folder;

    static Stream<String> pages() throws IOException {
        try (Stream<Path> docs = Files.list(HOME.resolve("docs"))) {
            List<String> pages = docs.map(page -> "docs/" + page.getFileName())
                    .filter(page -> page.endsWith(".md"))
                    .sorted()
                    .toList();
            return Stream.concat(Stream.of("README.md"), pages.stream());
        }
    }

    static Stream<String> pagesWithCurl() throws IOException {
        return pages().filter(page -> !examples(page, "curl").isEmpty());
    }

    static Stream<String> pagesWithHttpie() throws IOException {
        return pages().filter(page -> !examples(page, "http").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void showsOnlyCommandsThatAreTested(String page) {
        List<String> others = ConsolePage.read(HOME.resolve(page)).stream()
                .map(Example::tool)
                .filter(tool -> !tool.equals("curl") && !tool.equals("http"))
                .toList();
        assertEquals(List.of(), others);
    }

    @ParameterizedTest
    @MethodSource("pagesWithCurl")
    void tellsTheTruthAboutCurl(String page) throws Exception {
        assumeTrue(succeeds("curl --help all | grep -q -e --json"), "curl 7.82 or newer is not there");
        repeat(examples(page, "curl"));
    }

    @ParameterizedTest
    @MethodSource("pagesWithHttpie")
    void tellsTheTruthAboutHttpie(String page) throws Exception {
        assumeTrue(succeeds("http --version"), "httpie is not there");
        // what it does by itself in a terminal, but for the colours
        Files.writeString(
                folder.resolve("config.json"),
                "{\"default_options\": [\"--ignore-stdin\", \"--pretty=format\", \"--print=hb\"]}");
        repeat(examples(page, "http"));
    }

    private static List<Example> examples(String page, String tool) {
        return ConsolePage.read(HOME.resolve(page)).stream()
                .filter(example -> example.tool().equals(tool))
                .toList();
    }

    private void repeat(List<Example> examples) throws Exception {
        assertFalse(examples.isEmpty());
        var transcript = new Transcript();
        try (ServerProcess server = ServerProcess.on(Engine.EMBEDDED)) {
            for (Example example : examples) {
                String answer = run(transcript.translate(atPortsOf(server, example.command())));
                String printed = String.join("\n", example.printed());
                transcript.compare("line " + example.line() + ": " + example.command(), printed, answer);
            }
        }
    }

    private static String atPortsOf(ServerProcess server, String command) {
        var management = server.management();
        int managementPort = management == null ? PRINTED_MANAGEMENT_PORT : management.getPort();
        return command.replace(":" + PRINTED_PORT, ":" + server.base().getPort())
                .replace(":" + PRINTED_MANAGEMENT_PORT, ":" + managementPort);
    }

    private boolean succeeds(String command) throws Exception {
        Process process = start(command);
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private String run(String command) throws Exception {
        Process process = start(command);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " does not end");
        }
        return Files.readString(folder.resolve("stdout"), StandardCharsets.UTF_8);
    }

    private Process start(String command) throws IOException {
        var builder = new ProcessBuilder("sh", "-c", command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(folder.resolve("stdout").toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().put("HTTPIE_CONFIG_DIR", folder.toString());
        return builder.start();
    }
}
