package dev.xylem.feature;

import static dev.xylem.fixture.Api.encode;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import org.bson.BsonDocument;

/** {@code DELETE /db/coll/*?filter=}. */
class BulkDeleteTest {

    private static String numbered(Api api) {
        String collection = api.newCollection();
        api.post(collection, "[{_id: 'a', n: 1}, {_id: 'b', n: 2}, {_id: 'c', n: 3}]")
                .expect(200);
        return collection;
    }

    private static String where(String filter) {
        return "/*?filter=" + encode(filter);
    }

    private static int left(Api api, String collection) {
        return api.get(collection).expect(200).documents().size();
    }

    @OnEveryEngine
    void removesWhatMatchesAndCountsIt(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);

        Answer answer = api.delete(collection + where("{n: {$gte: 2}}")).expect(200);

        assertEquals(
                BsonDocument.parse("{_embedded: {'rh:result': [{inserted: 0, deleted: 2, modified: 0, matched: 0}]}}"),
                answer.json());
        assertEquals("", answer.etag());
        api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
        assertEquals(1, left(api, collection));
    }

    @OnEveryEngine
    void standardHasTheCountsAlone(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);

        Answer answer = api.delete(collection + where("{n: 1}") + "&rep=S").expect(200);

        assertEquals(BsonDocument.parse("{inserted: 0, deleted: 1, modified: 0, matched: 0}"), answer.json());
    }

    @OnEveryEngine
    void aFilterIsMandatoryAndMustSelect(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);

        api.delete(collection + "/*").expectProblem(400, "filter-missing");
        for (String filter : new String[] {
            "{}", "{$and: []}", "{$and: [{}]}", "{$or: [{}]}", "{$or: []}", "{$nor: []}", "{$expr: true}"
        }) {
            api.delete(collection + where(filter)).expectProblem(400, "filter-matches-all");
        }
        api.delete(collection + "/*?filter=").expectProblem(400, "invalid-parameter");
        api.delete(collection + where("{n:")).expectProblem(400, "invalid-parameter");
        api.delete(collection + where("{$where: 'true'}")).expectProblem(400, "operator-not-allowed");

        assertEquals(3, left(api, collection));
    }

    @OnEveryEngine
    void moreMatchesThanMaxRemoveNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);

        api.delete(collection + where("{n: {$gt: 0}}") + "&max=2").expectProblem(409, "too-many-matches");
        api.delete(collection + where("{n: {$gt: 0}}") + "&max=0").expectProblem(409, "too-many-matches");
        assertEquals(3, left(api, collection));
        api.delete(collection + where("{n: {$gt: 0}}") + "&max=3").expect(200);

        assertEquals(0, left(api, collection));
    }

    @OnEveryEngine
    void whereNothingMatchesNothingIsDeleted(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);

        api.delete(collection + where("{n: 99}") + "&max=0").expect(200);
        api.delete(collection + "no" + where("{n: 1}")).expectProblem(404, "collection-not-found");

        assertEquals(3, left(api, collection));
    }

    @OnEveryEngine
    void theEtagOfABulkWriteTakesItBack(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);
        String tag = api.post(collection, "[{n: 7}, {n: 8}]").expect(200).etag();
        assertEquals(5, left(api, collection));

        api.delete(collection + where("{\"_etag\":{\"$oid\":%s}}".formatted(tag)))
                .expect(200);

        assertEquals(3, left(api, collection));
    }
}
