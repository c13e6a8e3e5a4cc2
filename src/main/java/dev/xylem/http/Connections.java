package dev.xylem.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/** Ends connections. */
final class Connections {
    private Connections() {}

    /** Now: whatever the client has not read yet it never will. Vert.x' own way waits until it has. */
    static void cut(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            var _ = connection.channel().close();
        } else {
            request.connection().close();
        }
    }
}
