package dev.xylem.security;

import dev.xylem.api.Caller;
import dev.xylem.api.Credentials;
import dev.xylem.api.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Finds out who calls. On an open server nobody is known, and credentials are not looked at. */
public final class Identifier {
    private static final Logger LOG = Logger.getLogger(Identifier.class);
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    private final boolean open;
    private final List<Way> ways;
    private final Challenge challenge;
    private final Audit audit;

    /** One of the ways to come in. */
    interface Way {

        /** Empty when the credentials are wrong, or none for this way. */
        Optional<Known> identify(Credentials credentials, String address);
    }

    /**
     * A caller who came in.
     *
     * @param how {@code password}, {@code token} or {@code bearer}
     * @param fresh true for a login: credentials that were not seen a moment ago
     */
    record Known(Caller caller, String how, boolean fresh, Visitor.Standing standing) {}

    private Identifier(boolean open, List<Way> ways, Challenge challenge, Audit audit) {
        this.open = open;
        this.ways = List.copyOf(ways);
        this.challenge = challenge;
        this.audit = audit;
    }

    static Identifier open() {
        return new Identifier(true, List.of(), Challenge.BASIC, Audit.OFF);
    }

    /** @param ways asked in order; the first that knows the caller counts. Without any, all credentials are wrong */
    static Identifier of(List<Way> ways, Challenge challenge, Audit audit) {
        return new Identifier(false, ways, challenge, audit);
    }

    /**
     * The caller behind the {@code Authorization} header.
     *
     * @throws ProblemException 401 when credentials are sent and wrong; 429 or 503 when that can't be found out now
     */
    public Visitor admit(Arrival arrival) {
        if (open || arrival.authorization().isEmpty()) {
            return Visitor.STRANGER;
        }
        Credentials credentials = arrival.authorization().size() == 1
                ? Authorization.read(arrival.authorization().getFirst())
                : new Credentials.Unknown("more than one");
        try {
            return identify(credentials, arrival);
        } catch (ProblemException e) {
            audit.refused(arrival, credentials, e.problem().type());
            throw e;
        }
    }

    private Visitor identify(Credentials credentials, Arrival arrival) {
        ProblemException silent = null;
        for (Way way : ways) {
            try {
                Optional<Known> known = way.identify(credentials, arrival.remoteIp());
                if (known.isPresent()) {
                    return welcome(known.get(), arrival);
                }
            } catch (ProblemException e) {
                silent = silent == null ? e : silent;
            } catch (RuntimeException e) {
                LOG.errorf(e, "an identity manager failed; its answer counts as no");
            }
        }
        throw silent != null && isNoAnswer(silent) ? silent : challenge.wrong(arrival);
    }

    /** True for what says nothing about the credentials. */
    private static boolean isNoAnswer(ProblemException e) {
        int status = e.problem().type().status();
        return status >= SERVER_ERROR || status == TOO_MANY;
    }

    private Visitor welcome(Known known, Arrival arrival) {
        if (known.fresh) {
            audit.loggedIn(arrival, known.caller, known.how);
        }
        return new Visitor(known.caller, known.standing);
    }
}
