package dev.xylem.security.predicate;

import dev.xylem.api.Namespace;
import dev.xylem.api.Resource;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The one path of a resource, without mounts. A slash inside a document's id is {@code %2F}, so that segments stay what they are. */
public final class CanonicalPath {
    private CanonicalPath() {}

    /** Empty for the server's own routes. */
    public static String of(Resource resource) {
        return switch (resource) {
            case Resource.Root _ -> "/";
            case Resource.Database(String name) -> "/" + name;
            case Resource.Collection(Namespace namespace) -> of(namespace);
            case Resource.Document(Namespace namespace, BsonValue id) ->
                of(namespace) + "/" + text(id).replace("/", "%2F");
            case Resource.Documents(Namespace namespace) -> of(namespace) + "/*";
            case Resource.Meta(Resource.Container of) -> under(of, "_meta");
            case Resource.Size(Resource.Container of) -> under(of, "_size");
            case Resource.Indexes(Namespace namespace) -> of(namespace) + "/_indexes";
            case Resource.Index(Namespace namespace, String name) -> of(namespace) + "/_indexes/" + name;
            case Resource.Aggregation(Namespace namespace, String uri) -> of(namespace) + "/_aggrs/" + uri;
            case Resource.Stream(Namespace namespace, String uri) -> of(namespace) + "/_streams/" + uri;
            case Resource.Server _ -> "";
        };
    }

    private static String of(Namespace namespace) {
        return "/" + namespace.database() + "/" + namespace.collection();
    }

    private static String under(Resource.Container container, String member) {
        String path = of(container);
        return path.equals("/") ? "/" + member : path + "/" + member;
    }

    private static String text(BsonValue id) {
        return switch (id) {
            case BsonString text -> text.getValue();
            case BsonObjectId oid -> oid.getValue().toHexString();
            case BsonInt32 number -> Integer.toString(number.getValue());
            case BsonInt64 number -> Long.toString(number.getValue());
            default -> id.toString();
        };
    }
}
