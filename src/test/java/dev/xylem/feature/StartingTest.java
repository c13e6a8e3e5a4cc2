package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever starts and stops the server sees: exit codes, stdout, stderr, and which listener has what. */
class StartingTest {

    private static final Pattern READY = Pattern.compile(
            "Xylem \\S+ ready on (http://127\\.0\\.0\\.1:\\d+) \\(store: memory, access: open, management: (\\S+)\\)");

    @TempDir
    Path folder;

    @Test
    void itServesUntilSigterm() throws Exception {
        var server = start("--http-port=0", "--management.port=0");
        try (var out = server.inputReader(StandardCharsets.UTF_8)) {
            var ready = READY.matcher(out.readLine());
            assertTrue(ready.matches());
            for (var path : List.of("/health/live", "/health/ready", "/metrics")) {
                assertEquals(200, status(ready.group(2) + path));
                assertEquals(404, status(ready.group(1) + path));
            }
            // Not destroy() of the process itself, which closes its streams.
            server.toHandle().destroy();
            assertEquals(0, server.waitFor());
            assertEquals(List.of(), out.lines().toList());
            var complaints =
                    stderr().lines().filter(line -> !line.contains(" INFO ")).toList();
            assertEquals(List.of(), complaints);
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void aPortInUseIsSaidInOneLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var port = taken.getLocalPort();
            assertEquals(1, start("--http-port=" + port, "--management.port=0").waitFor());
            assertTrue(
                    stderr().startsWith("xylem: not started: http-port " + port + " is in use by another process; "));
            assertEquals(1, start("--http-port=0", "--management.port=" + port).waitFor());
            assertTrue(stderr().startsWith(
                            "xylem: not started: management.port " + port + " is in use by another process; "));
            assertEquals(1, stderr().lines().count());
        }
    }

    @Test
    void aMistakeIsSaidBeforeAnythingStarts() throws Exception {
        assertEquals(2, start("--http-prot=1").waitFor());
        assertTrue(stderr().startsWith("command line: http-prot: unknown key; did you mean http-port?\n"));
    }

    @Test
    void checkPrintsTheEffectiveConfiguration() throws Exception {
        var check = start("--check", "--mongo-uri=mongodb://u:s3cret@h");
        var out = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, check.waitFor());
        assertTrue(out.contains("\nmongo-uri: \"mongodb://u:****@h\"  # command line\n"), out);
    }

    @Test
    void theStartScriptTellsWhichJavaIsMissing() throws Exception {
        Path java = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk 21.0.8 2025-07-15'\n");
        assertTrue(java.toFile().setExecutable(true));

        var old = new ProcessBuilder(
                Path.of(System.getProperty("xylem.app"), "bin", "xylem").toString(), "--version");
        old.environment().put("JAVA_HOME", folder.resolve("old").toString());
        var refused = old.redirectError(folder.resolve("stderr").toFile()).start();

        assertEquals(2, refused.waitFor());
        assertTrue(stderr().contains("needs Java 25 or newer"), stderr());
    }

    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("xylem.app"), "bin", "xylem").toString(), "--embedded-store.path=memory:"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("stderr").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private String stderr() throws IOException {
        return Files.readString(folder.resolve("stderr"));
    }

    private static int status(String url) throws IOException {
        return ((HttpURLConnection) URI.create(url).toURL().openConnection()).getResponseCode();
    }
}
