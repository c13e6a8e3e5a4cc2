package dev.xylem.config;

import dev.xylem.config.EdgeSettings.Cors;
import dev.xylem.config.EdgeSettings.Https;
import dev.xylem.config.EdgeSettings.Keystore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what concerns TLS, CORS and proxies. */
final class EdgeReader {
    private static final Pattern ORIGIN =
            Pattern.compile("https?://(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?");

    private EdgeReader() {}

    static EdgeSettings read(Values values) {
        return new EdgeSettings(
                https(values),
                cors(values.group("cors")),
                values.get("behind-proxy", Kind.flag(), false),
                values.texts(
                        "trusted-proxies",
                        "a list of addresses and ranges such as [10.0.0.0/8, \"::1\"]",
                        List.of(),
                        AddressRange::parse,
                        AddressRange::toString));
    }

    private static Optional<Https> https(Values values) {
        boolean enabled = values.get("https-listener", Kind.flag(), false);
        String host = values.get("https-host", Kind.host(), "127.0.0.1");
        int port = values.get("https-port", Kind.port(), 4443);
        Optional<Keystore> own = keystore(values);
        return enabled ? Optional.of(new Https(host, port, own)) : Optional.empty();
    }

    /** An own keystore counts where the embedded one is not asked for, or is not named at all. */
    private static Optional<Keystore> keystore(Values values) {
        boolean embedded = values.get("use-embedded-keystore", Kind.flag(), true);
        Optional<Path> file = values.find("keystore-file", Kind.text("a PKCS#12, JKS or PEM file"))
                .map(text -> values.file("keystore-file", text));
        Secret password =
                values.find("keystore-password", Kind.secret("a password")).orElse(new Secret(""));
        Secret key = values.find("certpassword", Kind.secret("a password")).orElse(password);
        boolean insists = !values.origin("use-embedded-keystore").equals(Origin.DEFAULT);
        if (embedded && (insists || file.isEmpty())) {
            return Optional.empty();
        }
        if (file.isEmpty()) {
            values.fault(
                    values.origin("use-embedded-keystore"),
                    "keystore-file",
                    "missing; without the embedded keystore one of your own is needed");
            return Optional.empty();
        }
        file.filter(path -> !Files.isRegularFile(path))
                .ifPresent(path -> values.fault(
                        values.origin("keystore-file"),
                        "keystore-file",
                        "expected a file that exists, found " + EffectiveYaml.quoted(path.toString())));
        return file.map(path -> new Keystore(path, password, key));
    }

    private static Cors cors(Values values) {
        List<String> origins = values.texts(
                "origins",
                "a list of origins such as [https://app.example.com], or [\"*\"]",
                List.of("*"),
                EdgeReader::origin,
                Function.identity());
        boolean credentials = values.get("credentials", Kind.flag(), false);
        if (origins.contains("*") && origins.size() > 1) {
            values.fault(values.origin("origins"), "origins", "expected \"*\" alone or a list of origins, found both");
        } else if (credentials && origins.contains("*")) {
            values.fault(
                    values.origin("credentials"),
                    "credentials",
                    "expected false, since origins is \"*\": any page could act for its visitors. Name the origins that may");
        }
        return new Cors(origins, credentials);
    }

    private static Optional<String> origin(String text) {
        return text.equals("*") || ORIGIN.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
}
