package dev.xylem.http;

import dev.xylem.config.Settings;
import io.quarkus.value.registry.ValueRegistry;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The ports that the listeners really have, also where the settings say 0. Known once the server is up. */
@Singleton
public class Ports {

    private final Settings settings;
    private final ValueRegistry registry;

    @Inject
    Ports(Settings settings, ValueRegistry registry) {
        this.settings = settings;
        this.registry = registry;
    }

    public int http() {
        int port = settings.http().port();
        return port == 0 ? registry.getOrDefault(HttpServer.HTTP_PORT, 0) : port;
    }

    /** Quarkus tells this one only where it chose it itself. 0 when nothing listens. */
    public int management() {
        int port = settings.management().port();
        return port == 0 ? registry.getOrDefault(HttpServer.MANAGEMENT_PORT, 0) : port;
    }
}
