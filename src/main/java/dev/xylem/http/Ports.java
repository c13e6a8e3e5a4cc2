package dev.xylem.http;

import io.quarkus.value.registry.ValueRegistry;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The ports that the listeners really have, also where the settings say 0. Known once the server is up. */
@Singleton
public class Ports {

    private final ValueRegistry registry;

    @Inject
    Ports(ValueRegistry registry) {
        this.registry = registry;
    }

    public int http() {
        return registry.getOrDefault(HttpServer.HTTP_PORT, 0);
    }

    /** 0 when nothing listens. */
    public int management() {
        return registry.getOrDefault(HttpServer.MANAGEMENT_PORT, 0);
    }
}
