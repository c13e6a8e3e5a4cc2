package dev.xylem.request;

import dev.xylem.api.Action;
import dev.xylem.api.Method;
import dev.xylem.api.Resource;
import dev.xylem.config.Settings;
import java.util.List;
import java.util.Optional;

/** Reads what the request line says. */
final class HeadReader {
    private final MountTable mounts;
    private final long urlLimit;
    private final boolean tokens;

    HeadReader(Settings settings) {
        this.mounts = new MountTable(settings);
        this.urlLimit = settings.limits().url();
        this.tokens = settings.access().hasTokens();
    }

    /** @throws dev.xylem.api.ProblemException for a path that is malformed, and for a method that is not served there */
    RequestHead read(Incoming incoming) {
        var target = RequestTarget.of(incoming.target(), urlLimit);
        List<Segment> segments = PathParser.parse(target.path());
        Parameters parameters = Parameters.parse(target.query());
        IdType idType = parameters.choice("id_type", IdType.class, IdType.STRING_OID);
        Optional<Resource> own = ServerRoutes.parse(segments, tokens);
        var mounted = own.isPresent() ? MountTable.unmounted(segments) : mounts.resolve(segments);
        Resource resource = own.orElseGet(() -> ResourceParser.parse(mounted.canonical(), idType));
        boolean describes = incoming.method().equals("OPTIONS");
        Method method = describes ? Method.GET : method(resource, incoming.method());
        Action action = describes ? Grammar.describe(resource) : actionOf(resource, method, incoming, parameters);
        return new RequestHead(target, mounted, idType, resource, method, action, parameters);
    }

    /** What is read may be watched instead. */
    private static Action actionOf(Resource resource, Method method, Incoming incoming, Parameters parameters) {
        Action action = Grammar.actionOf(resource, method);
        if (method == Method.GET && Watching.isAsked(incoming)) {
            return Watching.of(resource, incoming, parameters);
        }
        if (action instanceof Action.Watch) {
            throw Watching.notAsked();
        }
        return action;
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
}
