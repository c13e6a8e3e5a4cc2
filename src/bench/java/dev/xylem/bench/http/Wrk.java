package dev.xylem.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The load generator {@code wrk}, in a process of its own. */
final class Wrk implements Generator {
    private final Path folder;
    private final Path script;

    Wrk(Path folder, Path script) {
        this.folder = folder;
        this.script = script;
    }

    static boolean isThere() {
        return Stream.of(System.getenv("PATH").split(":", -1)).anyMatch(folder -> Files.isExecutable(Path.of(folder, "wrk")));
    }

    @Override
    public Load run(Candidate candidate, Workload workload, int seconds) {
        try {
            Path requests = folder.resolve("requests.txt");
            Files.writeString(requests, text(candidate, workload), StandardCharsets.UTF_8);
            Process wrk = new ProcessBuilder(
                            "wrk", "-t1", "-c" + workload.connections(), "-d" + seconds, "--timeout", "30s",
                            "-s", script.toString(), candidate.base().toString(), "--", requests.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(wrk.getInputStream().readAllBytes(), ISO_8859_1);
            wrk.waitFor();
            return output.lines()
                    .filter(line -> line.startsWith("done "))
                    .map(Load::parse)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("wrk: " + output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(Candidate candidate, Workload workload) {
        String authorization = candidate.authorization(workload.caller());
        List<Request> requests = workload.requests().apply(candidate);
        return requests.stream()
                .map(request -> request.raw(candidate.base(), authorization))
                .collect(Collectors.joining("\1"));
    }
}
