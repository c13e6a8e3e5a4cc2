package dev.xylem;

import dev.xylem.config.AccessSettings;
import dev.xylem.config.MongoUri;
import dev.xylem.config.Settings;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one line on stdout that says where the server is reached and what stands behind it. */
final class ReadyLine {

    private ReadyLine() {}

    /** @param httpsPort 0 where nothing listens with TLS */
    static String of(
            String version, Settings settings, boolean reachable, int httpPort, int httpsPort, int managementPort) {
        return "Xylem %s ready on %s (store: %s, access: %s, management: %s)"
                .formatted(
                        version,
                        listeners(settings, httpPort, httpsPort),
                        reachable ? storeDescription(settings) : "unreachable",
                        access(settings.access()),
                        management(settings, managementPort));
    }

    private static String listeners(Settings settings, int httpPort, int httpsPort) {
        var plain = settings.http().enabled()
                ? Optional.of(url(settings.http().host(), httpPort))
                : Optional.<String>empty();
        var tls = settings.edge()
                .https()
                .map(https -> url(https.host(), httpsPort).replaceFirst("http", "https"));
        return Stream.of(plain, tls).flatMap(Optional::stream).collect(Collectors.joining(" and "));
    }

    private static String access(AccessSettings access) {
        return access.isOpen() ? "open" : "secured";
    }

    /** Where the data are, without credentials. */
    static String storeDescription(Settings settings) {
        var store = settings.embeddedStore();
        return settings.mongoUri()
                .map(MongoUri::hosts)
                .orElseGet(() -> store.isMemory() ? "memory" : "embedded " + shown(store.path()));
    }

    private static String shown(String path) {
        return path.startsWith("/") || path.startsWith(".") ? path : "./" + path;
    }

    private static String management(Settings settings, int port) {
        var management = settings.management();
        return management.enabled() ? url(management.host(), port) : "off";
    }

    private static String url(String host, int port) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
