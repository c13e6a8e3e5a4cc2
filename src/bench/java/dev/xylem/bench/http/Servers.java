package dev.xylem.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Starts what is measured, with what it has by default but for ports, store and users. */
final class Servers {
    private static final Pattern URL = Pattern.compile("http://[0-9.]+:\\d+");

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
        Child child = Child.ours(folder, DriverMain.class, store, deepId);
        child.awaitLine("ready");
        return new Candidate(Candidate.Kind.DRIVER, child, URI.create("http://no.server.invalid"), credentials);
    }

    String uri() {
        return store;
    }

    Candidate xylem() {
        return xylem("", store);
    }

    /**
     * @param javaOptions what its start script gives to the JVM beside its own
     * @param uri empty for a store of its own, in memory
     */
    Candidate xylem(String javaOptions, String uri) {
        String where = uri.isEmpty() ? "embedded-store: {path: \"memory:\"}" : "mongo-uri: " + uri;
        return xylem(javaOptions, Candidate.Kind.XYLEM, where + "\n");
    }

    Candidate xylemBasic() {
        write("security.yml", users() + permissions("path-prefix[\"/\"]", i -> "collection[\"other/coll" + i + "\"]"));
        return xylem(
                "",
                Candidate.Kind.XYLEM_BASIC,
                """
                mongo-uri: %3$s
                idm: {implementation-class: file, conf-file: security.yml}
                access-manager: {implementation-class: file, conf-file: security.yml}
                jwt: {issuer: %1$s, audience: %1$s, algorithms: [HS256], key: %2$s}
                """
                        .formatted(Credentials.ISSUER, credentials.key(), store));
    }

    private Candidate xylem(String javaOptions, Candidate.Kind kind, String configuration) {
        Path file = write(kind.name() + ".yml", configuration);
        String program = Path.of(System.getProperty("xylem.app"), "bin", "xylem").toString();
        Child child = Child.start(
                true,
                folder,
                List.of(program, file.toString(), "--http-port=0", "--management.port=0"),
                Map.of("JAVA_OPTS", javaOptions));
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
        var candidate = new Candidate(Candidate.Kind.RESTHEART, child, base, credentials);
        candidate.awaitAnswer();
        return candidate;
    }

    private String users() {
        return "users:\n"
                + Caller.users().stream()
                        .map(caller -> "  - {userid: %1$s, password: \"%2$s\", roles: [%1$s]}\n"
                                .formatted(caller.id(), credentials.password()))
                        .collect(Collectors.joining());
    }

    private static String permissions(String all, IntFunction<String> other) {
        return "permissions:\n"
                + Caller.users().stream()
                        .flatMap(caller -> Stream.concat(
                                IntStream.range(1, caller.rules).mapToObj(i -> rule(caller, other.apply(i))),
                                Stream.of(rule(caller, all))))
                        .collect(Collectors.joining());
    }

    private static String rule(Caller caller, String predicate) {
        return "  - {role: " + caller.id() + ", predicate: '" + predicate + "'}\n";
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
