package dev.xylem.http;

import dev.xylem.api.ApiResponse;
import dev.xylem.api.ApiResponse.Content;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.config.EdgeSettings;
import dev.xylem.request.Watching;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which pages of other origins may call, and read what they are answered (the <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">Fetch standard</a>). */
final class Cors {
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, QUERY, OPTIONS";
    private static final String HEADERS =
            "Accept, Accept-Encoding, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, No-Auth-Challenge, Prefer, traceparent, tracestate, X-Request-Id, X-Requested-With";
    private static final String EXPOSED =
            "Allow, Auth-Token, Auth-Token-Location, Auth-Token-Valid-Until, ETag, Link, Location, Preference-Applied, Retry-After, X-Request-Id, X-Total-Count, X-Total-Count-Capped, Xylem-Next, Xylem-Prev, Xylem-Slow-Query, Xylem-Warning";
    private static final String SECONDS_KEPT = "600";

    private final EdgeSettings.Cors settings;

    Cors(EdgeSettings.Cors settings) {
        this.settings = settings;
    }

    /** The answer to a browser that asks whether it may ask; empty for every other request. */
    Optional<ApiResponse> preflight(HttpServerRequest request) {
        boolean asks = request.method().name().equals("OPTIONS")
                && request.getHeader("Origin") != null
                && request.getHeader("Access-Control-Request-Method") != null;
        if (!asks) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (allowed(request.getHeader("Origin")) != null) {
            headers.put("Access-Control-Allow-Methods", METHODS);
            headers.put("Access-Control-Allow-Headers", HEADERS);
            headers.put("Access-Control-Max-Age", SECONDS_KEPT);
        }
        return Optional.of(new ApiResponse(204, headers, Content.EMPTY));
    }

    /**
     * A browser sends some requests to any server without asking, with what it keeps of the user; those that change something are told
     * by a body of which the page does not say what it is.
     *
     * @throws dev.xylem.api.ProblemException 415
     */
    void refuseUndeclaredBody(HttpServerRequest request, boolean hasBody) {
        if (hasBody && request.getHeader("Origin") != null && request.getHeader("Content-Type") == null) {
            throw Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "A body that a page sends needs its type: add the header Content-Type: application/json.")
                    .exception();
        }
    }

    /**
     * A browser lets any page open a WebSocket, and sends along what it knows of the user; so the server looks at who asks. A page can't send
     * an Authorization header there, so that one from another origin is the browser's own doing.
     *
     * @throws dev.xylem.api.ProblemException 403
     */
    void refuseForeignSocket(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null || !Watching.isUpgrade(request.getHeader("Upgrade")) || isOwn(origin, request)) {
            return;
        }
        boolean named = settings.origins().contains(origin);
        boolean any = settings.isForAll() && request.getHeader("Authorization") == null;
        if (!named && !any) {
            throw Problem.of(
                            ProblemType.ORIGIN_REFUSED,
                            "Pages of this origin may not open WebSockets here, or not with the browser's own credentials (cors.origins).")
                    .exception();
        }
    }

    private static boolean isOwn(String origin, HttpServerRequest request) {
        String host = request.getHeader("Host");
        return host != null && origin.equalsIgnoreCase((request.isSSL() ? "https://" : "http://") + host);
    }

    /** On every answer. */
    void addTo(HttpServerRequest request, HttpServerResponse response) {
        if (!settings.isForAll()) {
            response.headers().add("Vary", "Origin");
        }
        String allowed = allowed(request.getHeader("Origin"));
        if (allowed != null) {
            response.putHeader("Access-Control-Allow-Origin", allowed);
            response.putHeader("Access-Control-Expose-Headers", EXPOSED);
            if (settings.credentials()) {
                response.putHeader("Access-Control-Allow-Credentials", "true");
            }
        }
    }

    private @Nullable String allowed(@Nullable String origin) {
        if (origin == null) {
            return null;
        }
        if (settings.isForAll()) {
            return "*";
        }
        return settings.origins().contains(origin) ? origin : null;
    }
}
