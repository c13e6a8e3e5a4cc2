package dev.xylem.request;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.Caller;
import dev.xylem.api.Format;
import dev.xylem.api.Method;
import dev.xylem.api.Preconditions;
import dev.xylem.api.Query.WriteMode;
import dev.xylem.api.Resource;
import dev.xylem.config.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Turns HTTP into intent. Nothing later looks at the path, the query string or the body's text again. */
public final class RequestParser {
    private final HeadReader heads;
    private final QueryParser queries;
    private final Negotiator negotiator;
    private final BodyReader bodies;
    private final Predicate<String> policyParameters;

    /** @param policyParameters true for the query parameters that a policy looks at */
    public RequestParser(Settings settings, Predicate<String> policyParameters) {
        this.policyParameters = policyParameters;
        this.heads = new HeadReader(settings);
        this.queries = new QueryParser(settings);
        this.negotiator = new Negotiator(settings.defaultRepresentationFormat());
        this.bodies = new BodyReader(settings);
    }

    /** @throws dev.xylem.api.ProblemException for everything that is malformed */
    public ApiRequest parse(Incoming incoming, Caller caller) {
        return parse(incoming, caller, _ -> {});
    }

    /**
     * @param beforeBody is shown the head of a request before its body is read, if it has or needs one
     * @throws dev.xylem.api.ProblemException for everything that is malformed, and what {@code beforeBody} throws
     */
    public ApiRequest parse(Incoming incoming, Caller caller, Consumer<ApiRequest> beforeBody) {
        RequestHead head = heads.read(incoming);
        if (incoming.hasBody() || !head.method().isSafe()) {
            beforeBody.accept(head.unread(incoming, caller));
        }
        Parameters parameters = head.method() == Method.QUERY
                ? QueryBody.join(head.parameters(), bodies.query(incoming))
                : head.parameters();
        Format format = negotiator.negotiate(parameters, incoming.headers("Accept"), head.action());
        Preconditions preconditions = preconditions(incoming, parameters);
        Body body = bodies.read(incoming, head.resource(), head.action(), parameters);
        Action exact = exactly(head.action(), body, format, parameters);
        List<String> warnings = KnownParameters.check(parameters, exact, policyParameters);
        var query = queries.parse(parameters, exact);
        checkPost(head.resource(), exact, body, query.writeMode(), head.idType());
        return new ApiRequest(
                head.method(),
                head.resource(),
                exact,
                query,
                format,
                preconditions,
                body,
                caller,
                head.mounted().mount(),
                head.target().path(),
                head.target().query(),
                wantsRepresentation(incoming),
                incoming.exchange(head.mounted().path(), parameters.toMap()),
                warnings);
    }

    /** What only the body or the representation tells: many documents to write, or all of them to read. */
    private static Action exactly(Action action, Body body, Format format, Parameters parameters) {
        if (body instanceof Body.Many || body instanceof Body.Lines) {
            return new Action.BulkWrite();
        }
        return format.representation().isStreamed() ? rows(action, parameters) : action;
    }

    private static Action rows(Action action, Parameters parameters) {
        if (parameters.has("explain")) {
            throw Parameters.invalid("explain", "tells a plan, which is no row of documents: ask for another rep");
        }
        boolean wantsPage = Stream.of("page", "pagesize", "before").anyMatch(parameters::has);
        if (wantsPage) {
            return action;
        }
        if (parameters.has("embed")) {
            throw Parameters.invalid("embed", "is for pages: give a pagesize, or ask for another rep");
        }
        return action instanceof Action.RunAggregation ? new Action.ExportAggregation() : new Action.Export();
    }

    private static Preconditions preconditions(Incoming incoming, Parameters parameters) {
        return new Preconditions(
                EntityTags.strong(incoming.headers("If-Match")),
                EntityTags.weak(incoming.headers("If-None-Match")),
                parameters.has("checkEtag"));
    }

    /** A POST makes its own id when it brings none: an ObjectId, and never to update something. */
    private static void checkPost(Resource resource, Action action, Body body, WriteMode mode, IdType idType) {
        boolean makesId = resource instanceof Resource.Collection
                && action instanceof Action.WriteDocument
                && body instanceof Body.Single(var document)
                && !document.containsKey("_id");
        if (makesId && mode == WriteMode.UPDATE) {
            throw Parameters.invalid("wm", "cannot be update without an _id in the body: there is nothing to update");
        }
        if (makesId && idType != IdType.STRING_OID && idType != IdType.OID) {
            throw Parameters.invalid(
                    "id_type", "must be OID or STRING_OID when the body has no _id: the server makes an ObjectId");
        }
    }

    private static boolean wantsRepresentation(Incoming incoming) {
        return incoming.headers("Prefer").stream()
                .flatMap(line -> Arrays.stream(line.split("[,;]")))
                .anyMatch(preference -> preference.strip().equalsIgnoreCase("return=representation"));
    }
}
