package dev.xylem.security.policy;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Caller;
import org.jspecify.annotations.Nullable;

/** Makes the request that a caller would send, as if it had come over the wire: for tests and explanations of policies. */
@FunctionalInterface
public interface RequestSketch {
    /**
     * @param target path and query as sent
     * @param body JSON; null for none
     * @throws dev.xylem.api.ProblemException when no policy would be asked, since the request is malformed
     */
    ApiRequest of(Caller caller, String method, String target, @Nullable String body);
}
