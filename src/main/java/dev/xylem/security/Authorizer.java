package dev.xylem.security;

import dev.xylem.api.AccessManager;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Caller;
import dev.xylem.api.Decision;
import dev.xylem.api.Grant;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Resource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks the access manager, and denies on doubt: an error in a policy never opens the door. */
public final class Authorizer {
    private static final Logger LOG = Logger.getLogger(Authorizer.class);

    private final AccessManager manager;
    private final Challenge challenge;
    private final Audit audit;

    Authorizer(AccessManager manager, Challenge challenge, Audit audit) {
        this.manager = manager;
        this.challenge = challenge;
        this.audit = audit;
    }

    /**
     * What the caller may do with it.
     *
     * @param requestId for the audit log
     * @throws ProblemException 403 for a known caller, 401 for a stranger
     */
    public Grant authorize(ApiRequest request, String requestId) {
        return switch (decide(request)) {
            case Decision.Allow(Grant grant) -> {
                audit.granted(request, grant, requestId);
                yield reaching(request, grant);
            }
            case Decision.Deny deny -> {
                audit.denied(request, deny, requestId);
                throw refusal(request);
            }
        };
    }

    /** 401: the caller could not come in any more. */
    public ProblemException withdrawn() {
        return Problem.of(
                        ProblemType.UNAUTHENTICATED,
                        "The credentials that this was opened with were changed or withdrawn, or have ended.")
                .exception();
    }

    /**
     * Asked before the body of a request is read, so that nobody makes the server read what it denies anyway.
     *
     * @param head the request with {@link dev.xylem.api.Body.Unread}
     * @throws ProblemException as {@link #authorize} would throw, whatever the body held
     */
    public void admit(ApiRequest head, String requestId) {
        denial(head).ifPresent(deny -> {
            audit.denied(head, deny, requestId);
            throw refusal(head);
        });
    }

    /** What everyone may ask about itself takes no body. */
    private Optional<Decision.Deny> denial(ApiRequest head) {
        if (ownRoute(head).isPresent()) {
            return Optional.empty();
        }
        try {
            return manager.denial(head);
        } catch (RuntimeException e) {
            return Optional.of(failed(e));
        }
    }

    private ProblemException refusal(ApiRequest request) {
        return request.caller().user() == null
                ? challenge.missing(request.exchange())
                : Problem.of(ProblemType.FORBIDDEN, "No rule allows this request.")
                        .exception();
    }

    private Grant reaching(ApiRequest request, Grant grant) {
        return isOpen() ? grant : grant.reaching(namespace -> reading(request, namespace));
    }

    private boolean isOpen() {
        return manager instanceof OpenAccess;
    }

    /** As if the caller read the other collection by itself. */
    private Optional<Grant> reading(ApiRequest request, Namespace namespace) {
        return OtherReads.of(request, namespace)
                .map(this::decide)
                .flatMap(decision -> decision instanceof Decision.Allow allowed
                        ? Optional.of(reaching(request, allowed.grant()))
                        : Optional.empty());
    }

    private Decision decide(ApiRequest request) {
        return ownRoute(request).orElseGet(() -> ask(request));
    }

    /** What everyone may ask about itself needs no rule, and no rule can open it to others. */
    private Optional<Decision> ownRoute(ApiRequest request) {
        return switch (request.resource()) {
            case Resource.Roles(String user) -> Optional.of(own(user, request.caller()));
            case Resource.Tickets _
            when isOpen() || request.caller().user() != null -> Optional.of(new Decision.Allow(Grant.unlimited("own")));
            case Resource.Tokens(String user) -> Optional.of(own(user, request.caller()));
            default -> Optional.empty();
        };
    }

    private static Decision own(String user, Caller caller) {
        return user.equals(caller.user())
                ? new Decision.Allow(Grant.unlimited("own"))
                : new Decision.Deny("another user's", "own");
    }

    private Decision ask(ApiRequest request) {
        try {
            return manager.decide(request);
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    private static Decision.Deny failed(RuntimeException e) {
        LOG.errorf(e, "the access manager failed; its answer counts as no");
        return new Decision.Deny("the access manager failed", "failure");
    }
}
