package dev.xylem.broken.plan;

import io.vertx.core.http.HttpServerRequest;

/** Web types belong into http. */
public record KnowsTheWeb(HttpServerRequest request) {}
