package dev.xylem.api;

import java.util.Set;

/** Plug-in point: decides whether a request may go on. An exception counts as {@link Decision.Deny}. */
@FunctionalInterface
public interface AccessManager {
    Decision decide(ApiRequest request);

    /** The query parameters that decisions depend on: they are known, though they mean nothing else. */
    default Set<String> parameters() {
        return Set.of();
    }
}
