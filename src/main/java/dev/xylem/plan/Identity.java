package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.AuthToken;
import dev.xylem.api.Body;
import dev.xylem.api.Explanations;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import java.util.Objects;
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
    static Plan ticket(ApiRequest request) {
        BsonDocument body = ((Body.Single) request.body()).document();
        if (body.size() == 1
                && body.get("path") instanceof BsonString path
                && path.getValue().startsWith("/")) {
            return new Plan.IssueTicket(path.getValue());
        }
        throw Problem.of(
                        ProblemType.WRONG_BODY_SHAPE,
                        "A ticket is for one path, with its query if it has one: {\"path\": \"/database/collection?filter=..\"}.")
                .exception();
    }

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
        return plain(answer);
    }

    /** @throws dev.xylem.api.ProblemException 404 for a caller who proved itself in another way than by password or token */
    static Plan token(ApiRequest request) {
        AuthToken token = request.caller().token();
        if (token == null) {
            throw Problem.of(
                            ProblemType.TOKEN_NOT_FOUND,
                            "Tokens are given to those who log in with user and password; a bearer token needs none.")
                    .exception();
        }
        var answer = new BsonDocument(
                        "_links", new BsonDocument("self", new BsonDocument("href", new BsonString(request.target()))))
                .append("auth_token", new BsonString(token.text()))
                .append("auth_token_valid_until", new BsonString(token.until().toString()));
        return plain(answer);
    }

    static Plan revoke(ApiRequest request) {
        return new Plan.RevokeTokens(Objects.requireNonNull(request.caller().user(), "strangers have no tokens"));
    }

    private static Plan plain(BsonDocument answer) {
        return new Plan.Known(new Result.Plain(new RawBsonDocument(answer, new BsonDocumentCodec())));
    }
}
