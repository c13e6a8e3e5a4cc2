package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.Explanations;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** What callers are told of themselves. */
final class Identity {
    private Identity() {}

    /** What a policy says of the request that the body describes. */
    static Plan explained(ApiRequest request, Explanations explanations) {
        var question = request.body() instanceof Body.Single(var document) ? document : new BsonDocument();
        return new Plan.Known(
                new Result.Plain(new RawBsonDocument(explanations.explain(question), new BsonDocumentCodec())));
    }

    /** Of the caller, who is known: others' roles are nobody's business. */
    static Plan roles(ApiRequest request) {
        var roles = new BsonArray(
                request.caller().roles().stream().sorted().map(BsonString::new).toList());
        var answer = new BsonDocument("_embedded", new BsonDocument())
                .append("_links", new BsonDocument("self", new BsonDocument("href", new BsonString(request.target()))))
                .append("authenticated", BsonBoolean.TRUE)
                .append("roles", roles);
        return new Plan.Known(new Result.Plain(new RawBsonDocument(answer, new BsonDocumentCodec())));
    }
}
