package dev.xylem.security;

import dev.xylem.api.Resource;
import dev.xylem.security.predicate.CanonicalPath;

/** What a resource is called in the audit log, whatever mount or spelling it came through. */
final class CanonicalName {
    private CanonicalName() {}

    static String of(Resource resource) {
        return resource instanceof Resource.Server server ? route(server) : CanonicalPath.of(resource);
    }

    private static String route(Resource.Server route) {
        return switch (route) {
            case Resource.Users _ -> "/_users";
            case Resource.User(String id) -> "/_users/" + id;
            case Resource.AccessExplanation _ -> "/_authz/explain";
            case Resource.Roles(String user) -> "/_logic/roles/" + user;
            case Resource.Tokens(String user) -> "/_authtokens/" + user;
        };
    }
}
