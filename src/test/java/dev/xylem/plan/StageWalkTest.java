package dev.xylem.plan;

import static dev.xylem.plan.Bson.assertRefused;
import static dev.xylem.plan.Bson.doc;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.xylem.api.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which stages and operators a stored aggregation may have. */
class StageWalkTest {

    private static void check(BsonValue stages) {
        DefinitionCheck.check(
                Definitions.AGGREGATIONS,
                new BsonArray(List.of(new BsonDocument("uri", new BsonString("x")).append("stages", stages))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{$match: {a: {$gt: 1}, $expr: {$eq: ['$a', '$$ROOT.b']}}}, {$sort: {a: 1}}, {$limit: 5}]",
                "[{$group: {_id: '$a', n: {$sum: 1}, all: {$push: '$$ROOT'}, top: {$topN: {n: 2, sortBy: {a: 1}, output: '$b'}}}}]",
                "[{$lookup: {from: 'other', let: {a: '$a'}, pipeline: [{$match: {$expr: {$eq: ['$b', '$$a']}}}], as: 'x'}}]",
                "[{$facet: {a: [{$count: 'n'}], b: [{$unionWith: 'other'}, {$unionWith: {coll: 'other', pipeline: []}}]}}]",
                "[{$graphLookup: {from: 'c', startWith: '$a', connectFromField: 'a', connectToField: 'b', as: 'x', restrictSearchWithMatch: {a: {$ne: 1}}}}]",
                "[{$setWindowFields: {partitionBy: '$a', sortBy: {b: 1}, output: {r: {$rank: {}}, s: {$sum: '$b', window: {documents: ['unbounded', 'current']}}}}}]",
                "[{$project: {x: {$literal: {$out: 'inert'}}}}, {$sort: {score: {$meta: 'textScore'}}}]",
                "[{$ifvar: [['a', 'b'], {$match: {a: {$var: 'a'}}}, {$ifvar: ['c', {$limit: {$var: 'c'}}]}]}]",
                "[{$match: {a: {$var: ['a', {plain: 1}]}}}, {$skip: {$var: '@skip'}}]",
            })
    void lets_pipelines_through(String stages) {
        assertDoesNotThrow(() -> check(BsonArray.parse(stages)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{$out: 'users'}]",
                "[{$merge: {into: {db: 'admin', coll: 'x'}}}]",
                "[{$currentOp: {}}]",
                "[{$listSessions: {}}]",
                "[{$listLocalSessions: {}}]",
                "[{$collStats: {}}]",
                "[{$indexStats: {}}]",
                "[{$planCacheStats: {}}]",
                "[{$queryStats: {}}]",
                "[{$documents: []}]",
                "[{$changeStream: {}}]",
                "[{$search: {}}]",
                "[{$vectorSearch: {}}]",
                "[{$listSampledQueries: {}}]",
                "[{$_internalInhibitOptimization: {}}]",
                "[{$OUT: 'users'}]",
                "[{$match: {$where: 'true'}}]",
                "[{$match: {a: {$elemMatch: {$or: [{b: {$not: {$where: '1'}}}]}}}}]",
                "[{$match: {$expr: {$function: {body: 'x', args: [], lang: 'js'}}}}]",
                "[{$project: {x: {$cond: [{$function: {}}, 1, 0]}}}]",
                "[{$group: {_id: 1, x: {$accumulator: {}}}}]",
                "[{$addFields: {'a.b': {$map: {input: '$a', in: {$_internalJsEmit: 1}}}}}]",
                "[{$sort: {$where: 1}}]",
                "[{$bucket: {groupBy: '$a', boundaries: [{$function: {}}]}}]",
                "[{$lookup: {from: '_accounts', localField: 'a', foreignField: 'b', as: 'x'}}]",
                "[{$lookup: {from: '_properties', pipeline: [], as: 'x'}}]",
                "[{$lookup: {from: 'system.users', pipeline: [], as: 'x'}}]",
                "[{$lookup: {from: {db: 'admin', coll: 'users'}, pipeline: [], as: 'x'}}]",
                "[{$lookup: {from: {$var: 'coll'}, pipeline: [], as: 'x'}}]",
                "[{$lookup: {from: 'a', pipeline: [{$facet: {a: [{$unionWith: '_accounts'}]}}], as: 'x'}}]",
                "[{$unionWith: '_accounts'}]",
                "[{$unionWith: {coll: 'pictures.chunks'}}]",
                "[{$unionWith: {db: 'admin', coll: 'x.files'}}]",
                "[{$graphLookup: {from: '_accounts', startWith: '$a', connectFromField: 'a', connectToField: 'b', as: 'x'}}]",
                "[{$facet: {a: [{$ifvar: ['n', {$out: 'x'}]}]}}]",
                "[{$ifvar: ['n', {$limit: 1}, {$out: 'x'}]}]",
                "[{$match: {a: {$var: 'a', $where: '1'}}}]",
                "[{$var: 'stage'}]",
            })
    void refuses_what_writes_tells_of_the_server_or_runs_code(String stages) {
        assertRefused(ProblemType.STAGE_NOT_ALLOWED, () -> check(BsonArray.parse(stages)));
    }

    private static final List<String> DENIED =
            List.of("$out", "$merge", "$currentOp", "$collStats", "$documents", "$changeStream", "$nonsense");

    @RepeatedTest(300)
    void finds_a_denied_stage_wherever_it_is(RepetitionInfo info) {
        var random = new Random(info.getCurrentRepetition());
        var pipelines = new ArrayList<BsonArray>();
        var root = pipeline(random, 4, pipelines);
        assertDoesNotThrow(() -> check(root));

        var planted = pipelines.get(random.nextInt(pipelines.size()));
        String name = DENIED.get(random.nextInt(DENIED.size()));
        planted.add(random.nextInt(planted.size() + 1), new BsonDocument(name, new BsonString("x")));

        assertRefused(ProblemType.STAGE_NOT_ALLOWED, () -> check(root));
    }

    @RepeatedTest(300)
    void finds_a_denied_operator_wherever_it_is(RepetitionInfo info) {
        var random = new Random(info.getCurrentRepetition());
        var root = pipeline(random, 4, new ArrayList<>());
        var places = new ArrayList<BsonDocument>();
        collect(root, places);
        if (places.isEmpty()) {
            return;
        }
        places.get(random.nextInt(places.size())).append("$where", new BsonString("true"));

        assertRefused(ProblemType.STAGE_NOT_ALLOWED, () -> check(root));
    }

    /** The arguments of stages and everything in them; a second key in a stage would be another fault. */
    private static void collect(BsonArray pipeline, List<BsonDocument> places) {
        for (BsonValue stage : pipeline) {
            stage.asDocument().values().forEach(argument -> collectObjects(argument, places));
        }
    }

    private static void collectObjects(BsonValue value, List<BsonDocument> places) {
        switch (value) {
            case BsonDocument document -> {
                places.add(document);
                document.forEach((key, child) -> {
                    if (key.equals("pipeline") || key.equals("p0") || key.equals("p1")) {
                        collect(child.asArray(), places);
                    } else {
                        collectObjects(child, places);
                    }
                });
            }
            case BsonArray array -> array.forEach(element -> collectObjects(element, places));
            default -> {}
        }
    }

    private static BsonArray pipeline(Random random, int depth, List<BsonArray> all) {
        var stages = new BsonArray();
        all.add(stages);
        for (int i = random.nextInt(4); i > 0; i--) {
            stages.add(stage(random, depth, all));
        }
        return stages;
    }

    private static BsonDocument stage(Random random, int depth, List<BsonArray> all) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> doc("{$match: {a: {$gt: 1}, $or: [{b: 1}, {c: {$in: [1, 2]}}]}}");
            case 1 -> doc("{$addFields: {x: {$add: ['$a', {$max: ['$b', 1]}]}}}");
            case 2 -> doc("{$group: {_id: {a: '$a'}, n: {$sum: {$cond: [true, 1, 0]}}}}");
            case 3 -> doc("{$sort: {a: 1, b: -1}}");
            case 4 -> new BsonDocument("$limit", new BsonInt32(1 + random.nextInt(9)));
            case 5 ->
                new BsonDocument(
                        "$facet",
                        new BsonDocument("p0", pipeline(random, depth - 1, all))
                                .append("p1", pipeline(random, depth - 1, all)));
            case 6 ->
                new BsonDocument(
                        "$lookup",
                        doc("{from: 'other', let: {a: '$a'}, as: 'x'}")
                                .append("pipeline", pipeline(random, depth - 1, all)));
            default ->
                new BsonDocument(
                        "$unionWith", doc("{coll: 'other'}").append("pipeline", pipeline(random, depth - 1, all)));
        };
    }
}
