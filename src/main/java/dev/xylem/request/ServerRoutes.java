package dev.xylem.request;

import dev.xylem.api.Resource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The paths of what the server itself has. They start with {@code _}, and no mount covers them. */
final class ServerRoutes {
    private ServerRoutes() {}

    /**
     * Empty for every other path.
     *
     * @param tokens true where there are tokens at all
     */
    static Optional<Resource> parse(List<Segment> segments, boolean tokens) {
        return segments.isEmpty() ? Optional.empty() : Optional.ofNullable(find(segments, tokens));
    }

    private static @Nullable Resource find(List<Segment> segments, boolean tokens) {
        return switch (segments.getFirst().text()) {
            case "_logic" ->
                isRoles(segments) ? new Resource.Roles(segments.get(2).text()) : null;
            case "_users" -> users(segments);
            case "_tickets" -> segments.size() == 1 ? new Resource.Tickets() : null;
            case "_authz" -> isExplain(segments) ? new Resource.AccessExplanation() : null;
            case "_authtokens" ->
                tokens && segments.size() == 2
                        ? new Resource.Tokens(segments.get(1).text())
                        : null;
            default -> null;
        };
    }

    private static @Nullable Resource users(List<Segment> segments) {
        return switch (segments.size()) {
            case 1 -> new Resource.Users();
            case 2 -> new Resource.User(segments.get(1).text());
            default -> null;
        };
    }

    private static boolean isExplain(List<Segment> segments) {
        return segments.size() == 2 && segments.get(1).text().equals("explain");
    }

    private static boolean isRoles(List<Segment> segments) {
        return segments.size() == 3 && segments.get(1).text().equals("roles");
    }
}
