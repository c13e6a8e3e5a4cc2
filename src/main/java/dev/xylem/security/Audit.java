package dev.xylem.security;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Caller;
import dev.xylem.api.Credentials;
import dev.xylem.api.Decision;
import dev.xylem.api.Grant;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Resource;
import dev.xylem.config.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
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
    /** Of the log, where it has no file of its own. */
    public static final String CATEGORY = "dev.xylem.audit";

    static final Audit OFF = new Audit(false, null, Onlooker.NOBODY);

    private static final Logger LOG = Logger.getLogger(CATEGORY);
    static final JsonWriterSettings PLAIN =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    private final boolean enabled;
    private final @Nullable AuditFile file;
    private final Onlooker onlooker;

    private Audit(boolean enabled, @Nullable AuditFile file, Onlooker onlooker) {
        this.onlooker = onlooker;
        this.enabled = enabled;
        this.file = file;
    }

    /**
     * To a file of its own, or to the log.
     *
     * @throws SettingsException when the file can't be written
     */
    static Audit to(Optional<Path> file, Onlooker onlooker) {
        return new Audit(true, file.map(Audit::open).orElse(null), onlooker);
    }

    /** Tells nobody but the onlooker. */
    static Audit silent(Onlooker onlooker) {
        return new Audit(false, null, onlooker);
    }

    private static AuditFile open(Path path) {
        try {
            return AuditFile.open(path);
        } catch (IOException e) {
            throw SettingsException.at("audit.file", "expected a file that can be written, found " + path + ": " + e);
        }
    }

    void loggedIn(Arrival arrival, Caller caller, String how) {
        onlooker.loggedIn(how);
        write(entry("login", "allow", caller.user(), arrival.remoteIp(), arrival.requestId())
                .append("how", new BsonString(how)));
    }

    void refused(Arrival arrival, Credentials credentials, ProblemType why) {
        onlooker.refused(why);
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
        onlooker.denied(deny.rule());
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
                    Action.IssueTicket _,
                    Action.Watch _,
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

    /**
     * JSON escapes what would end the line, and other control characters.
     *
     * @throws dev.xylem.api.ProblemException 503 when it can't be told: then nobody comes in, and nothing is done that must be told
     */
    private void write(BsonDocument entry) {
        if (!enabled) {
            return;
        }
        if (file == null) {
            LOG.info(entry.toJson(PLAIN));
            return;
        }
        try {
            file.append(entry);
        } catch (IOException e) {
            LOG.errorf("the audit log can't be written: %s", e);
            throw Problem.of(
                            ProblemType.AUDIT_UNAVAILABLE,
                            "What must be recorded can't be recorded now, so it was not done. Try again later.")
                    .header("Retry-After", "10")
                    .exception();
        }
    }
}
