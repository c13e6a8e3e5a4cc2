package dev.xylem.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Starts what is measured, with what it has by default but for ports, store and users. */
final class Servers {
    private static final Pattern URL = Pattern.compile("http://[0-9.]+:\\d+");
    private static final int RULES = 100;
    private static final int PATIENCE = 600;

    private final Path folder;
    private final String store;
    private final Credentials credentials;

    /** @param folder for configuration and logs */
    Servers(Path folder, String store, Credentials credentials) {
        this.folder = folder;
        this.store = store;
        this.credentials = credentials;
    }

    Candidate driver(String deepId) {
        Child child = Child.java(
                true,
                folder,
                List.of("-cp", System.getProperty("java.class.path"), DriverMain.class.getName(), store, deepId));
        child.awaitLine("ready");
        return new Candidate(Candidate.Kind.DRIVER, child, URI.create("http://no.server.invalid"), credentials);
    }

    Candidate xylem() {
        return xylem(Candidate.Kind.XYLEM, "");
    }

    Candidate xylemBasic() {
        write("security.yml", users() + permissions("path-prefix[\"/\"]", i -> "collection[\"other/coll" + i + "\"]"));
        return xylem(
                Candidate.Kind.XYLEM_BASIC,
                """
                idm: {implementation-class: file, conf-file: security.yml}
                access-manager: {implementation-class: file, conf-file: security.yml}
                jwt: {issuer: %1$s, audience: %1$s, algorithms: [HS256], key: %2$s}
                """
                        .formatted(Credentials.ISSUER, credentials.key()));
    }

    private Candidate xylem(Candidate.Kind kind, String security) {
        Path configuration = write(kind.name() + ".yml", security + "mongo-uri: " + store + "\n");
        Child child = Child.java(
                true,
                folder,
                List.of("-jar", System.getProperty("xylem.app") + "/quarkus-run.jar", configuration.toString(), "--http-port=0", "--management.port=0"));
        Matcher url = URL.matcher(child.awaitLine("http://"));
        if (!url.find()) {
            throw new IllegalStateException("no URL in the ready line");
        }
        return new Candidate(kind, child, URI.create(url.group()), credentials);
    }

    /** @param jars the folder of its libraries */
    Candidate restheart(Path jars) {
        write("peer-security.yml", users() + permissions("path-prefix[path=\"/\"]", i -> "path-prefix[path=\"/other/coll" + i + "\"]"));
        int port = freePort();
        Path configuration = write(
                "peer.yml",
                """
                https-listener: false
                http-listener: true
                http-host: 127.0.0.1
                http-port: %d
                mongo-uri: %s
                mongo-mounts:
                    - what: "*"
                      where: /
                idm:
                    implementation-class: org.restheart.security.impl.SimpleFileIdentityManager
                    conf-file: %s
                access-manager:
                    implementation-class: org.restheart.security.impl.SimpleAccessManager
                    conf-file: %3$s
                default-representation-format: HAL
                requests-log-level: 1
                ansi-console: false
                connection-options:
                    ALWAYS_SET_DATE: true
                """
                        .formatted(port, store, folder.resolve("peer-security.yml")));
        Child child = Child.java(
                false, folder, List.of("-cp", jars + "/*", "org.restheart.Bootstrapper", configuration.toString()));
        URI base = URI.create("http://127.0.0.1:" + port);
        await(child, base);
        return new Candidate(Candidate.Kind.RESTHEART, child, base, credentials);
    }

    private String users() {
        return """
                users:
                  - {userid: %1$s, password: "%3$s", roles: [%1$s]}
                  - {userid: %2$s, password: "%3$s", roles: [%2$s]}
                """
                .formatted(Credentials.USUAL, Credentials.HUNDRED_RULES, credentials.password());
    }

    /** One user has one rule that allows everything; for the other one 99 that don't match stand before it. */
    private static String permissions(String all, java.util.function.IntFunction<String> other) {
        return "permissions:\n"
                + rule(Credentials.USUAL, all)
                + IntStream.range(1, RULES)
                        .mapToObj(i -> rule(Credentials.HUNDRED_RULES, other.apply(i)))
                        .collect(Collectors.joining())
                + rule(Credentials.HUNDRED_RULES, all);
    }

    private static String rule(String role, String predicate) {
        return "  - {role: " + role + ", predicate: '" + predicate + "'}\n";
    }

    private void await(Child child, URI base) {
        var request = HttpRequest.newBuilder(base)
                .header("Authorization", credentials.of(Caller.USUAL))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < PATIENCE && child.isAlive(); i++) {
                if (answers(client, request)) {
                    return;
                }
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        child.close();
        throw new IllegalStateException("the peer does not answer; run with --logs and look into target/bench");
    }

    private static boolean answers(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
