package dev.xylem.api;

/** Plug-in point: decides whether a request may go on. An exception counts as {@link Decision.Deny}. */
@FunctionalInterface
public interface AccessManager {
    Decision decide(ApiRequest request);
}
