package dev.xylem.config;

import dev.xylem.config.JwtSettings.KeySource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads {@code jwt}. */
final class JwtReader {

    private static final List<String> ALGORITHMS = List.of(
            "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "HS256", "HS384",
            "HS512");

    private JwtReader() {}

    /** Empty when the section says nothing; half of it is a fault. */
    static Optional<JwtSettings> read(Values values) {
        var text = Kind.text("text");
        Optional<String> issuer = values.find("issuer", text);
        List<String> audience = values.words("audience", text);
        List<String> algorithms = values.words("algorithms", algorithm());
        List<KeySource> keys = keys(values);
        String user = values.get("user-claim", text, "sub");
        String roles = values.get("roles-claim", text, "roles");
        Duration leeway = values.get("leeway", Kind.time(Duration.ZERO, Duration.ofMinutes(5)), Duration.ofSeconds(30));
        Duration validity = values.get(
                "max-validity", Kind.time(Duration.ofMinutes(1), Duration.ofHours(87_600)), Duration.ofHours(24));
        if (issuer.isEmpty() && audience.isEmpty() && algorithms.isEmpty() && keys.isEmpty()) {
            return Optional.empty();
        }
        check(values, audience, algorithms, keys);
        return keys.stream()
                .findFirst()
                .map(key -> new JwtSettings(issuer, audience, algorithms, key, user, roles, leeway, validity));
    }

    private static Kind<String> algorithm() {
        return Kind.custom(
                String.join(", ", ALGORITHMS),
                text -> Optional.of(text).filter(ALGORITHMS::contains),
                Function.identity());
    }

    private static List<KeySource> keys(Values values) {
        Optional<KeySource> key = values.find(
                        "key", Kind.secret("a secret of at least 32 bytes, or a public key as PEM"))
                .map(secret -> new KeySource.Text(secret.value()));
        Optional<KeySource> file = values.find("key-file", Kind.text("a file, absolute or relative to this one"))
                .map(text -> new KeySource.InFile(existing(values, text)));
        Optional<KeySource> remote = values.find("jwks-uri", uri()).map(KeySource.Remote::new);
        return Stream.of(key, file, remote).flatMap(Optional::stream).toList();
    }

    private static Path existing(Values values, String text) {
        Path file = values.file("key-file", text);
        if (!Files.isRegularFile(file)) {
            values.fault(
                    values.origin("key-file"),
                    "key-file",
                    "expected a file that exists, found " + EffectiveYaml.quoted(file.toString()));
        }
        return file;
    }

    /** Keys that travel in clear text could be anybody's. */
    private static Kind<URI> uri() {
        return Kind.custom(
                "an https:// address (http:// on loopback only)",
                text -> {
                    try {
                        URI uri = URI.create(text);
                        boolean loopback = uri.getHost() != null && Hosts.isLoopback(uri.getHost());
                        boolean fit = ("https".equals(uri.getScheme()) && uri.getHost() != null)
                                || ("http".equals(uri.getScheme()) && loopback);
                        return Optional.of(uri).filter(_ -> fit && uri.getUserInfo() == null);
                    } catch (IllegalArgumentException e) {
                        return Optional.empty();
                    }
                },
                URI::toString);
    }

    private static void check(Values values, List<String> audience, List<String> algorithms, List<KeySource> keys) {
        if (audience.isEmpty()) {
            missing(
                    values,
                    "audience",
                    "the name that this server has for the issuer: tokens for others are refused by it");
        }
        if (algorithms.isEmpty()) {
            missing(values, "algorithms", "a list of " + algorithm().expected());
        }
        if (keys.size() != 1) {
            fault(
                    values,
                    "key",
                    "expected one of key, key-file and jwks-uri, found " + (keys.isEmpty() ? "none" : "several"));
        }
        long symmetric =
                algorithms.stream().filter(name -> name.startsWith("HS")).count();
        if (symmetric > 0 && symmetric < algorithms.size()) {
            fault(
                    values,
                    "algorithms",
                    "expected HS algorithms alone or none of them: a public key must not become a secret");
        }
        if (symmetric > 0 && keys.stream().anyMatch(KeySource.Remote.class::isInstance)) {
            fault(values, "jwks-uri", "expected no HS algorithm: a key set is public");
        }
    }

    private static void missing(Values values, String name, String expected) {
        if (values.origin(name).equals(Origin.DEFAULT)) {
            fault(values, name, "missing; expected " + expected);
        }
    }

    private static void fault(Values values, String name, String text) {
        values.fault(values.origin(name), name, text);
    }
}
