package dev.xylem.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * The packages of Debian many times over, in and out of a server with a heap of 256 MiB and its store on the disk: how fast, and how far
 * its memory grows while it exports, at most, over what it had when all was loaded. Fails from 64 MiB on. Argument: how many times; 20 when none is given.
 */
public final class ExportBench {
    private static final int COPIES = 20;
    private static final long MOST_GROWTH = 64;
    private static final List<String> EXPORTS = List.of("rep=NDJSON&sort=%7B%7D", "rep=CSV&sort=%7B%7D", "rep=NDJSON");

    private final ServerProcess server;
    private final HttpClient client = HttpClient.newHttpClient();
    private boolean isFlat = true;
    private long loaded;

    private ExportBench(ServerProcess server) {
        this.server = server;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (!Files.exists(Packages.path())) {
            System.err.println("no data: " + Packages.path());
            System.exit(2);
        }
        int copies = arguments.length == 0 ? COPIES : Integer.parseInt(arguments[0]);
        boolean isFlat;
        try (var server =
                ServerProcess.start(List.of("--embedded-store.path=data"), Map.of("JAVA_TOOL_OPTIONS", "-Xmx256m"))) {
            isFlat = new ExportBench(server).run(copies);
        }
        System.exit(isFlat ? 0 : 1);
    }

    private boolean run(int copies) throws IOException, InterruptedException {
        String collection = Api.of(server).newCollection();
        long start = System.nanoTime();
        System.out.println(load(collection, copies));
        loaded = residentMib();
        report("import", start, loaded, 0);
        for (String export : EXPORTS) {
            export(collection, export);
        }
        return isFlat;
    }

    private String load(String collection, int copies) throws IOException, InterruptedException {
        var in = new PipedInputStream(1 << 16);
        var out = new PipedOutputStream(in);
        Thread.startVirtualThread(() -> write(out, copies));
        var request = HttpRequest.newBuilder(URI.create(server.base() + collection + "?rep=S&wm=insert"))
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofInputStream(() -> in))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    /** Each copy under ids of its own. */
    private static void write(OutputStream target, int copies) {
        try (OutputStream out = target) {
            for (int copy = 0; copy < copies; copy++) {
                try (var lines = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(Files.newInputStream(Packages.path())), UTF_8))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        String own = line.replaceFirst("\"_id\":\"", "\"_id\":\"" + copy + "-");
                        out.write((own + "\n").getBytes(UTF_8));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void export(String collection, String parameters) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.base() + collection + "?" + parameters))
                .build();
        var peak = new AtomicLong();
        var done = new AtomicBoolean();
        Thread watcher = Thread.startVirtualThread(() -> watch(peak, done));
        long start = System.nanoTime();
        long bytes;
        try (InputStream in =
                client.send(request, BodyHandlers.ofInputStream()).body()) {
            bytes = in.transferTo(OutputStream.nullOutputStream());
        }
        done.set(true);
        watcher.join();
        report(parameters, start, peak.get(), bytes);
        isFlat &= peak.get() - loaded < MOST_GROWTH;
    }

    private void watch(AtomicLong peak, AtomicBoolean done) {
        try {
            while (!done.get()) {
                peak.accumulateAndGet(residentMib(), Math::max);
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(String what, long start, long peak, long bytes) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%-24s %8.1f s %8.1f MiB, %6.1f MiB/s; RSS %d MiB, %+d%n",
                what,
                seconds,
                bytes / 1048576.0,
                bytes / 1048576.0 / seconds,
                peak,
                peak - loaded);
    }

    private long residentMib() {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(server.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
