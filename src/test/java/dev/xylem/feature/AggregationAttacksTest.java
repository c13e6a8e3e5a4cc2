package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.OtherProgram;
import org.bson.BsonArray;

/** Callers who send more than values, and definitions that reach for more than data. */
class AggregationAttacksTest {

    private static String collection(Api api, String aggregations) {
        String collection = api.newCollection();
        api.post(
                        collection,
                        "[{_id: 'ann', city: 'Bath', secret: 's3cr3t'}, {_id: 'bob', city: '$secret', secret: 's3cr3t'}]")
                .expect(200);
        api.patch(collection, "{aggrs: " + aggregations + "}").expect(200);
        return collection;
    }

    private static Answer run(Api api, String collection, String uri, String avars) {
        return api.get(collection + "/_aggrs/" + uri + "?rep=S&avars=" + Api.encode(avars));
    }

    @OnEveryEngine
    void anOperatorIsNoValue(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(api, "[{uri: 'city', stages: [{$match: {city: {$var: 'city'}}}]}]");
        String[] attacks = {
            "{city: {$ne: null}}",
            "{city: {$gt: ''}}",
            "{city: {a: [{$where: '1'}]}}",
            "{city: [[{$ne: 1}]]}",
            "{city: 'Bath', unused: {$ne: 1}}",
            "{$where: '1', city: 'Bath'}",
            "{city: {$regex: '.*'}}",
            "{city: {$regularExpression: {pattern: '.*', options: ''}}}",
            "{city: {$code: 'return true'}}",
        };
        for (String attack : attacks) {
            Answer refused = run(api, collection, "city", attack);
            assertEquals(400, refused.status(), attack + " answered " + refused.text());
            assertFalse(refused.text().contains("s3cr3t"));
        }
        assertEquals(
                1,
                run(api, collection, "city", "{city: 'Bath'}")
                        .expect(200)
                        .array()
                        .size());
        for (String malformed : new String[] {"", "[]", "1", "'x'", "{city: "}) {
            run(api, collection, "city", malformed).expectProblem(400, "invalid-parameter");
        }
        api.get(collection + "?avars=%7B%7D").expectProblem(400, "unknown-parameter");
    }

    @OnEveryEngine
    void aTextIsNoFieldInAQuery(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(
                api,
                "[{uri: 'city', stages: [{$match: {city: {$var: 'city'}}}]},"
                        + "{uri: 'expr', stages: [{$match: {$expr: {$eq: ['$secret', {$var: 'city'}]}}}]}]");

        BsonArray found =
                run(api, collection, "city", "{city: '$secret'}").expect(200).array();

        assertEquals(1, found.size());
        assertEquals("bob", found.get(0).asDocument().getString("_id").getValue());
        assertEquals(
                0,
                run(api, collection, "expr", "{city: '$secret'}")
                        .expect(200)
                        .array()
                        .size());
        assertEquals(
                2,
                run(api, collection, "expr", "{city: 's3cr3t'}")
                        .expect(200)
                        .array()
                        .size());
    }

    @OnEveryEngine
    void aTextIsNoFieldInAnExpression(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(
                api,
                "[{uri: 'project', stages: [{$project: {_id: 0, x: {$var: 'v'}}}]},"
                        + "{uri: 'set', stages: [{$addFields: {x: {$concat: ['<', {$var: 'v'}, '>']}}}, {$project: {_id: 0, x: 1}}]},"
                        + "{uri: 'group', stages: [{$group: {_id: {$var: 'v'}}}]},"
                        + "{uri: 'nested', stages: [{$facet: {a: [{$project: {x: {y: [{$var: 'v'}]}}}]}}]},"
                        + "{uri: 'top', stages: [{$sortByCount: {$var: 'v'}}]}]");

        for (String text : new String[] {"$secret", "$$ROOT", "$$CURRENT.secret"}) {
            for (String uri : new String[] {"project", "set", "group", "nested", "top"}) {
                Answer answer = run(api, collection, uri, "{v: '" + text + "'}").expect(200);
                assertFalse(answer.text().contains("s3cr3t"), uri + " answered " + answer.text());
                assertTrue(answer.text().contains(text), uri + " answered " + answer.text());
            }
        }
        assertEquals(
                BsonArray.parse("[{x: 1}, {x: 1}]"),
                run(api, collection, "project", "{v: 1}").expect(200).array());
        assertEquals(
                BsonArray.parse("[{x: ['$secret']}, {x: ['$secret']}]"),
                run(api, collection, "project", "{v: ['$secret']}").expect(200).array());
    }

    @OnEveryEngine
    void aTextIsNoFieldWhereAStageWantsOne(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(
                api,
                "[{uri: 'unwind', stages: [{$unwind: {$var: 'v'}}]},"
                        + "{uri: 'limit', stages: [{$limit: {$var: 'v'}}]}]");

        run(api, collection, "unwind", "{v: '$secret'}").expectProblem(400, "operator-not-allowed");
        run(api, collection, "limit", "{v: 'x'}").expectProblem(400, "invalid-request");
        run(api, collection, "limit", "{v: -1}").expectProblem(400, "invalid-request");
    }

    @OnEveryEngine
    void stagesThatWriteTellOfTheServerOrRunCodeAreNeverStored(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(api, "[{uri: 'good', stages: []}]");
        String[] stages = {
            "{$out: 'coll'}",
            "{$merge: {into: {db: 'admin', coll: 'x'}}}",
            "{_$out: 'coll'}",
            "{$currentOp: {}}",
            "{$collStats: {}}",
            "{$documents: []}",
            "{$match: {$where: 'true'}}",
            "{$match: {_$where: 'true'}}",
            "{$addFields: {x: {$function: {body: 'x', args: [], lang: 'js'}}}}",
            "{$facet: {x: [{$lookup: {from: 'coll', pipeline: [{$unionWith: '_properties'}], as: 'y'}}]}}",
            "{$lookup: {from: '_accounts', localField: 'a', foreignField: 'b', as: 'x'}}",
            "{$lookup: {from: {db: 'admin', coll: 'x'}, localField: 'a', foreignField: 'b', as: 'x'}}",
        };
        for (String stage : stages) {
            String body = "{aggrs: [{uri: 'bad', stages: [{$limit: 1}, " + stage + "]}]}";
            Answer patch = api.patch(collection, body).expectProblem(403, "stage-not-allowed");
            assertTrue(patch.json().getString("path").getValue().startsWith("aggrs.0.stages.1.$"), patch.text());
            api.put(collection, body).expectProblem(403, "stage-not-allowed");
        }
        api.get(collection + "/_aggrs/bad").expectProblem(404, "aggregation-not-found");
        api.get(collection + "/_aggrs/good").expect(200);
        api.get(collection + "/ann").expect(200);
    }

    @OnEveryEngine
    void aDefinitionThatAnotherProgramStoredIsCheckedBeforeItRuns(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(api, "[]");
        String database = collection.substring(0, collection.lastIndexOf('/'));
        try (var other = OtherProgram.on(engine)) {
            other.collection(database + "/_properties")
                    .updateOne(Filters.eq("_id", "_properties.coll"), Updates.set("aggrs", BsonArray.parse("""
                            [{uri: 'out', stages: [{_$out: 'stolen'}]},
                             {uri: 'union', stages: [{_$lookup: {from: '_properties', pipeline: [], as: 'x'}}]},
                             {uri: 'script', type: 'mapReduce', map: 'x', reduce: 'y'},
                             {uri: 'odd', stages: 'x'},
                             5]""")));
        }

        api.get(collection + "/_aggrs/out").expectProblem(403, "stage-not-allowed");
        api.get(collection + "/_aggrs/union").expectProblem(403, "stage-not-allowed");
        api.get(collection + "/_aggrs/script").expectProblem(422, "aggregation-failed");
        api.get(collection + "/_aggrs/odd").expectProblem(422, "aggregation-failed");
    }
}
