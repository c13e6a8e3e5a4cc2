package dev.xylem.security.policy;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Decision;
import dev.xylem.api.FieldRules;
import dev.xylem.api.Grant;
import dev.xylem.api.Namespace;
import dev.xylem.api.Reach;
import dev.xylem.api.Resource;
import dev.xylem.api.RowRules;
import dev.xylem.security.predicate.Facts;
import java.util.Optional;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** The {@code mongo} section of a rule. */
record MongoRules(
        Template readFilter,
        Template writeFilter,
        Template mergeRequest,
        FieldRules fields,
        boolean allowManagementRequests,
        boolean allowBulkPatch,
        boolean allowBulkDelete,
        boolean allowWriteMode) {

    private static final BsonDocument NOTHING = new BsonDocument("_id", new BsonDocument("$in", new BsonArray()));

    Decision decide(String rule, Facts facts) {
        ApiRequest request = facts.request();
        Optional<String> refusal = refusal(request);
        if (refusal.isPresent()) {
            return new Decision.Deny(rule + " lacks " + refusal.get(), rule);
        }
        try {
            var rows = new RowRules(
                    filter(readFilter::bind, facts),
                    filter(readFilter::steady, facts),
                    filter(writeFilter::bind, facts),
                    merge(facts));
            return new Decision.Allow(new Grant(rule, rows, fields, Reach.EVERYWHERE));
        } catch (Unbound e) {
            return new Decision.Deny(rule + ": mergeRequest: " + e.getMessage(), rule);
        }
    }

    /** What a variable without a value makes of a filter: one that nothing matches. */
    private static BsonDocument filter(Function<Facts, BsonValue> template, Facts facts) {
        try {
            return template.apply(facts).asDocument();
        } catch (Unbound e) {
            return NOTHING.clone();
        }
    }

    private BsonDocument merge(Facts facts) {
        return switch (facts.request().action()) {
            case Action.WriteDocument _, Action.BulkWrite _, Action.BulkPatch _ ->
                mergeRequest.bind(facts).asDocument();
            default -> new BsonDocument();
        };
    }

    /** The flag that the request would need. */
    private Optional<String> refusal(ApiRequest request) {
        if (!allowManagementRequests && isManagement(request)) {
            return Optional.of("allowManagementRequests");
        }
        if (!allowBulkPatch && request.action() instanceof Action.BulkPatch) {
            return Optional.of("allowBulkPatch");
        }
        if (!allowBulkDelete && request.action() instanceof Action.BulkDelete) {
            return Optional.of("allowBulkDelete");
        }
        if (!allowWriteMode && request.exchange().parameters().containsKey("wm")) {
            return Optional.of("allowWriteMode");
        }
        return request.query().explain() == null ? Optional.empty() : explaining();
    }

    /** A plan tells of documents and fields that the rule hides. */
    private Optional<String> explaining() {
        boolean hides = fields.areLimited()
                || !(readFilter instanceof Template.Constant constant
                        && constant.value().asDocument().isEmpty());
        if (hides) {
            return Optional.of("nothing, but ?explain would tell of what its readFilter or projectResponse hides");
        }
        return allowManagementRequests ? Optional.empty() : Optional.of("allowManagementRequests");
    }

    private static boolean isManagement(ApiRequest request) {
        return switch (request.resource()) {
            case Resource.Root _, Resource.Database _ -> !request.method().isSafe();
            case Resource.Collection(Namespace namespace) ->
                namespace.isSchemaStore()
                        || request.action() instanceof Action.WriteProperties
                        || request.action() instanceof Action.Drop;
            case Resource.Document(Namespace namespace, var _) -> namespace.isSchemaStore();
            case Resource.Size(Resource.Container of) ->
                of instanceof Resource.Collection(Namespace namespace) && namespace.isSchemaStore();
            case Resource.Meta _, Resource.Indexes _, Resource.Index _, Resource.Server _ -> true;
            case Resource.Documents _, Resource.Aggregation _ -> false;
        };
    }
}
