package dev.xylem.api;

import java.util.Set;

/** Plug-in point: decides whether a request may go on. An exception counts as {@link Decision.Deny}. */
@FunctionalInterface
public interface AccessManager {
    Decision decide(ApiRequest request);

    /**
     * False when whatever the body holds would be denied, too: then nobody reads it.
     *
     * @param head the request without its body, which stands as lines that are still to be read, and without a query
     */
    default boolean mayAllow(ApiRequest head) {
        return true;
    }

    /** The query parameters that decisions depend on: they are known, though they mean nothing else. */
    default Set<String> parameters() {
        return Set.of();
    }
}
