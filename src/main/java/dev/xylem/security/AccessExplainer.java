package dev.xylem.security;

import dev.xylem.api.AccessManager;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Caller;
import dev.xylem.api.Decision;
import dev.xylem.api.Explanations;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.security.policy.PolicyManager;
import dev.xylem.security.policy.RequestSketch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** {@code POST /_authz/explain}: what the access manager would say of a request, and why. Nothing is executed. */
public final class AccessExplainer implements Explanations {
    private static final Set<String> MEMBERS = Set.of("user", "roles", "properties", "method", "path", "body");

    private final AccessManager manager;
    private final RequestSketch sketch;

    public AccessExplainer(AccessManager manager, RequestSketch sketch) {
        this.manager = manager;
        this.sketch = sketch;
    }

    @Override
    public BsonDocument explain(BsonDocument question) {
        question.keySet().stream()
                .filter(name -> !MEMBERS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw wrong("The member '" + name
                            + "' is unknown; expected user, roles, properties, method, path and body.");
                });
        ApiRequest request = request(question);
        Decision decision = manager.decide(request);
        var answer = new BsonDocument();
        switch (decision) {
            case Decision.Allow(var grant) ->
                answer.append("decision", new BsonString("allow")).append("rule", new BsonString(grant.rule()));
            case Decision.Deny(String reason, var _) ->
                answer.append("decision", new BsonString("deny"))
                        .append("rule", BsonNull.VALUE)
                        .append("reason", new BsonString(reason));
        }
        answer.append("tried", manager instanceof PolicyManager policy ? policy.tried(request) : new BsonArray());
        if (decision instanceof Decision.Allow(var grant)) {
            answer.append("readFilter", grant.rows().read())
                    .append("writeFilter", grant.rows().write())
                    .append("hidden", texts(grant.fields().without()));
            if (!grant.fields().only().isEmpty()) {
                answer.append("shown", texts(grant.fields().only()));
            }
        }
        return answer;
    }

    private static BsonArray texts(Set<String> texts) {
        return new BsonArray(texts.stream().sorted().map(BsonString::new).toList());
    }

    private ApiRequest request(BsonDocument question) {
        String method = question.containsKey("method") ? text(question, "method") : "GET";
        BsonValue body = question.get("body");
        try {
            return sketch.of(caller(question), method, text(question, "path"), body == null ? null : json(body));
        } catch (ProblemException e) {
            throw wrong("That request would be refused before any rule is asked: "
                    + e.problem().detail());
        }
    }

    private static Caller caller(BsonDocument question) {
        BsonValue user = question.get("user", BsonNull.VALUE);
        if (user instanceof BsonNull) {
            return Caller.STRANGER;
        }
        BsonValue properties = question.get("properties", new BsonDocument());
        if (!(properties instanceof BsonDocument known)) {
            throw wrong("The member 'properties' must be an object.");
        }
        return new Caller(text(question, "user"), roles(question), known);
    }

    private static Set<String> roles(BsonDocument question) {
        var roles = new LinkedHashSet<String>();
        BsonValue given = question.get("roles", new BsonArray());
        List<BsonValue> values = given instanceof BsonArray array ? array : List.of(given);
        for (BsonValue role : values) {
            if (!(role instanceof BsonString name)) {
                throw wrong("The member 'roles' must be a list of names.");
            }
            roles.add(name.getValue());
        }
        return roles;
    }

    private static String text(BsonDocument question, String name) {
        if (question.get(name) instanceof BsonString text) {
            return text.getValue();
        }
        throw wrong("The member '" + name + "' must be a text.");
    }

    private static @Nullable String json(BsonValue body) {
        if (body instanceof BsonNull) {
            return null;
        }
        String wrapped = new BsonDocument("b", body).toJson();
        return wrapped.substring(wrapped.indexOf(':') + 1, wrapped.lastIndexOf('}'))
                .strip();
    }

    private static ProblemException wrong(String detail) {
        return Problem.of(ProblemType.WRONG_BODY_SHAPE, detail).exception();
    }
}
