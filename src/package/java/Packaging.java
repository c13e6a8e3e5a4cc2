import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Scanner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Completes the folder that Quarkus packaged, its first argument: adds the start script, and the AOT cache (JEP 483, 514 and 515) of the JVM
 * that is the second argument, or of the one that runs this.
 * For that it starts the server once, does with it what its users do, and the JVM writes down which classes that took, and which methods
 * were hot. A JVM takes the cache only when it is the same JVM with the same JARs; otherwise it starts without, only slower.
 */
final class Packaging {
    private static final int ROUNDS = 150;

    private static final String SETTINGS = """
            http-port: 0
            management: {port: 0}
            embedded-store: {path: "memory:"}
            idm: {implementation-class: file, conf-file: security.yml}
            access-manager: {implementation-class: file, conf-file: security.yml}
            """;

    private static final String SECURITY = """
            users:
              - userid: trainer
                password: training
                roles: [trainer]
            permissions:
              - roles: [trainer]
                predicate: path-prefix["/db"] or path["/"]
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;

    private Packaging(URI base) {
        this.base = base;
    }

    public static void main(String[] arguments) throws Exception {
        // The JVM knows the JARs again in another place only when it saw them by absolute paths.
        Path app = Path.of(arguments[0]).toAbsolutePath().normalize();
        String java = arguments.length > 1 ? arguments[1] : System.getProperty("java.home");
        addStartScript(app);
        Path folder = Files.createTempDirectory("xylem-training");
        try {
            train(app, java, folder);
        } finally {
            for (String name : List.of("xylem.yml", "security.yml", "log", "")) {
                Files.deleteIfExists(folder.resolve(name));
            }
        }
        System.out.println("AOT cache: " + (Files.size(cache(app)) >> 20) + " MiB");
    }

    private static void addStartScript(Path app) throws IOException {
        Path script = app.resolve("bin/xylem");
        Files.createDirectories(script.getParent());
        Files.copy(Path.of("src/package/sh/xylem"), script, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void train(Path app, String java, Path folder) throws Exception {
        Files.writeString(folder.resolve("xylem.yml"), SETTINGS);
        Files.writeString(folder.resolve("security.yml"), SECURITY);
        Process server = start(app, java, folder);
        try {
            new Packaging(awaitReady(server, folder.resolve("log"))).exercise();
        } finally {
            server.destroy();
            server.waitFor();
        }
        if (!Files.exists(cache(app))) {
            throw new IllegalStateException("the JVM made no AOT cache");
        }
    }

    private static Path cache(Path app) {
        return app.resolve("xylem.aot");
    }

    private static Process start(Path app, String java, Path folder) throws IOException {
        Files.deleteIfExists(cache(app));
        var command = new ProcessBuilder(app.resolve("bin/xylem").toString(), "xylem.yml")
                .directory(folder.toFile())
                .redirectError(folder.resolve("log").toFile());
        command.environment().keySet().removeIf(name -> name.startsWith("XYLEM_"));
        command.environment().put("JAVA_HOME", java);
        command.environment().put("JAVA_OPTS", "-XX:AOTCacheOutput=" + cache(app));
        return command.start();
    }

    /** Its first line tells where it is. */
    private static URI awaitReady(Process server, Path log) throws IOException {
        var lines = new Scanner(server.getInputStream(), StandardCharsets.UTF_8);
        Matcher ready = Pattern.compile(" ready on (http://\\S+)").matcher(lines.hasNextLine() ? lines.nextLine() : "");
        if (!ready.find()) {
            throw new IllegalStateException("the server did not get ready:\n" + Files.readString(log));
        }
        Thread.ofVirtual().start(() -> lines.forEachRemaining(_ -> {}));
        return URI.create(ready.group(1));
    }

    private void exercise() throws Exception {
        send("PUT", "/db", "");
        send("PUT", "/db/coll", "");
        send("PUT", "/db/coll/_indexes/n", "{\"keys\": {\"n\": 1}}");
        for (int round = 0; round < ROUNDS; round++) {
            String document = "/db/coll/" + round;
            String fields = "{\"n\": " + round + ", \"name\": \"number\", \"tags\": [\"a\", 2.5, null, {\"b\": true}]}";
            send("PUT", document, fields);
            send("POST", "/db/coll", fields);
            send("PATCH", document, "{\"$inc\": {\"n\": 1}, \"seen\": {\"$date\": \"2026-01-01T00:00:00Z\"}}");
            send("GET", document, "");
            send("GET", "/db/coll?filter={\"n\":{\"$gt\":5}}&sort={\"n\":1}&pagesize=20&count=true", "");
            send("GET", "/db/coll?rep=s", "");
            send("GET", "/db/coll/missing", "");
            send("DELETE", document, "");
        }
        send("POST", "/db/coll", "[{\"n\": 1}, {\"n\": 2}]");
        send("GET", "/", "");
        send("GET", "/db", "");
    }

    private void send(String method, String target, String body) throws Exception {
        String credentials = Base64.getEncoder().encodeToString("trainer:training".getBytes(StandardCharsets.UTF_8));
        String escaped = target.replace("{", "%7B").replace("}", "%7D").replace("\"", "%22");
        var request = HttpRequest.newBuilder(base.resolve(escaped))
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status >= 400 && status != 404) {
            throw new IllegalStateException(method + " " + target + " was answered with " + status);
        }
    }
}
