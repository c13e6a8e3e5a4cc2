package dev.xylem.api;

import java.util.Optional;
import java.util.Set;

/** Plug-in point: decides whether a request may go on. An exception counts as {@link Decision.Deny}. */
@FunctionalInterface
public interface AccessManager {
    Decision decide(ApiRequest request);

    /**
     * The denial of a request that no body would make an allowed one: nobody reads that body then. Empty on doubt.
     *
     * @param head the request with {@link Body.Unread} as its body, so without all that only the body or the format of the answer tells
     */
    default Optional<Decision.Deny> denial(ApiRequest head) {
        return Optional.empty();
    }

    /** The query parameters that decisions depend on: they are known, though they mean nothing else. */
    default Set<String> parameters() {
        return Set.of();
    }
}
