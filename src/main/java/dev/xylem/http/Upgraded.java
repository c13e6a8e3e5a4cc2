package dev.xylem.http;

import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.core.http.HttpServerRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A request that became a WebSocket. Quarkus counts it among those in flight for ever, since it never gets an answer, and would wait for it when
 * the server stops; its own way to say that a request is done is not open to others.
 */
final class Upgraded {
    private static final Logger LOG = Logger.getLogger(Upgraded.class);
    private static final @Nullable MethodHandle DONE = find();

    private Upgraded() {}

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.privateLookupIn(QuarkusRequestWrapper.class, MethodHandles.lookup())
                    .findVirtual(QuarkusRequestWrapper.class, "done", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException e) {
            LOG.warn("a server with open WebSockets will wait for shutdown-timeout when it is stopped", e);
            return null;
        }
    }

    /** It is not in flight any more. Of the listener with TLS, which counts connections, there is nothing to say. */
    static void finish(HttpServerRequest request) {
        MethodHandle done = DONE;
        if (done != null
                && request.getCookie(QuarkusRequestWrapper.FAKE_COOKIE_NAME)
                        instanceof QuarkusRequestWrapper.QuarkusCookie cookie) {
            try {
                done.invoke(cookie.getRequestWrapper());
            } catch (Throwable e) {
                LOG.debug("not done", e);
            }
        }
    }
}
