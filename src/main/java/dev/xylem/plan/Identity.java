package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** What callers are told of themselves. */
final class Identity {
    private Identity() {}

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
