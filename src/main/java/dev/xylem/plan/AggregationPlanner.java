package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Caller;
import dev.xylem.api.Grant;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query;
import dev.xylem.api.Resource;
import dev.xylem.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** Plans the run of a stored aggregation. It is checked again as when it was stored: other programs write properties too. */
final class AggregationPlanner {
    private static final String ARRAY = Definitions.AGGREGATIONS;

    private final Existing existing;
    private final Catalog catalog;
    private final int most;

    AggregationPlanner(Settings settings, Catalog catalog) {
        this.existing = new Existing(catalog);
        this.catalog = catalog;
        this.most = settings.paging().maxSize();
    }

    /** One page of the results. */
    Plan run(ApiRequest request, Grant grant) {
        Query query = request.query();
        if (query.pagesize() == 0 && query.explain() == null) {
            plan(request, grant, Cut.NONE);
            return new Plan.Known(new Result.Members("rh:result", List.of()));
        }
        return plan(request, grant, Cut.of(query));
    }

    /** All of them. */
    Plan export(ApiRequest request, Grant grant) {
        return new Plan.ExportAggregate(plan(request, grant, Cut.NONE));
    }

    /**
     * Which of the results are wanted.
     *
     * @param pagesize {@link Integer#MAX_VALUE} for all
     */
    private record Cut(int page, int pagesize) {
        static final Cut NONE = new Cut(1, Integer.MAX_VALUE);

        static Cut of(Query query) {
            return new Cut(query.page(), query.pagesize());
        }

        boolean isWhole() {
            return pagesize == Integer.MAX_VALUE;
        }

        int skip() {
            return (page - 1) * pagesize;
        }
    }

    private static BsonDocument definition(RawBsonDocument properties, String uri) {
        return Definitions.find(properties, ARRAY, uri)
                .orElseThrow(() -> Problem.of(
                                ProblemType.AGGREGATION_NOT_FOUND, "The collection has no aggregation '" + uri + "'.")
                        .exception());
    }

    private Plan.Aggregate plan(ApiRequest request, Grant grant, Cut cut) {
        var resource = (Resource.Aggregation) request.resource();
        BsonDocument definition = definition(existing.collection(resource.namespace()), resource.uri());
        if (AggregationType.isMapReduce(definition.get("type"))) {
            throw PipelineFaults.ON_RUNNING.malformed(ARRAY, AggregationType.NO_MAP_REDUCE);
        }
        Query query = request.query();
        var variables = new BoundVariables(query.variables(), predefined(request, cut));
        List<BsonDocument> stages = new StageWalk(variables, PipelineFaults.ON_RUNNING)
                .pipeline(definition.get("stages", BsonNull.VALUE), "stages");
        stages.forEach(stage -> StoreSupport.require(stage, catalog.capabilities()));
        List<BsonDocument> limited = LimitedStages.of(stages, resource.namespace(), grant);
        return new Plan.Aggregate(
                resource.namespace(),
                cut.isWhole() ? limited : paged(limited, variables.hasUsed("@skip", "@limit"), cut),
                definition.get("allowDiskUse", BsonBoolean.FALSE).equals(BsonBoolean.TRUE),
                variables.hasUsedGiven(),
                query.concerns());
    }

    private static Function<String, @Nullable BsonValue> predefined(ApiRequest request, Cut cut) {
        return name -> switch (name) {
            case "@page" -> new BsonInt32(cut.page());
            case "@pagesize", "@limit" -> new BsonInt32(cut.pagesize());
            case "@skip" -> new BsonInt32(cut.skip());
            default -> ofCaller(request.caller(), name);
        };
    }

    /** {@code @user} is the user id, {@code @user.x} what else is known of the user; strangers have neither. */
    static @Nullable BsonValue ofCaller(Caller caller, String name) {
        if (caller.user() == null) {
            return null;
        }
        return switch (name) {
            case "@user" -> new BsonString(caller.user());
            case "@user.roles" ->
                new BsonArray(
                        caller.roles().stream().sorted().map(BsonString::new).toList());
            default -> name.startsWith("@user.") ? property(caller.properties(), name.substring(6)) : null;
        };
    }

    private static @Nullable BsonValue property(BsonDocument properties, String path) {
        BsonValue value = properties;
        for (String part : path.split("\\.", -1)) {
            value = value instanceof BsonDocument document ? document.get(part) : null;
        }
        return value;
    }

    /** Stages that cut the page themselves are trusted to do so, up to the largest page. */
    private List<BsonDocument> paged(List<BsonDocument> stages, boolean themselves, Cut cut) {
        var all = new ArrayList<>(stages);
        if (!themselves && cut.skip() > 0) {
            all.add(new BsonDocument("$skip", new BsonInt32(cut.skip())));
        }
        all.add(new BsonDocument("$limit", new BsonInt32(themselves ? most : Math.max(1, cut.pagesize()))));
        return all;
    }
}
