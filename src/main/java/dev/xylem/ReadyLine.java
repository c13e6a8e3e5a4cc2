package dev.xylem;

import dev.xylem.config.MongoUri;
import dev.xylem.config.Settings;
import dev.xylem.http.Ports;

/** The one line on stdout that says where the server is reached and what stands behind it. */
final class ReadyLine {

    private ReadyLine() {}

    /** @param reachable whether the store answers: an unreachable one stops nothing, but is said */
    static String of(String version, Settings settings, Ports ports, boolean reachable) {
        return "Xylem %s ready on %s (store: %s, access: open, management: %s)"
                .formatted(
                        version,
                        url(settings.http().host(), ports.http()),
                        reachable ? storeDescription(settings) : "unreachable",
                        management(settings, ports));
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

    private static String management(Settings settings, Ports ports) {
        var management = settings.management();
        return management.enabled() ? url(management.host(), ports.management()) : "off";
    }

    private static String url(String host, int port) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
