package dev.xylem;

import dev.xylem.config.AccessSettings;
import dev.xylem.config.MongoUri;
import dev.xylem.config.Settings;

/** The one line on stdout that says where the server is reached and what stands behind it. */
final class ReadyLine {

    private ReadyLine() {}

    static String of(String version, Settings settings, boolean reachable, int httpPort, int managementPort) {
        return "Xylem %s ready on %s (store: %s, access: %s, management: %s)"
                .formatted(
                        version,
                        url(settings.http().host(), httpPort),
                        reachable ? storeDescription(settings) : "unreachable",
                        access(settings.access()),
                        management(settings, managementPort));
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
