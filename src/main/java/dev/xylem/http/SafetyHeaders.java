package dev.xylem.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Headers that keep browsers and caches from doing more with an answer than showing it to who asked (OWASP ASVS 5.0, chapter 3.4). What is
 * served is data: a browser that is led to it runs nothing of it.
 */
final class SafetyHeaders {
    private static final CharSequence YEAR = "max-age=31536000";

    private SafetyHeaders() {}

    static void addTo(HttpServerRequest request, HttpServerResponse response) {
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
        response.putHeader("Referrer-Policy", "no-referrer");
        response.putHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.headers().add("Vary", "Authorization");
        if (request.headers().contains("Authorization")) {
            response.putHeader("Cache-Control", "no-store");
        }
        if (request.isSSL()) {
            response.putHeader("Strict-Transport-Security", YEAR);
        }
    }
}
