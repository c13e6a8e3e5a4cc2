package dev.xylem.http;

import dev.xylem.config.Settings;
import io.quarkus.value.registry.ValueRegistry;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The ports that the listeners really have, also where the settings say 0. Known once the server is up. */
@Singleton
public class Ports {

    private final ValueRegistry registry;
    private final Settings settings;

    private final TlsListener tls;

    @Inject
    Ports(ValueRegistry registry, Settings settings, TlsListener tls) {
        this.tls = tls;
        this.registry = registry;
        this.settings = settings;
    }

    public int http() {
        return !settings.http().enabled()
                ? 0
                : registry.getOrDefault(HttpServer.HTTP_PORT, settings.http().port());
    }

    public int https() {
        return tls.port();
    }

    /** Quarkus tells it only where it differs from the settings. */
    public int management() {
        return registry.getOrDefault(
                HttpServer.MANAGEMENT_PORT, settings.management().port());
    }
}
