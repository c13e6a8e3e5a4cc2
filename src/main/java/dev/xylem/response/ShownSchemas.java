package dev.xylem.response;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Namespace;
import dev.xylem.api.Resource;
import dev.xylem.plan.EscapedKeys;
import dev.xylem.plan.Result;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/** Schemas are stored with their keys escaped, and shown as they were written. */
final class ShownSchemas {
    private ShownSchemas() {}

    /** The same result, where it holds schemas with their keys unescaped. */
    static Result of(ApiRequest request, Result result) {
        boolean schemas = switch (request.resource()) {
            case Resource.Collection(Namespace namespace) -> namespace.isSchemaStore();
            case Resource.Document(Namespace namespace, var _) -> namespace.isSchemaStore();
            default -> false;
        };
        return schemas ? unescaped(result) : result;
    }

    private static Result unescaped(Result result) {
        return switch (result) {
            case Result.Page page ->
                page.with(page.documents().stream().map(ShownSchemas::unescaped).toList());
            case Result.One one -> new Result.One(unescaped(one.document()), one.etag());
            case Result.Written written ->
                new Result.Written(written.created(), written.id(), written.etag(), optional(written.state()));
            default -> result;
        };
    }

    private static @Nullable RawBsonDocument optional(@Nullable RawBsonDocument document) {
        return document == null ? null : unescaped(document);
    }

    private static RawBsonDocument unescaped(RawBsonDocument document) {
        return new RawBsonDocument(EscapedKeys.unescapeSchema(document), new BsonDocumentCodec());
    }
}
