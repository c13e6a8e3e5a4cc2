package dev.xylem.security;

import dev.xylem.api.Caller;
import dev.xylem.api.Credentials;
import dev.xylem.api.IdentityManager;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Finds out who calls. Without any identity manager nobody is known, and credentials are not looked at. */
public final class Identifier {
    private static final Logger LOG = Logger.getLogger(Identifier.class);
    private static final String CHALLENGE = "Basic realm=\"Xylem\"";

    private final List<IdentityManager> managers;

    public Identifier(List<IdentityManager> managers) {
        this.managers = List.copyOf(managers);
    }

    /**
     * The caller behind an {@code Authorization} header.
     *
     * @param authorization the header, null when it was not sent
     * @throws ProblemException 401 when credentials are sent and wrong
     */
    public Caller identify(@Nullable String authorization) {
        if (managers.isEmpty() || authorization == null) {
            return Caller.STRANGER;
        }
        Credentials credentials = read(authorization);
        return managers.stream()
                .flatMap(manager -> ask(manager, credentials).stream())
                .findFirst()
                .orElseThrow(Identifier::wrong);
    }

    private static Optional<Caller> ask(IdentityManager manager, Credentials credentials) {
        try {
            return manager.identify(credentials);
        } catch (RuntimeException e) {
            LOG.errorf(e, "an identity manager failed; its answer counts as no");
            return Optional.empty();
        }
    }

    /** RFC 7617; one space after the scheme, and no colon in a user id. */
    static Credentials read(String authorization) {
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? authorization : authorization.substring(0, space);
        if (space < 0 || !scheme.toLowerCase(Locale.ROOT).equals("basic")) {
            return new Credentials.Unknown(scheme);
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(authorization.substring(space + 1)), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? new Credentials.Unknown(scheme)
                    : new Credentials.Basic(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return new Credentials.Unknown(scheme);
        }
    }

    private static ProblemException wrong() {
        return unauthenticated("The credentials are wrong.");
    }

    static ProblemException unauthenticated(String detail) {
        return Problem.of(ProblemType.UNAUTHENTICATED, detail)
                .header("WWW-Authenticate", CHALLENGE)
                .exception();
    }
}
