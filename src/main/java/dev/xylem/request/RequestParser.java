package dev.xylem.request;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.Caller;
import dev.xylem.api.Format;
import dev.xylem.api.Method;
import dev.xylem.api.Preconditions;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query;
import dev.xylem.api.Query.WriteMode;
import dev.xylem.api.Resource;
import dev.xylem.config.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Turns HTTP into intent. Nothing later looks at the path, the query string or the body's text again. */
public final class RequestParser {
    private static final Body UNREAD = new Body.Lines(() -> null);

    private final MountTable mounts;
    private final QueryParser queries;
    private final Negotiator negotiator;
    private final BodyReader bodies;
    private final long urlLimit;
    private final Predicate<String> policyParameters;
    private final boolean tokens;

    /** @param policyParameters true for the query parameters that a policy looks at */
    public RequestParser(Settings settings, Predicate<String> policyParameters) {
        this.policyParameters = policyParameters;
        this.mounts = new MountTable(settings);
        this.queries = new QueryParser(settings);
        this.negotiator = new Negotiator(settings.defaultRepresentationFormat());
        this.bodies = new BodyReader(settings);
        this.urlLimit = settings.limits().url();
        this.tokens = settings.access().hasTokens();
    }

    /** @throws dev.xylem.api.ProblemException for everything that is malformed */
    public ApiRequest parse(Incoming incoming, Caller caller) {
        return parse(incoming, caller, _ -> {});
    }

    /**
     * @param beforeBody is shown what is known of a request before its body is read, which may take long; not of a QUERY, whose body
     *     tells what it asks for
     * @throws dev.xylem.api.ProblemException for everything that is malformed, and what {@code beforeBody} throws
     */
    public ApiRequest parse(Incoming incoming, Caller caller, Consumer<ApiRequest> beforeBody) {
        var target = Target.of(incoming.target(), urlLimit);
        List<Segment> segments = PathParser.parse(target.path());
        Parameters inUrl = Parameters.parse(target.query());
        IdType idType = inUrl.choice("id_type", IdType.class, IdType.STRING_OID);
        Optional<Resource> own = ServerRoutes.parse(segments, tokens);
        var mounted = own.isPresent() ? MountTable.unmounted(segments) : mounts.resolve(segments);
        Resource resource = own.orElseGet(() -> ResourceParser.parse(mounted.canonical(), idType));
        boolean describes = incoming.method().equals("OPTIONS");
        Method method = describes ? Method.GET : method(resource, incoming.method());
        Action action = describes ? Grammar.describe(resource) : Grammar.actionOf(resource, method);
        Parameters parameters = method == Method.QUERY ? QueryBody.join(inUrl, bodies.query(incoming)) : inUrl;
        Format format = negotiator.negotiate(parameters, incoming.headers("Accept"), action);
        Preconditions preconditions = preconditions(incoming, parameters);
        if (incoming.hasBody() && method != Method.QUERY) {
            beforeBody.accept(new ApiRequest(
                    method,
                    resource,
                    action,
                    Query.ALL,
                    format,
                    preconditions,
                    UNREAD,
                    caller,
                    mounted.mount(),
                    target.path(),
                    target.query(),
                    false,
                    incoming.exchange(mounted.path(), parameters.toMap()),
                    List.of()));
        }
        Body body = bodies.read(incoming, resource, action, parameters);
        Action exact = exactly(action, body, format, parameters);
        List<String> warnings = KnownParameters.check(parameters, exact, policyParameters);
        var query = queries.parse(parameters, exact);
        checkPost(resource, exact, body, query.writeMode(), idType);
        return new ApiRequest(
                method,
                resource,
                exact,
                query,
                format,
                preconditions,
                body,
                caller,
                mounted.mount(),
                target.path(),
                target.query(),
                wantsRepresentation(incoming),
                incoming.exchange(mounted.path(), parameters.toMap()),
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

    private static Method method(Resource resource, String name) {
        return parseMethod(name)
                .orElseThrow(() -> Grammar.notAllowed(resource, name.length() > 20 ? "this method" : name));
    }

    private static Optional<Method> parseMethod(String name) {
        return switch (name) {
            case "GET", "HEAD" -> Optional.of(Method.GET);
            case "PUT" -> Optional.of(Method.PUT);
            case "PATCH" -> Optional.of(Method.PATCH);
            case "POST" -> Optional.of(Method.POST);
            case "QUERY" -> Optional.of(Method.QUERY);
            case "DELETE" -> Optional.of(Method.DELETE);
            default -> Optional.empty();
        };
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

    /** The two halves of a request target in origin form (RFC 9112, section 3.2.1). */
    private record Target(String path, String query) {
        static Target of(String target, long limit) {
            if (target.length() > limit) {
                throw Problem.of(
                                ProblemType.URL_TOO_LONG,
                                "The URL has " + target.length() + " characters; at most " + limit
                                        + " are allowed (limits.url).")
                        .exception();
            }
            int mark = target.indexOf('?');
            return mark < 0
                    ? new Target(target, "")
                    : new Target(target.substring(0, mark), target.substring(mark + 1));
        }
    }
}
