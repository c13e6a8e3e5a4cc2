package dev.xylem.security;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Caller;
import dev.xylem.api.Credentials;
import dev.xylem.api.Decision;
import dev.xylem.api.Grant;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Resource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Who came in, who was refused, and who changed what the server itself consists of: one JSON object a line. It holds no secret and nothing of
 * what documents hold.
 */
public final class Audit {
    /** Its own, so that it can go to a file of its own. */
    public static final String CATEGORY = "dev.xylem.audit";

    static final Audit OFF = new Audit(false);

    private static final Logger LOG = Logger.getLogger(CATEGORY);
    private static final JsonWriterSettings PLAIN =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private final boolean enabled;

    public Audit(boolean enabled) {
        this.enabled = enabled;
    }

    void loggedIn(Arrival arrival, Caller caller, String how) {
        write(entry("login", "allow", caller.user(), arrival.remoteIp(), arrival.requestId())
                .append("how", new BsonString(how)));
    }

    void refused(Arrival arrival, Credentials credentials, ProblemType why) {
        String user = credentials instanceof Credentials.Basic(String id, var _) ? id : null;
        write(entry("login", "deny", user, arrival.remoteIp(), arrival.requestId())
                .append("how", new BsonString(schemeOf(credentials)))
                .append("code", new BsonString(why.code())));
    }

    private static String schemeOf(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Basic _ -> "basic";
            case Credentials.Bearer _ -> "bearer";
            case Credentials.Unknown _ -> "malformed";
            case Credentials.None _ -> "none";
        };
    }

    void denied(ApiRequest request, Decision.Deny deny, String requestId) {
        write(entry("request", "deny", request, requestId).append("rule", new BsonString(deny.reason())));
    }

    /** Of what is granted only changes to databases, collections, indexes and tokens are told. */
    void granted(ApiRequest request, Grant grant, String requestId) {
        if (isAdministrative(request.action()) || writesUser(request)) {
            write(entry("request", "allow", request, requestId).append("rule", new BsonString(grant.rule())));
        }
    }

    private static boolean writesUser(ApiRequest request) {
        return request.resource() instanceof Resource.User && !request.method().isSafe();
    }

    private static boolean isAdministrative(Action action) {
        return switch (action) {
            case Action.WriteProperties _,
                    Action.Drop _,
                    Action.WriteIndex _,
                    Action.DropIndex _,
                    Action.RevokeTokens _ -> true;
            case Action.ReadListing _,
                    Action.ReadPage _,
                    Action.Export _,
                    Action.ReadDocument _,
                    Action.ReadMeta _,
                    Action.ReadSize _,
                    Action.ReadIndexes _,
                    Action.ReadIndex _,
                    Action.RunAggregation _,
                    Action.ExportAggregation _,
                    Action.ReadRoles _,
                    Action.ReadToken _,
                    Action.Describe _,
                    Action.ExplainAccess _,
                    Action.WriteDocument _,
                    Action.DeleteDocument _,
                    Action.BulkWrite _,
                    Action.BulkPatch _,
                    Action.BulkDelete _ -> false;
        };
    }

    private static BsonDocument entry(String event, String decision, ApiRequest request, String requestId) {
        var exchange = request.exchange();
        return entry(event, decision, request.caller().user(), exchange.remoteIp(), requestId)
                .append("method", new BsonString(request.method().name()))
                .append("resource", new BsonString(CanonicalName.of(request.resource())));
    }

    private static BsonDocument entry(
            String event, String decision, @Nullable String user, String address, String requestId) {
        return new BsonDocument(
                        "time",
                        new BsonString(
                                Instant.now().truncatedTo(ChronoUnit.MILLIS).toString()))
                .append("event", new BsonString(event))
                .append("decision", new BsonString(decision))
                .append("user", user == null ? BsonNull.VALUE : new BsonString(user))
                .append("address", new BsonString(address))
                .append("request-id", new BsonString(requestId));
    }

    /** JSON escapes what would end the line, and other control characters. */
    private void write(BsonDocument entry) {
        if (enabled) {
            LOG.info(entry.toJson(PLAIN));
        }
    }
}
