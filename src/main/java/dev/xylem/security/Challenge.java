package dev.xylem.security;

import dev.xylem.api.Exchange;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;

/**
 * The 401 and its invitation to log in.
 *
 * @param scheme {@code Basic realm="Xylem"}, or of bearer tokens where nobody has a password
 */
record Challenge(String scheme) {
    static final Challenge BASIC = new Challenge("Basic realm=\"Xylem\"");
    static final Challenge BEARER = new Challenge("Bearer realm=\"Xylem\"");

    ProblemException wrong(Arrival arrival) {
        return refusal("The credentials are wrong.", arrival.challenged());
    }

    ProblemException missing(Exchange exchange) {
        boolean silent = exchange.header("No-Auth-Challenge") != null
                || exchange.parameters().containsKey("noauthchallenge");
        return refusal("Credentials are needed here.", !silent);
    }

    private ProblemException refusal(String detail, boolean challenged) {
        Problem problem = Problem.of(ProblemType.UNAUTHENTICATED, detail);
        return (challenged ? problem.header("WWW-Authenticate", scheme) : problem).exception();
    }
}
