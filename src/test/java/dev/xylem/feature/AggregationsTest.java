package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** Stored aggregations: {@code aggrs} of a collection, run at {@code _aggrs/uri}. */
class AggregationsTest {
    private static final String DATA =
            "[{_id: 'pen', n: 1, kind: 'office'}, {_id: 'cup', n: 7, kind: 'home'}, {_id: 'pot', n: 9, kind: 'home'}]";

    /** A collection with that data and these aggregations. */
    private static String collection(Api api, String aggregations) {
        String collection = api.newCollection();
        api.post(collection, DATA).expect(200);
        api.patch(collection, "{aggrs: " + aggregations + "}").expect(200);
        return collection;
    }

    private static BsonArray run(Api api, String collection, String uri, String avars) {
        return api.get(collection + "/_aggrs/" + uri + "?rep=S&avars=" + Api.encode(avars))
                .expect(200)
                .array();
    }

    @OnEveryEngine
    void runByTheirUri(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(
                api,
                "[{uri: 'kinds', type: 'pipeline', stages: [{$group: {_id: '$kind', n: {$sum: '$n'}}}, {$sort: {_id: 1}}]},"
                        + "{uri: 'all', stages: [], allowDiskUse: true}]");

        Answer hal = api.get(collection + "/_aggrs/kinds").expect(200);

        assertEquals("application/hal+json", hal.header("Content-Type"));
        assertEquals(
                BsonDocument.parse(
                        "{_returned: 2, _embedded: {'rh:result': [{_id: 'home', n: 16}, {_id: 'office', n: 1}]}}"),
                hal.json());
        assertEquals(
                BsonArray.parse("[{_id: 'home', n: 16}, {_id: 'office', n: 1}]"), run(api, collection, "kinds", "{}"));
        assertEquals(3, run(api, collection, "all", "{}").size());
        assertEquals(
                2,
                api.get(collection + "/_aggrs/kinds?rep=PJ")
                        .json()
                        .getArray("_embedded")
                        .size());
        api.get(collection + "/_aggrs/nothing").expectProblem(404, "aggregation-not-found");
        api.get(collection + "x/_aggrs/kinds").expectProblem(404, "collection-not-found");
        api.post(collection + "/_aggrs/kinds", "{}").expectProblem(405, "method-not-allowed");
    }

    @OnEveryEngine
    void bindVariablesToWhatTheCallerSends(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(api, """
                [{uri: 'of', stages: [
                    {$match: {kind: {$var: 'kind'}, n: {$gte: {$var: ['least.n', 0]}}}},
                    {$ifvar: ['label', {$addFields: {label: {$var: 'label'}}}]},
                    {$sort: {$var: ['order', {_id: 1}]}}]}]""");

        assertEquals(
                BsonArray.parse("[{_id: 'cup'}, {_id: 'pot'}]"), ids(run(api, collection, "of", "{kind: 'home'}")));
        assertEquals(
                BsonArray.parse("[{_id: 'pot'}]"), ids(run(api, collection, "of", "{kind: 'home', least: {n: 8}}")));
        assertEquals(
                BsonArray.parse("[{_id: 'pot'}, {_id: 'cup'}]"),
                ids(run(api, collection, "of", "{kind: 'home', order: {n: -1}}")));
        assertEquals(
                "x",
                run(api, collection, "of", "{kind: 'office', label: 'x'}")
                        .get(0)
                        .asDocument()
                        .getString("label")
                        .getValue());
        Answer missing = api.get(collection + "/_aggrs/of?avars={}".replace("{}", "%7B%7D"))
                .expectProblem(400, "missing-variable");
        assertEquals("kind", missing.json().getString("variable").getValue());
        api.get(collection + "/_aggrs/of").expectProblem(400, "missing-variable");
    }

    private static BsonArray ids(BsonArray documents) {
        var ids = new BsonArray();
        documents.forEach(document ->
                ids.add(new BsonDocument("_id", document.asDocument().get("_id"))));
        return ids;
    }

    @OnEveryEngine
    void arePagedUnlessTheyCutThePageThemselves(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(
                api,
                "[{uri: 'all', stages: [{$sort: {n: 1}}]},"
                        + "{uri: 'own', stages: [{$sort: {n: 1}}, {$skip: {$var: '@skip'}}, {$limit: {$var: '@limit'}},"
                        + " {$group: {_id: {$var: '@page'}, n: {$sum: 1}}}]}]");

        assertEquals(
                BsonArray.parse("[{_id: 'pot'}]"),
                ids(api.get(collection + "/_aggrs/all?rep=S&page=2&pagesize=2").array()));
        assertEquals(
                0, api.get(collection + "/_aggrs/all?rep=S&pagesize=0").array().size());
        assertEquals(
                BsonArray.parse("[{_id: 2, n: 1}]"),
                api.get(collection + "/_aggrs/own?rep=S&page=2&pagesize=2").array());
        assertEquals(
                BsonArray.parse("[{_id: 1, n: 3}]"),
                api.get(collection + "/_aggrs/own?rep=S").array());
        BsonDocument links = api.get(collection + "/_aggrs/all?hal=f&page=2&pagesize=1")
                .json()
                .getDocument("_links");
        assertTrue(links.getDocument("next").getString("href").getValue().contains("page=3"), links.toJson());
        api.get(collection + "/_aggrs/all?page=100000&pagesize=1000").expectProblem(400, "skip-too-large");
    }

    @OnEveryEngine
    void areStoredEscapedAndShownAsTheyWereWritten(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        String aggregations = "[{\"uri\":\"x\",\"stages\":[{\"$match\":{\"a.b\":{\"$gt\":1}}}]}]";
        String escaped = "[{\"uri\":\"x\",\"stages\":[{\"_$match\":{\"a::b\":{\"_$gt\":1}}}]}]";
        String[] bodies = {
            "{\"aggrs\":" + aggregations + "}",
            "{\"aggrs\":" + escaped + "}",
            "{\"$set\":{\"aggrs\":" + aggregations + "}}"
        };
        for (String body : bodies) {
            String collection = database + "/c";
            Answer put = api.put(collection, body, "Prefer", "return=representation");
            assertTrue(put.text().contains(aggregations), put.text());
            String patched = api.patch(collection, body, "Prefer", "return=representation")
                    .expect(200)
                    .text();
            assertTrue(patched.contains(aggregations), patched);
            for (String path : new String[] {collection, collection + "/_meta", database, database + "?rep=PJ"}) {
                String text = api.get(path).expect(200).text();
                assertTrue(text.contains(aggregations), text);
            }
            assertEquals(
                    0,
                    api.get(collection + "/_aggrs/x?rep=S").expect(200).array().size());
        }
    }

    @OnEveryEngine
    void areLinkedFromTheirCollection(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(api, "[{uri: 'a', stages: []}, {uri: 'b c', stages: []}]");

        BsonDocument links = api.get(collection).json().getDocument("_links");

        assertEquals(
                collection + "/_aggrs/a",
                links.getDocument("a").getString("href").getValue());
        String href = links.getDocument("b c").getString("href").getValue();
        assertEquals(collection + "/_aggrs/b%20c", href);
        api.get(href).expect(200);
        assertTrue(api.get(collection + "?hal=f").json().getDocument("_links").containsKey("a"));
        assertFalse(api.get(collection + "?np").json().containsKey("_links"));
    }

    @OnEveryEngine
    void aBadDefinitionIsRefusedWhenItIsStored(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(api, "[{uri: 'good', stages: []}]");
        String[][] refusals = {
            {"1", "aggrs"},
            {"{}", "aggrs"},
            {"[1]", "aggrs.0"},
            {"[{stages: []}]", "aggrs.0.uri"},
            {"[{uri: '', stages: []}]", "aggrs.0.uri"},
            {"[{uri: 'a/b', stages: []}]", "aggrs.0.uri"},
            {"[{uri: 'self', stages: []}]", "aggrs.0.uri"},
            {"[{uri: 1, stages: []}]", "aggrs.0.uri"},
            {"[{uri: 'a', stages: []}, {uri: 'a', stages: []}]", "aggrs.1.uri"},
            {"[{uri: 'a'}]", "aggrs.0.stages"},
            {"[{uri: 'a', stages: {}}]", "aggrs.0.stages"},
            {"[{uri: 'a', stages: [1]}]", "aggrs.0.stages.0"},
            {"[{uri: 'a', stages: [{}]}]", "aggrs.0.stages.0"},
            {"[{uri: 'a', type: 'other', stages: []}]", "aggrs.0.type"},
            {"[{uri: 'a', type: 'mapReduce', map: 'function() {}', reduce: 'function() {}'}]", "aggrs.0.type"},
            {"[{uri: 'a', stages: [], allowDiskUse: 1}]", "aggrs.0.allowDiskUse"},
            {"[{uri: 'a', stages: [{$match: {a: {$var: 1}}}]}]", "aggrs.0.stages.0.$match.a.$var"},
        };
        for (String[] refusal : refusals) {
            for (String body : new String[] {"{aggrs: " + refusal[0] + "}", "{$set: {aggrs: " + refusal[0] + "}}"}) {
                Answer patch = api.patch(collection, body).expectProblem(400, "invalid-properties");
                assertEquals(refusal[1], patch.json().getString("path").getValue(), body);
                api.put(collection, body).expectProblem(400, "invalid-properties");
            }
        }
        assertTrue(api.patch(collection, "{aggrs: [{uri: 'a', type: 'mr'}]}")
                .text()
                .contains("Map-reduce"));
        for (String body : new String[] {
            "{'aggrs.0.uri': 'b'}",
            "{$push: {aggrs: {uri: 'b', stages: []}}}",
            "{$rename: {x: 'aggrs'}}",
            "{$unset: {'aggrs.0': 1}}"
        }) {
            api.patch(collection, body).expectProblem(400, "invalid-properties");
        }
        assertEquals(
                BsonArray.parse("[{uri: 'good', stages: []}]"),
                api.get(collection + "/_meta").json().getArray("aggrs"));
        api.patch(collection, "{$unset: {aggrs: 1}}").expect(200);
        api.get(collection + "/_aggrs/good").expectProblem(404, "aggregation-not-found");
    }

    @OnEveryEngine
    void aFaultOfTheDefinitionIs422AndOneOfTheCallers400(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(
                api,
                "[{uri: 'broken', stages: [{$project: {x: {$toInt: '$kind'}}}]},"
                        + "{uri: 'asked', stages: [{$match: {n: {$mod: {$var: 'n'}}}}]}]");

        api.get(collection + "/_aggrs/broken").expectProblem(422, "aggregation-failed");
        assertEquals(1, run(api, collection, "asked", "{n: [4, 3]}").size());
        for (String wrong : new String[] {"{n: 'x'}", "{n: [0, 0]}", "{n: null}"}) {
            api.get(collection + "/_aggrs/asked?avars=" + Api.encode(wrong)).expectProblem(400, "invalid-request");
        }
    }

    @OnEveryEngine
    void whatTheStoreCanNotDoIs501(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(
                api,
                "[{uri: 'union', stages: [{$unionWith: 'coll'}]},"
                        + "{uri: 'text', stages: [{$match: {$text: {$search: 'x'}}}]},"
                        + "{uri: 'graph', stages: [{$graphLookup: {from: 'coll', startWith: '$n', connectFromField: 'n',"
                        + " connectToField: 'n', as: 'x'}}]}]");

        for (String uri : new String[] {"union", "text", "graph"}) {
            int status = api.get(collection + "/_aggrs/" + uri).status();
            assertTrue(status == 200 || status == 501 || status == 422, uri + " answered " + status);
        }
        api.get(collection + "/pen").expect(200);
    }

    @OnEveryEngine
    void readOtherCollectionsOfTheirDatabase(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(
                api,
                "[{uri: 'joined', stages: [{$lookup: {from: 'other', localField: 'kind', foreignField: '_id', as: 'k'}},"
                        + " {$match: {'k.big': true}}]}]");
        String other = collection.substring(0, collection.lastIndexOf('/')) + "/other";
        api.put(other, null).expect(201);
        api.put(other + "/home", "{big: true}").expect(201);

        assertEquals(2, run(api, collection, "joined", "{}").size());
    }
}
