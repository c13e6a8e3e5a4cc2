package dev.xylem.http;

import dev.xylem.config.EdgeSettings.Https;
import dev.xylem.config.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.ext.web.Router;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The listener with TLS: 1.2 and 1.3 only, with forward secrecy and authenticated encryption (RFC 9325), HTTP/1.1 within. What it serves is
 * what the plain one serves.
 */
@Singleton
class TlsListener {
    private static final int IDLE_SECONDS = 60;
    private static final int START_SECONDS = 30;

    /** As for the plain listener: our own answers come first. */
    private static final int PARSER_FACTOR = 4;

    private static final Set<String> CIPHERS = Set.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private final Vertx vertx;
    private final Settings settings;
    private final AtomicInteger atWork = new AtomicInteger();
    private @Nullable HttpServer server;
    private @Nullable ServerCertificate certificate;

    @Inject
    TlsListener(Vertx vertx, Settings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** Listens where the settings want it; waits until it does. */
    void start(Router router) {
        Optional<Https> https = settings.edge().https();
        if (https.isPresent()) {
            certificate = ServerCertificate.of(settings);
            server = listen(https.get(), certificate, router);
        }
    }

    private HttpServer listen(Https https, ServerCertificate from, Router router) {
        HttpServer listening = vertx.createHttpServer(options(https, from)).requestHandler(request -> {
            count(request);
            router.handle(request);
        });
        try {
            return listening.listen().toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new TlsBindException(https, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpServerOptions options(Https https, ServerCertificate from) {
        var options = new HttpServerOptions()
                .setHost(https.host())
                .setPort(https.port())
                .setSsl(true)
                .setKeyCertOptions(KeyCertOptions.wrap(from.keyManager()))
                .setUseAlpn(false)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(PARSER_FACTOR * settings.limits().url())
                .setMaxHeaderSize(PARSER_FACTOR * settings.limits().header());
        PlainWebSockets.apply(options);
        CIPHERS.forEach(options::addEnabledCipherSuite);
        return options;
    }

    private void count(HttpServerRequest request) {
        atWork.incrementAndGet();
        var ended = new AtomicBoolean();
        request.response().endHandler(_ -> uncount(ended));
        request.connection().closeHandler(_ -> uncount(ended));
    }

    private void uncount(AtomicBoolean ended) {
        if (ended.compareAndSet(false, true)) {
            atWork.decrementAndGet();
        }
    }

    /** 0 where nothing listens. */
    int port() {
        return server == null ? 0 : server.actualPort();
    }

    /** Requests in flight finish within the shutdown timeout. */
    @PreDestroy
    void close() throws InterruptedException {
        if (certificate != null) {
            certificate.close();
        }
        if (server == null) {
            return;
        }
        long end = System.nanoTime() + settings.shutdownTimeout().toNanos();
        while (atWork.get() > 0 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        server.close();
    }
}
