package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Namespace;
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

    Plan run(ApiRequest request) {
        var resource = (Resource.Aggregation) request.resource();
        BsonDocument definition = definition(existing.collection(resource.namespace()), resource.uri());
        return plan(resource.namespace(), definition, request.query());
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

    private Plan plan(Namespace namespace, BsonDocument definition, Query query) {
        if (AggregationType.isMapReduce(definition.get("type"))) {
            throw PipelineFaults.ON_RUNNING.malformed(ARRAY, AggregationType.NO_MAP_REDUCE);
        }
        var variables = new BoundVariables(query.variables(), predefined(query));
        List<BsonDocument> stages = new StageWalk(variables, PipelineFaults.ON_RUNNING)
                .pipeline(definition.get("stages", BsonNull.VALUE), "stages");
        stages.forEach(stage -> StoreSupport.require(stage, catalog.capabilities()));
        if (query.pagesize() == 0 && query.explain() == null) {
            return new Plan.Known(new Result.Members("rh:result", List.of()));
        }
        return new Plan.Aggregate(
                namespace,
                paged(stages, variables.hasUsed("@skip", "@limit"), query),
                definition.get("allowDiskUse", BsonBoolean.FALSE).equals(BsonBoolean.TRUE),
                variables.hasUsedGiven(),
                query.concerns());
    }

    private static Map<String, BsonValue> predefined(Query query) {
        return Map.of(
                "@page",
                new BsonInt32(query.page()),
                "@pagesize",
                new BsonInt32(query.pagesize()),
                "@limit",
                new BsonInt32(query.pagesize()),
                "@skip",
                new BsonInt32(skip(query)));
    }

    /** Stages that cut the page themselves are trusted to do so, up to the largest page. */
    private List<BsonDocument> paged(List<BsonDocument> stages, boolean themselves, Query query) {
        var all = new ArrayList<>(stages);
        if (!themselves && skip(query) > 0) {
            all.add(new BsonDocument("$skip", new BsonInt32(skip(query))));
        }
        all.add(new BsonDocument("$limit", new BsonInt32(themselves ? most : Math.max(1, query.pagesize()))));
        return all;
    }

    private static int skip(Query query) {
        return (query.page() - 1) * query.pagesize();
    }
}
