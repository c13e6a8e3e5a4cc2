package dev.xylem.security;

import dev.xylem.api.Namespace;
import dev.xylem.api.Resource;
import org.bson.BsonString;
import org.bson.BsonValue;

/** What a resource is called, whatever mount or spelling it came through. */
final class CanonicalName {
    private CanonicalName() {}

    static String of(Resource resource) {
        return switch (resource) {
            case Resource.Root _ -> "/";
            case Resource.Database(String name) -> "/" + name;
            case Resource.Collection(Namespace namespace) -> of(namespace);
            case Resource.Document(Namespace namespace, BsonValue id) -> of(namespace) + "/" + of(id);
            case Resource.Documents(Namespace namespace) -> of(namespace) + "/*";
            case Resource.Meta(Resource.Container container) -> under(container, "_meta");
            case Resource.Size(Resource.Container container) -> under(container, "_size");
            case Resource.Indexes(Namespace namespace) -> of(namespace) + "/_indexes";
            case Resource.Index(Namespace namespace, String name) -> of(namespace) + "/_indexes/" + name;
            case Resource.Aggregation(Namespace namespace, String uri) -> of(namespace) + "/_aggrs/" + uri;
            case Resource.Users _ -> "/_users";
            case Resource.User(String id) -> "/_users/" + id;
            case Resource.AccessExplanation _ -> "/_authz/explain";
            case Resource.Roles(String user) -> "/_logic/roles/" + user;
            case Resource.Tokens(String user) -> "/_authtokens/" + user;
        };
    }

    private static String of(Namespace namespace) {
        return "/" + namespace.database() + "/" + namespace.collection();
    }

    private static String of(BsonValue id) {
        return switch (id) {
            case BsonString text -> text.getValue();
            default -> id.isObjectId() ? id.asObjectId().getValue().toHexString() : id.toString();
        };
    }

    private static String under(Resource.Container container, String name) {
        String of = of(container);
        return of.equals("/") ? of + name : of + "/" + name;
    }
}
