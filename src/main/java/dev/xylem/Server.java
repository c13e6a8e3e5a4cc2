package dev.xylem;

import dev.xylem.config.Configuration;
import dev.xylem.http.Ports;
import dev.xylem.storage.Store;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** Says that the server is ready, and waits for its end. Quarkus runs it when all listeners are open. */
public final class Server implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(Server.class);

    private static volatile boolean serving;

    private final Configuration configuration;
    private final Ports ports;
    private final Store store;

    @Inject
    Server(Configuration configuration, Ports ports, Store store) {
        this.configuration = configuration;
        this.ports = ports;
        this.store = store;
    }

    /** True from the ready line on. */
    static boolean isServing() {
        return serving;
    }

    @Override
    public int run(String... args) {
        if (!configuration.withoutEffect().isEmpty()) {
            LOG.warnf("RESTHeart keys without effect here: %s", String.join(", ", configuration.withoutEffect()));
        }
        warnOfPlainCredentials();
        serving = true;
        var settings = configuration.settings();
        System.out.println(ReadyLine.of(
                Version.current(), settings, store.isReachable(), ports.http(), ports.https(), ports.management()));
        store.meet();
        Quarkus.waitForExit();
        return 0;
    }

    private void warnOfPlainCredentials() {
        var settings = configuration.settings();
        if (settings.sendsCredentialsInPlain()) {
            LOG.warnf(
                    "http-host %s is reached from elsewhere without TLS: passwords and tokens can be read on the way."
                            + " Use https-listener, or say behind-proxy: true where something in front speaks TLS.",
                    settings.http().host());
        }
        if (settings.access().isOpen() && settings.access().allowOpen()) {
            LOG.warn("allow-open: whoever reaches this server may read and change everything.");
        }
    }
}
