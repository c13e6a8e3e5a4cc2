package dev.xylem.security;

import dev.xylem.api.AccessManager;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Decision;
import dev.xylem.api.Grant;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import org.jboss.logging.Logger;

/** Asks the access manager, and denies on doubt: an error in a policy never opens the door. */
public final class Authorizer {
    private static final Logger LOG = Logger.getLogger(Authorizer.class);

    private final AccessManager manager;

    public Authorizer(AccessManager manager) {
        this.manager = manager;
    }

    /** @throws ProblemException 403 for a known caller, 401 for a stranger */
    public Grant authorize(ApiRequest request) {
        return switch (decide(request)) {
            case Decision.Allow(Grant grant) -> grant;
            case Decision.Deny(String reason) -> {
                LOG.debugf("denied: %s", reason);
                throw request.caller().user() == null
                        ? Identifier.unauthenticated("Credentials are needed here.")
                        : Problem.of(ProblemType.FORBIDDEN, "No rule allows this request.")
                                .exception();
            }
        };
    }

    private Decision decide(ApiRequest request) {
        try {
            return manager.decide(request);
        } catch (RuntimeException e) {
            LOG.errorf(e, "the access manager failed; its answer counts as no");
            return new Decision.Deny("the access manager failed");
        }
    }
}
