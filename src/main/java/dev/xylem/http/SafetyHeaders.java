package dev.xylem.http;

import static io.vertx.core.http.HttpHeaders.createOptimized;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Headers that keep browsers and caches from doing more with an answer than showing it to who asked (OWASP ASVS 5.0, chapter 3.4). What is
 * served is data: a browser that is led to it runs nothing of it.
 */
final class SafetyHeaders {
    private static final CharSequence AUTHORIZATION = createOptimized("Authorization");
    private static final CharSequence VARY = createOptimized("Vary");
    private static final CharSequence CACHE_CONTROL = createOptimized("Cache-Control");
    private static final CharSequence TYPE_OPTIONS = createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = createOptimized("nosniff");
    private static final CharSequence POLICY = createOptimized("Content-Security-Policy");
    private static final CharSequence NOTHING = createOptimized("default-src 'none'; frame-ancestors 'none'; sandbox");
    private static final CharSequence REFERRER_POLICY = createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = createOptimized("no-referrer");
    private static final CharSequence RESOURCE_POLICY = createOptimized("Cross-Origin-Resource-Policy");
    private static final CharSequence SAME_ORIGIN = createOptimized("same-origin");
    private static final CharSequence NO_STORE = createOptimized("no-store");
    private static final CharSequence TRANSPORT_SECURITY = createOptimized("Strict-Transport-Security");
    private static final CharSequence YEAR = createOptimized("max-age=31536000");

    private SafetyHeaders() {}

    static void addTo(HttpServerRequest request, HttpServerResponse response) {
        response.headers()
                .set(TYPE_OPTIONS, NOSNIFF)
                .set(POLICY, NOTHING)
                .set(REFERRER_POLICY, NO_REFERRER)
                .set(RESOURCE_POLICY, SAME_ORIGIN)
                .add(VARY, AUTHORIZATION);
        if (request.headers().contains(AUTHORIZATION)) {
            response.headers().set(CACHE_CONTROL, NO_STORE);
        }
        if (request.isSSL()) {
            response.headers().set(TRANSPORT_SECURITY, YEAR);
        }
    }
}
