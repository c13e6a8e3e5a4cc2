package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query;
import dev.xylem.api.Resource;
import dev.xylem.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

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
    Plan run(ApiRequest request) {
        Query query = request.query();
        if (query.pagesize() == 0 && query.explain() == null) {
            plan(request, Cut.NONE);
            return new Plan.Known(new Result.Members("rh:result", List.of()));
        }
        return plan(request, Cut.of(query));
    }

    /** All of them. */
    Plan export(ApiRequest request) {
        return new Plan.ExportAggregate(plan(request, Cut.NONE));
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
        return StoredAggregations.of(properties).stream()
                .filter(stored -> new BsonString(uri).equals(stored.get("uri")))
                .findFirst()
                .map(stored -> EscapedKeys.unescape(stored).asDocument())
                .orElseThrow(() -> Problem.of(
                                ProblemType.AGGREGATION_NOT_FOUND, "The collection has no aggregation '" + uri + "'.")
                        .exception());
    }

    private Plan.Aggregate plan(ApiRequest request, Cut cut) {
        var resource = (Resource.Aggregation) request.resource();
        BsonDocument definition = definition(existing.collection(resource.namespace()), resource.uri());
        if (AggregationType.isMapReduce(definition.get("type"))) {
            throw PipelineFaults.ON_RUNNING.malformed(ARRAY, AggregationType.NO_MAP_REDUCE);
        }
        Query query = request.query();
        var variables = new BoundVariables(query.variables(), predefined(cut));
        List<BsonDocument> stages = new StageWalk(variables, PipelineFaults.ON_RUNNING)
                .pipeline(definition.get("stages", BsonNull.VALUE), "stages");
        stages.forEach(stage -> StoreSupport.require(stage, catalog.capabilities()));
        return new Plan.Aggregate(
                resource.namespace(),
                cut.isWhole() ? stages : paged(stages, variables.hasUsed("@skip", "@limit"), cut),
                definition.get("allowDiskUse", BsonBoolean.FALSE).equals(BsonBoolean.TRUE),
                variables.hasUsedGiven(),
                query.concerns());
    }

    private static Map<String, BsonValue> predefined(Cut cut) {
        return Map.of(
                "@page",
                new BsonInt32(cut.page()),
                "@pagesize",
                new BsonInt32(cut.pagesize()),
                "@limit",
                new BsonInt32(cut.pagesize()),
                "@skip",
                new BsonInt32(cut.skip()));
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
