package dev.xylem.http;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Caller;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.plan.Result;
import dev.xylem.request.Incoming;
import dev.xylem.request.RequestParser;
import dev.xylem.security.Authorizer;
import dev.xylem.security.Visitor;
import dev.xylem.security.token.Tickets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Issues tickets to those who may do what they want them for, and takes them. */
final class TicketOffice {
    private static final String PARAMETER = "ticket=";

    private final Tickets tickets = new Tickets();
    private final RequestParser parser;
    private final Authorizer authorizer;

    TicketOffice(RequestParser parser, Authorizer authorizer) {
        this.parser = parser;
        this.authorizer = authorizer;
    }

    /** @throws ProblemException 401 or 403 when the caller may not GET it, 400 when nobody can */
    Result issue(Incoming by, String target, Visitor visitor, String requestId) {
        authorizer.authorize(asked(by, target, visitor.caller()), requestId);
        return tickets.issue(visitor, target);
    }

    /** As a feed, or, where there can't be any, as what else it is. */
    private ApiRequest asked(Incoming by, String target, Caller caller) {
        try {
            return parser.parse(new AskedFor(by, target, "text/event-stream"), caller);
        } catch (ProblemException e) {
            ProblemType type = e.problem().type();
            if (type == ProblemType.NOT_WATCHABLE || type == ProblemType.NOT_IN_A_FEED) {
                return parser.parse(new AskedFor(by, target, "*/*"), caller);
            }
            throw e;
        }
    }

    /** Whoever the ticket of a GET stands for; empty when it has none. */
    Optional<Visitor> redeem(Incoming incoming) {
        String target = incoming.target();
        int mark = target.indexOf('?');
        if (mark < 0 || !incoming.method().equals("GET") || !target.contains(PARAMETER)) {
            return Optional.empty();
        }
        String[] parts = target.substring(mark + 1).split("&", -1);
        String others =
                Arrays.stream(parts).filter(part -> !part.startsWith(PARAMETER)).collect(Collectors.joining("&"));
        String path = target.substring(0, mark);
        return Arrays.stream(parts)
                .filter(part -> part.startsWith(PARAMETER))
                .findFirst()
                .map(part -> tickets.redeem(
                        part.substring(PARAMETER.length()), others.isEmpty() ? path : path + "?" + others));
    }
}
