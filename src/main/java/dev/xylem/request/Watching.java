package dev.xylem.request;

import dev.xylem.api.Action;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a GET is for a feed: by {@code Accept: text/event-stream}, or by an upgrade to the WebSocket protocol. */
public final class Watching {
    static final String EVENT_STREAM = "text/event-stream";

    private static final List<String> OFFERS =
            List.of("application/hal+json", "application/json", "application/x-ndjson", "text/csv", EVENT_STREAM);

    private Watching() {}

    /** What the request looks like before anything of it is parsed. */
    public static boolean isLikely(Incoming incoming) {
        return incoming.method().equals("GET") && (isUpgrade(incoming) || mentionsEvents(incoming.headers("Accept")));
    }

    static boolean isAsked(Incoming incoming) {
        return incoming.method().equals("GET") && (isUpgrade(incoming) || prefersEvents(incoming));
    }

    private static boolean isUpgrade(Incoming incoming) {
        return isUpgrade(incoming.header("Upgrade"));
    }

    /** @param upgrade the header of that name */
    public static boolean isUpgrade(@Nullable String upgrade) {
        return upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    private static boolean prefersEvents(Incoming incoming) {
        List<String> accept = incoming.headers("Accept");
        return mentionsEvents(accept)
                && EVENT_STREAM.equals(Acceptance.of(accept).best(OFFERS));
    }

    private static boolean mentionsEvents(List<String> accept) {
        return accept.stream().anyMatch(line -> line.contains(EVENT_STREAM));
    }

    /** @throws dev.xylem.api.ProblemException 400 when nothing tells of changes there */
    static Action.Watch of(Resource resource, Incoming incoming, Parameters parameters) {
        if (!isWatchable(resource)) {
            throw Problem.of(
                            ProblemType.NOT_WATCHABLE,
                            "Documents, collections and stored streams can be watched, and nothing else.")
                    .exception();
        }
        String last = incoming.header("Last-Event-ID");
        String after = parameters.one("after");
        boolean stored = resource instanceof Resource.Stream;
        return new Action.Watch(
                !stored && wantsSnapshot(parameters), last == null || last.isEmpty() ? after : last, stored);
    }

    private static boolean isWatchable(Resource resource) {
        return switch (resource) {
            case Resource.Collection(Namespace namespace) -> !namespace.isSchemaStore();
            case Resource.Document(Namespace namespace, var _) -> !namespace.isSchemaStore();
            case Resource.Users _, Resource.User _, Resource.Stream _ -> true;
            default -> false;
        };
    }

    /** 406 for what is nothing but a feed. */
    static ProblemException notAsked() {
        return Problem.of(
                        ProblemType.NOT_ACCEPTABLE,
                        "A stored stream is a feed: ask for " + EVENT_STREAM + ", or open a WebSocket.")
                .exception();
    }

    private static boolean wantsSnapshot(Parameters parameters) {
        String text = parameters.one("snapshot");
        return switch (text == null ? "true" : text) {
            case "", "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw Parameters.invalid("snapshot", "is snapshot=true or snapshot=false");
        };
    }
}
