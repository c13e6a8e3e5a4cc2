package dev.xylem.feature;

import static dev.xylem.fixture.Api.encode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import org.bson.BsonDocument;

/** {@code PATCH /db/coll/*?filter=}. */
class BulkPatchTest {

    private static String numbered(Api api) {
        String collection = api.newCollection();
        api.post(collection, "[{_id: 'a', n: 1}, {_id: 'b', n: 2}, {_id: 'c', n: 3}]")
                .expect(200);
        return collection;
    }

    private static String where(String filter) {
        return "/*?filter=" + encode(filter);
    }

    private static void assertUntouched(Api api, String collection) {
        api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 2}");
        api.get(collection + "/c").expectState("{_id: 'c', n: 3}");
        assertEquals(3, api.get(collection).documents().size());
    }

    @OnEveryEngine
    void changesWhatMatchesAndNothingElse(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);
        String untouched = api.get(collection + "/a").etag();

        Answer answer = api.patch(collection + where("{n: {$gte: 2}}"), "{seen: true, $inc: {n: 10}, 'in.x': 1}")
                .expect(200);

        assertEquals(
                BsonDocument.parse("{_embedded: {'rh:result': [{inserted: 0, deleted: 0, modified: 2, matched: 2}]}}"),
                answer.json());
        api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 12, seen: true, in: {x: 1}}");
        api.get(collection + "/c").expectState("{_id: 'c', n: 13, seen: true, in: {x: 1}}");
        assertEquals(untouched, api.get(collection + "/a").etag());
    }

    @OnEveryEngine
    void theChangedCarryOneNewEtag(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);

        String tag =
                api.patch(collection + where("{n: {$lt: 3}}"), "{}").expect(200).etag();

        assertEquals(tag, api.get(collection + "/a").etag());
        assertEquals(tag, api.get(collection + "/b").etag());
        assertNotEquals(tag, api.get(collection + "/c").etag());
        String filter = encode("{\"_etag\":{\"$oid\":%s}}".formatted(tag));
        assertEquals(2, api.get(collection + "?filter=" + filter).documents().size());
    }

    @OnEveryEngine
    void standardHasNoLinks(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);

        Answer answer =
                api.patch(collection + where("{n: 1}") + "&rep=S", "{x: 1}").expect(200);

        assertEquals(BsonDocument.parse("{inserted: 0, deleted: 0, modified: 1, matched: 1}"), answer.json());
        assertFalse(answer.json().containsKey("links"));
    }

    @OnEveryEngine
    void createsNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);

        Answer answer = api.patch(collection + where("{_id: 'z'}"), "{n: 1}").expect(200);

        assertEquals(0, matched(answer));
        assertUntouched(api, collection);
    }

    private static int matched(Answer answer) {
        return answer.json()
                .getDocument("_embedded")
                .getArray("rh:result")
                .get(0)
                .asDocument()
                .getInt32("matched")
                .getValue();
    }

    @OnEveryEngine
    void aFilterIsMandatoryAndMustSelect(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);

        api.patch(collection + "/*", "{x: 1}").expectProblem(400, "filter-missing");
        for (String filter :
                new String[] {"{}", "{$and: []}", "{$and: [{}]}", "{$or: [{}]}", "{$or: []}", "{$nor: []}"}) {
            api.patch(collection + where(filter), "{x: 1}").expectProblem(400, "filter-matches-all");
        }
        api.patch(collection + where("{}") + "&filter=" + encode("{}"), "{x: 1}")
                .expectProblem(400, "filter-matches-all");
        api.patch(collection + "/*?filter=", "{x: 1}").expectProblem(400, "invalid-parameter");

        assertUntouched(api, collection);
    }

    @OnEveryEngine
    void moreMatchesThanMaxChangeNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);

        api.patch(collection + where("{n: {$gt: 0}}") + "&max=2", "{x: 1}").expectProblem(409, "too-many-matches");
        assertUntouched(api, collection);
        Answer allowed = api.patch(collection + where("{n: {$gt: 0}}") + "&max=3", "{x: 1}")
                .expect(200);

        assertEquals(3, matched(allowed));
    }

    @OnEveryEngine
    void aMaxThatIsNoNumberIsRefused(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);

        for (String max : new String[] {"-1", "many", "", "1.5", "99999999999999999999"}) {
            api.patch(collection + where("{n: 1}") + "&max=" + max, "{x: 1}").expectProblem(400, "invalid-parameter");
        }
        api.patch(collection + where("{n: 1}") + "&max=1000000000", "{}").expect(200);

        assertUntouched(api, collection);
    }

    @OnEveryEngine
    void bitsChangeInEachDocumentForItself(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);

        Answer answer = api.patch(collection + where("{n: {$gte: 2}}"), "{$bit: {n: {xor: 1}, m: {or: 4}}, x: 1}")
                .expect(200);

        assertEquals(2, matched(answer));
        api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 3, m: 4, x: 1}");
        api.get(collection + "/c").expectState("{_id: 'c', n: 2, m: 4, x: 1}");
    }

    @OnEveryEngine
    void arrayFiltersWork(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, "[{_id: 'a', l: [1, 5]}, {_id: 'b', l: [7]}]").expect(200);

        api.patch(
                        collection + where("{l: {$exists: true}}") + "&arrayFilters=" + encode("[{big: {$gte: 5}}]"),
                        "{$mul: {'l.$[big]': 10}}")
                .expect(200);

        api.get(collection + "/a").expectState("{_id: 'a', l: [1, 50]}");
        api.get(collection + "/b").expectState("{_id: 'b', l: [70]}");
    }

    @OnEveryEngine
    void badBodiesAndPlacesChangeNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = numbered(api);
        String some = collection + where("{n: 1}");

        api.patch(some, "{_id: 'x'}").expectProblem(400, "id-mismatch");
        api.patch(some, "{$foo: {n: 1}}").expectProblem(400, "unknown-operator");
        api.patch(some, "[{$set: {n: 1}}]").expectProblem(400, "wrong-body-shape");
        api.patch(some, "").expectProblem(400, "body-missing");
        api.patch(some + "&pagesize=1", "{n: 9}").expectProblem(400, "unknown-parameter");
        api.put(some, "{n: 9}").expectProblem(405, "method-not-allowed");
        api.post(some, "{n: 9}").expectProblem(405, "method-not-allowed");
        api.patch(collection + "no" + where("{n: 1}"), "{n: 9}").expectProblem(404, "collection-not-found");

        assertUntouched(api, collection);
    }
}
