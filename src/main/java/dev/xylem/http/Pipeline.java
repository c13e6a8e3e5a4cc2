package dev.xylem.http;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.ApiResponse;
import dev.xylem.api.Grant;
import dev.xylem.http.Observer.Observation;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Planned;
import dev.xylem.plan.Planner;
import dev.xylem.plan.Result;
import dev.xylem.request.Incoming;
import dev.xylem.request.RequestParser;
import dev.xylem.response.Renderer;
import dev.xylem.security.Arrival;
import dev.xylem.security.Authorizer;
import dev.xylem.security.Identifier;
import dev.xylem.security.Visitor;
import dev.xylem.storage.MongoStorage;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The life of a request, one line a stage. Start reading here. */
final class Pipeline {
    private final Identifier identifier;
    private final RequestParser parser;
    private final Authorizer authorizer;
    private final Planner planner;
    private final MongoStorage storage;
    private final Renderer renderer;
    private final ProblemMapper problems;
    private final TicketOffice tickets;

    Pipeline(
            Identifier identifier,
            RequestParser parser,
            Authorizer authorizer,
            Planner planner,
            MongoStorage storage,
            Renderer renderer,
            ProblemMapper problems) {
        this.identifier = identifier;
        this.parser = parser;
        this.authorizer = authorizer;
        this.planner = planner;
        this.storage = storage;
        this.renderer = renderer;
        this.problems = problems;
        this.tickets = new TicketOffice(parser, authorizer);
    }

    /** @throws dev.xylem.api.ProblemException 401, 429 or 503 when the caller is not identified; every other failure is an answer */
    ApiResponse handle(Incoming incoming, Observation seen) {
        Visitor visitor = seen.stage(
                Stage.IDENTIFY,
                () -> tickets.redeem(incoming).orElseGet(() -> identifier.admit(arrival(incoming, seen))));
        try {
            return seen.timed(serve(incoming, visitor, seen), visitor.caller());
        } catch (RuntimeException failure) {
            return seen.timed(TokenHeaders.onto(problems.map(failure, seen), visitor.caller()), visitor.caller());
        }
    }

    private static Arrival arrival(Incoming incoming, Observation seen) {
        return new Arrival(
                incoming.headers("Authorization"),
                incoming.exchange("/", Map.of()).remoteIp(),
                Arrival.isChallenged(incoming.headers("No-Auth-Challenge"), incoming.target()),
                seen.requestId());
    }

    private ApiResponse serve(Incoming incoming, Visitor visitor, Observation seen) {
        ApiRequest request = seen.stage(
                Stage.PARSE,
                () -> parser.parse(incoming, visitor.caller(), head -> {
                    seen.isAbout(head);
                    authorizer.admit(head, seen.requestId());
                }));
        seen.isAbout(request);
        Grant grant = seen.stage(Stage.AUTHORIZE, () -> authorizer.authorize(request, seen.requestId()));
        ApiRequest located = planner.locate(request);
        Planned planned = seen.stage(Stage.PLAN, () -> planner.plan(located, grant));
        Result result = seen.stage(
                Stage.EXECUTE,
                () -> planned.plan() instanceof Plan.IssueTicket(String target)
                        ? tickets.issue(incoming, target, visitor, seen.requestId())
                        : storage.execute(planned.plan()));
        ApiResponse response =
                seen.stage(Stage.RENDER, () -> renderer.render(located, result, warnings(located, planned)));
        ApiResponse lasting = Lasting.onto(response, request, anew -> renewal(anew, grant, visitor, seen.requestId()));
        // a token that was just ended is not told again
        return request.action() instanceof Action.RevokeTokens ? lasting : TokenHeaders.onto(lasting, visitor.caller());
    }

    /** What an open feed may go on to show: the same request, of the caller as it is now, by the rules of now. */
    private Renewal renewal(ApiRequest anew, Grant grant, Visitor visitor, String requestId) {
        return new Renewal(
                grant,
                () -> anew.by(visitor.standing().now().orElseThrow(authorizer::withdrawn)),
                now -> authorizer.authorize(now, requestId),
                (now, granted) -> planner.plan(planner.locate(now), granted).plan());
    }

    private static List<String> warnings(ApiRequest request, Planned planned) {
        if (request.warnings().isEmpty()) {
            return planned.warnings();
        }
        return Stream.concat(request.warnings().stream(), planned.warnings().stream())
                .toList();
    }
}
