package dev.xylem.http;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.ApiResponse;
import dev.xylem.api.Caller;
import dev.xylem.api.Grant;
import dev.xylem.http.Observer.Observation;
import dev.xylem.plan.Planned;
import dev.xylem.plan.Planner;
import dev.xylem.plan.Result;
import dev.xylem.request.Incoming;
import dev.xylem.request.RequestParser;
import dev.xylem.response.Renderer;
import dev.xylem.security.Authorizer;
import dev.xylem.security.Identifier;
import dev.xylem.storage.MongoStorage;
import java.util.List;
import java.util.stream.Stream;

/** The life of a request, one line a stage. Start reading here. */
final class Pipeline {
    private final Identifier identifier;
    private final RequestParser parser;
    private final Authorizer authorizer;
    private final Planner planner;
    private final MongoStorage storage;
    private final Renderer renderer;

    Pipeline(
            Identifier identifier,
            RequestParser parser,
            Authorizer authorizer,
            Planner planner,
            MongoStorage storage,
            Renderer renderer) {
        this.identifier = identifier;
        this.parser = parser;
        this.authorizer = authorizer;
        this.planner = planner;
        this.storage = storage;
        this.renderer = renderer;
    }

    /** @throws dev.xylem.api.ProblemException from any stage */
    ApiResponse handle(Incoming incoming, Observation seen) {
        Caller caller = seen.stage(Stage.IDENTIFY, () -> identifier.identify(incoming.header("Authorization")));
        ApiRequest request = seen.stage(Stage.PARSE, () -> parser.parse(incoming, caller));
        Grant grant = seen.stage(Stage.AUTHORIZE, () -> authorizer.authorize(request));
        ApiRequest located = planner.locate(request);
        Planned planned = seen.stage(Stage.PLAN, () -> planner.plan(located, grant));
        Result result = seen.stage(Stage.EXECUTE, () -> storage.execute(planned.plan()));
        return seen.stage(Stage.RENDER, () -> renderer.render(located, result, warnings(located, planned)));
    }

    private static List<String> warnings(ApiRequest request, Planned planned) {
        return Stream.concat(request.warnings().stream(), planned.warnings().stream())
                .toList();
    }
}
