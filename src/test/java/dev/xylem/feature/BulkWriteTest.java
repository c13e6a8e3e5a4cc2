package dev.xylem.feature;

import static dev.xylem.fixture.Api.encode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.model.IndexOptions;
import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.OtherProgram;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** An array POSTed to a collection. */
class BulkWriteTest {

    @OnEveryEngine
    void createsTheDocumentsAndCountsThem(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        Answer answer = api.post(collection, "[{_id: 'a', n: 1}, {_id: 5, n: 2}, {n: 3}]")
                .expect(200);

        assertEquals("application/hal+json", answer.header("Content-Type"));
        BsonDocument result = result(answer);
        assertCounts(result, 3, 0, 0, 0);
        List<String> links = result.getDocument("_links").getArray("rh:newdoc").stream()
                .map(link -> link.asDocument().getString("href").getValue())
                .toList();
        assertEquals(3, links.size());
        assertEquals(collection + "/a", links.get(0));
        assertEquals(collection + "/5?id_type=NUMBER", links.get(1));
        api.get(links.get(0)).expectState("{_id: 'a', n: 1}");
        api.get(links.get(1)).expectState("{_id: 5, n: 2}");
        assertEquals(3, api.get(links.get(2)).expect(200).json().getInt32("n").getValue());
    }

    private static BsonDocument result(Answer answer) {
        BsonArray results = answer.json().getDocument("_embedded").getArray("rh:result");
        assertEquals(1, results.size());
        return results.get(0).asDocument();
    }

    private static void assertCounts(BsonDocument result, int inserted, int deleted, int modified, int matched) {
        assertEquals(inserted, result.getInt32("inserted").getValue(), result::toString);
        assertEquals(deleted, result.getInt32("deleted").getValue(), result::toString);
        assertEquals(modified, result.getInt32("modified").getValue(), result::toString);
        assertEquals(matched, result.getInt32("matched").getValue(), result::toString);
    }

    @OnEveryEngine
    void onAnExistingIdOnlyTheGivenPropertiesChange(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1, kept: {x: 1}, list: [1, 2]}").expect(201);

        Answer answer = api.post(collection, "[{_id: 'a', n: 2, 'list.1': 20, 'kept.y': 2}, {_id: 'b', n: 2}]")
                .expect(200);

        assertCounts(result(answer), 1, 0, 1, 1);
        assertEquals(
                BsonDocument.parse("{'rh:newdoc': [{href: '%s/b'}]}".formatted(collection)),
                result(answer).getDocument("_links"));
        api.get(collection + "/a").expectState("{_id: 'a', n: 2, kept: {x: 1, y: 2}, list: [1, 20]}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 2}");
    }

    @OnEveryEngine
    void linksAreLeftOutWhenNothingIsNew(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1}").expect(201);

        Answer answer = api.post(collection, "[{_id: 'a', n: 2}]").expect(200);

        assertCounts(result(answer), 0, 0, 1, 1);
        assertFalse(result(answer).containsKey("_links"), answer.text());
    }

    @OnEveryEngine
    void standardNamesCountsAndLinks(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        Answer answer = api.post(collection + "?rep=STANDARD", "[{_id: 'a'}, {_id: 'b'}]")
                .expect(200);

        assertEquals("application/json", answer.header("Content-Type"));
        assertEquals(
                BsonDocument.parse("{inserted: 2, links: ['%1$s/a', '%1$s/b'], deleted: 0, modified: 0, matched: 0}"
                        .formatted(collection)),
                answer.json());
    }

    @OnEveryEngine
    void operatorsWorkInEachElement(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1, list: [1]}").expect(201);

        api.post(
                        collection,
                        "[{_id: 'a', $inc: {n: 5}, $push: {list: 2}}, {_id: 'b', $inc: {n: 5}}, {$setOnInsert: {first: 1}}]")
                .expect(200);

        api.get(collection + "/a").expectState("{_id: 'a', n: 6, list: [1, 2]}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 5}");
        assertEquals(
                1,
                api.get(collection + "?filter=" + encode("{first: 1}"))
                        .documents()
                        .size());
    }

    @OnEveryEngine
    void allCarryOneEtagByWhichTheyAreFound(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/old", "{n: 1}").expect(201);
        api.put(collection + "/other", "{n: 1}").expect(201);

        Answer answer = api.post(collection, "[{_id: 'old', n: 2}, {_id: 'new', n: 2}, {n: 2}]")
                .expect(200);

        String tag = answer.etag().replace("\"", "");
        BsonArray found = api.get(collection + "?filter=" + encode("{\"_etag\":{\"$oid\":\"" + tag + "\"}}"))
                .expect(200)
                .documents();
        assertEquals(3, found.size());
        assertTrue(found.stream().noneMatch(document -> id(document).equals("other")), found::toString);
        assertEquals(answer.etag(), api.get(collection + "/old").etag());
    }

    private static String id(BsonValue document) {
        BsonValue id = document.asDocument().get("_id");
        return id.isString() ? id.asString().getValue() : id.toString();
    }

    @OnEveryEngine
    void anEmptyArrayDoesNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        assertCounts(result(api.post(collection, "[]").expect(200)), 0, 0, 0, 0);
        assertEquals(
                BsonDocument.parse("{inserted: 0, links: [], deleted: 0, modified: 0, matched: 0}"),
                api.post(collection + "?rep=S", " [ ] ").expect(200).json());

        assertEquals(0, api.get(collection).documents().size());
    }

    @OnEveryEngine
    void tenThousandElementsFit(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String body = IntStream.range(0, 10_000)
                .mapToObj(i -> "{\"_id\":%d,\"n\":%d}".formatted(i, i % 10))
                .collect(Collectors.joining(",", "[", "]"));

        Answer answer = api.post(collection, body).expect(200);

        assertCounts(result(answer), 10_000, 0, 0, 0);
        assertEquals(10_000, size(api, collection + "/_size"));
        assertEquals(1_000, size(api, collection + "/_size?filter=" + encode("{n: 7}")));
    }

    private static int size(Api api, String path) {
        return api.get(path).expect(200).json().getInt32("_size").getValue();
    }

    @OnEveryEngine
    void aFailedElementIsNamedAndTheOthersAreWritten(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/text", "{n: 'text'}").expect(201);

        Answer answer = api.post(collection, "[{_id: 'a', n: 1}, {_id: 'text', $inc: {n: 1}}, {_id: 'b', n: 1}]")
                .expect(207);

        assertCounts(result(answer), 2, 0, 0, 0);
        BsonArray errors = answer.json().getDocument("_embedded").getArray("rh:error");
        assertEquals(1, errors.size());
        assertFailure(errors.get(0), 1, 400, "invalid-request");
        api.get(collection + "/text").expectState("{_id: 'text', n: 'text'}");
        api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 1}");
    }

    private static void assertFailure(BsonValue error, int index, int status, String code) {
        BsonDocument failure = error.asDocument();
        assertEquals(index, failure.getInt32("index").getValue(), failure::toString);
        assertEquals(status, failure.getInt32("status").getValue(), failure::toString);
        assertEquals(code, failure.getString("code").getValue(), failure::toString);
        assertFalse(failure.getString("detail").getValue().isBlank(), failure::toString);
    }

    @OnEveryEngine
    void whenEveryElementFailsTheAnswerSaysSoForEach(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, "[{_id: 'a', n: 1}, {_id: 'b', n: 1}]").expect(200);

        Answer answer = api.post(collection + "?wm=insert&rep=S", "[{_id: 'a', n: 2}, {_id: 'b', n: 2}]")
                .expect(207);

        assertCounts(answer.json(), 0, 0, 0, 0);
        assertEquals(new BsonArray(), answer.json().getArray("links"));
        BsonArray errors = answer.json().getArray("errors");
        assertEquals(2, errors.size());
        assertFailure(errors.get(0), 0, 409, "document-exists");
        assertFailure(errors.get(1), 1, 409, "document-exists");
        api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
    }

    @OnEveryEngine
    void theSameIdTwiceIsCreatedAndThenChanged(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        Answer answer =
                api.post(collection, "[{_id: 'a', n: 1}, {_id: 'a', m: 2}]").expect(200);

        assertCounts(result(answer), 1, 0, 1, 1);
        api.get(collection + "/a").expectState("{_id: 'a', n: 1, m: 2}");
    }

    @OnEveryEngine
    void aUniqueIndexFailsItsElementsOnly(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        try (var other = OtherProgram.on(engine)) {
            other.collection(collection).createIndex(BsonDocument.parse("{email: 1}"), new IndexOptions().unique(true));

            Answer answer = api.post(
                            collection, "[{_id: 'a', email: 'x'}, {_id: 'b', email: 'x'}, {_id: 'c', email: 'y'}]")
                    .expect(207);
            Answer single = api.put(collection + "/d", "{email: 'x'}");
            Answer returning = api.put(collection + "/d", "{email: 'x'}", "Prefer", "return=representation");

            assertCounts(result(answer), 2, 0, 0, 0);
            BsonArray errors = answer.json().getDocument("_embedded").getArray("rh:error");
            assertEquals(1, errors.size());
            assertFailure(errors.get(0), 1, 409, "duplicate-key");
            single.expectProblem(409, "duplicate-key");
            returning.expectProblem(409, "duplicate-key");
            assertEquals(2, size(api, collection + "/_size"));
        }
    }

    @OnEveryEngine
    void aMalformedElementStopsTheWholeBeforeAnythingIsWritten(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        assertIndex(1, api.post(collection, "[{_id: 'a'}, 5]").expectProblem(400, "wrong-body-shape"));
        assertIndex(1, api.post(collection, "[{_id: 'a'}, {$foo: {n: 1}}]").expectProblem(400, "unknown-operator"));
        assertIndex(2, api.post(collection, "[{_id: 'a'}, {}, {_id: '_x'}]").expectProblem(403, "reserved-name"));
        assertIndex(
                1, api.post(collection, "[{_id: 'a'}, {n: 1, $inc: {n: 1}}]").expectProblem(400, "conflicting-paths"));
        assertIndex(
                1, api.post(collection + "?wm=update", "[{_id: 'a'}, {n: 1}]").expectProblem(400, "invalid-parameter"));

        assertEquals(0, api.get(collection).documents().size());
    }

    private static void assertIndex(int index, Answer answer) {
        assertEquals(index, answer.json().getInt32("index").getValue());
    }
}
