package dev.xylem.bench;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Engines;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * What page 600 by cursor costs beside page 1, on the packages of Debian over HTTP: medians of requests that take turns, on each engine
 * there is. Arguments: names of engines; none means all.
 */
public final class PagesBench {
    private static final String PAGE = "?rep=S&pagesize=100";
    private static final int ROUNDS = 60;
    private static final int WARM_UP = 40;

    private static final List<String> INDEXES = List.of("size", "section");

    /** A sort, and what there is for it. */
    private static final List<Map.Entry<String, String>> ORDERS = List.of(
            Map.entry("", "the default, newest _id first"),
            Map.entry("&sort=_id", "_id"),
            Map.entry("&sort=size", "size, with an index"),
            Map.entry("&sort=-size", "size downwards, with an index"),
            Map.entry("&sort=section", "section, with an index, many equal"),
            Map.entry("&sort=installedSize", "installedSize, without an index"));

    private PagesBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (!Files.exists(Packages.path())) {
            System.err.println("no data: " + Packages.path());
            System.exit(2);
        }
        List<String> wanted = Arrays.asList(arguments);
        for (Engine engine : Engines.all().toList()) {
            if (wanted.isEmpty() || wanted.contains(engine.name())) {
                measure(engine);
            }
        }
        System.exit(0);
    }

    private static void measure(Engine engine) throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.on(engine, "--limits.query-time=60s")) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            load(server, collection);
            for (String field : INDEXES) {
                api.put(collection + "/_indexes/by-" + field, "{keys: {" + field + ": 1}}")
                        .expect(201);
            }
            System.out.printf(Locale.ROOT, "%n%-40s %10s %10s %7s%n", engine + ", medians, ms", "page 1", "page 600", "ratio");
            ORDERS.forEach(order -> compare(api, collection + PAGE + order.getKey(), order.getValue()));
            String database = collection.substring(0, collection.indexOf('/', 1));
            api.delete(database, "If-Match", "*");
        }
    }

    private static void load(ServerProcess server, String collection) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try (InputStream file = new GZIPInputStream(Files.newInputStream(Packages.path()));
                HttpClient client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(server.base() + collection + "?rep=S&wm=insert"))
                    .header("Content-Type", "application/x-ndjson")
                    .POST(BodyPublishers.ofInputStream(() -> file))
                    .build();
            System.err.printf(
                    Locale.ROOT,
                    "loaded in %2$.1f s: %1$s%n",
                    client.send(request, BodyHandlers.ofString()).body(),
                    (System.nanoTime() - start) / 1e9);
        }
    }

    private static void compare(Api api, String first, String name) {
        String last = next(api.get(first + "&page=599").expect(200));
        for (int i = 0; i < WARM_UP; i++) {
            millis(api, i % 2 == 0 ? first : last);
        }
        double[] page1 = new double[ROUNDS];
        double[] page600 = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            page1[i] = millis(api, first);
            page600[i] = millis(api, last);
        }
        double one = median(page1);
        double other = median(page600);
        System.out.printf(Locale.ROOT, "%-40s %10.2f %10.2f %7.2f%n", name, one, other, other / one);
    }

    private static String next(Answer page) {
        return Arrays.stream(page.header("Link").split(", "))
                .filter(link -> link.endsWith("rel=\"next\""))
                .map(link -> link.substring(1, link.indexOf('>')))
                .findFirst()
                .orElseThrow();
    }

    private static double millis(Api api, String page) {
        long start = System.nanoTime();
        api.get(page).expect(200);
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
