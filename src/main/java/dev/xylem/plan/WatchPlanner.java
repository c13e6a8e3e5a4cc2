package dev.xylem.plan;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Grant;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Resource;
import dev.xylem.plan.live.FeedIds;
import dev.xylem.plan.live.Mark;
import dev.xylem.plan.live.Projector;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Plans feeds. Their filters are answered in process, so that all feeds of a collection can share one change stream. */
final class WatchPlanner {
    private final Catalog catalog;
    private final Existing existing;

    WatchPlanner(Catalog catalog) {
        this.catalog = catalog;
        this.existing = new Existing(catalog);
    }

    Plan.Watch plan(ApiRequest request, Action.Watch action, Grant grant) {
        Namespace namespace = namespaceOf(request.resource());
        existing.collection(namespace);
        StoreSupport.requireChangeStreams(catalog.capabilities());
        BsonDocument asked =
                Scope.join(idOf(request.resource()), request.query().filter());
        requireMatcher(asked);
        requireMatcherOfRule(grant);
        requireProjector(request.query().keys());
        FeedIds ids = FeedIds.of(catalog.cursors(), request, namespace, asked);
        return new Plan.Watch(
                namespace,
                asked,
                grant.rows().read(),
                grant.rows().walk(),
                grant.fields(),
                request.query().keys(),
                action.snapshot(),
                mark(ids, action.after()),
                ids);
    }

    private static @Nullable Mark mark(FeedIds ids, @Nullable String after) {
        return after == null ? null : ids.open(after);
    }

    private static Namespace namespaceOf(Resource resource) {
        return switch (resource) {
            case Resource.Collection(Namespace namespace) -> namespace;
            case Resource.Document(Namespace namespace, var _) -> namespace;
            default -> throw new IllegalArgumentException("not watchable");
        };
    }

    private static BsonDocument idOf(Resource resource) {
        return resource instanceof Resource.Document(var _, var id) ? new BsonDocument("_id", id) : new BsonDocument();
    }

    private static void requireMatcher(BsonDocument filter) {
        try {
            Matcher.of(filter);
        } catch (IllegalArgumentException e) {
            throw notFollowed(e);
        }
    }

    private static void requireMatcherOfRule(Grant grant) {
        try {
            Matcher.of(grant.rows().read());
        } catch (IllegalArgumentException e) {
            throw Problem.of(
                            ProblemType.FORBIDDEN,
                            "The rule that allows this request has a readFilter that a feed can't follow.")
                    .exception();
        }
    }

    private static void requireProjector(BsonDocument keys) {
        try {
            Projector.of(keys);
        } catch (IllegalArgumentException e) {
            throw Problem.of(
                            ProblemType.INVALID_PARAMETER,
                            "The parameter 'keys' can't be used: " + e.getMessage() + ".")
                    .with("parameter", "keys")
                    .exception();
        }
    }

    private static ProblemException notFollowed(IllegalArgumentException e) {
        return Problem.of(ProblemType.OPERATOR_NOT_ALLOWED, "A feed can't follow this filter: " + e.getMessage() + ".")
                .with("parameter", "filter")
                .exception();
    }
}
