package dev.xylem.bench.http;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Java process of this run, and what it costs. */
final class Child implements AutoCloseable {
    private static final Path NOTHING = Path.of("/dev/null");
    private static final int PATIENCE_SECONDS = 20;

    /** Of the clock that {@code /proc} counts CPU time with. */
    private static final long TICKS_PER_SECOND = 100;

    private final Process process;
    private final BufferedReader output;
    private @Nullable Allocations allocations;

    private Child(Process process) {
        this.process = process;
        // also when the run is broken off
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** One of our own classes, on our own class path; it speaks. */
    static Child ours(Path folder, Class<?> main, String... arguments) {
        List<String> options = new ArrayList<>(List.of(
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        options.addAll(List.of(arguments));
        return java(true, folder, options);
    }

    static Child java(boolean speaks, Path folder, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        return start(speaks, folder, command, Map.of());
    }

    /** What it writes to standard error is dropped, and so is its standard output, unless somebody {@link #awaitLine waits} for it. */
    static Child start(boolean speaks, Path folder, List<String> command, Map<String, String> environment) {
        File log = System.getProperty("bench.logs") == null
                ? NOTHING.toFile()
                : folder.resolve(speaks ? "stderr.log" : "output.log").toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(speaks ? Redirect.PIPE : Redirect.appendTo(log))
                .redirectError(Redirect.appendTo(log));
        // settings of the measured server, if of anything
        builder.environment().keySet().removeIf(name -> name.startsWith("XYLEM_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        try {
            return new Child(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The next line of its output that contains a text. */
    String awaitLine(String part) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains(part)) {
                    return line;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("process " + pid() + " ended; run with --logs and look into target/bench");
    }

    void say(String line) {
        try {
            process.outputWriter().write(line + "\n");
            process.outputWriter().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** User and system time of all its threads until now. */
    long cpuMicros() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * (1_000_000 / TICKS_PER_SECOND);
    }

    long residentMib() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }

    /** What all its threads have allocated until now, virtual ones included. */
    long allocatedBytes() {
        if (allocations == null) {
            allocations = Allocations.of(pid());
        }
        return allocations.bytes();
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid()), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (allocations != null) {
            allocations.close();
        }
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
