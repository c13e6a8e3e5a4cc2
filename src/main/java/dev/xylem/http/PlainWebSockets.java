package dev.xylem.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/** WebSockets without compression, which multiplies what a client can make the server keep. */
@Singleton
class PlainWebSockets implements HttpServerOptionsCustomizer {
    private static final int LARGEST_FRAME = 64 << 10;
    private static final int LARGEST_MESSAGE = 256 << 10;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        apply(options);
    }

    static HttpServerOptions apply(HttpServerOptions options) {
        return options.setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(LARGEST_FRAME)
                .setMaxWebSocketMessageSize(LARGEST_MESSAGE);
    }
}
