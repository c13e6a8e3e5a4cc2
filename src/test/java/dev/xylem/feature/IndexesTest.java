package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.EngineReport;
import dev.xylem.fixture.OnEveryEngine;
import java.util.List;
import org.bson.BsonDocument;

/** {@code /db/coll/_indexes}. */
class IndexesTest {

    private static List<String> names(Api api, String collection) {
        return api.get(collection + "/_indexes?rep=S").expect(200).array().stream()
                .map(index -> index.asDocument().getString("_id").getValue())
                .toList();
    }

    @OnEveryEngine
    void listsWhatIsThereWithItsNameAsTheId(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/_indexes/byPrice", "{keys: {price: -1}}").expect(201);

        BsonDocument hal = api.get(collection + "/_indexes").expect(200).json();
        var indexes = hal.getDocument("_embedded").getArray("rh:index");

        assertEquals(2, hal.getInt32("_returned").getValue());
        assertEquals("_id_", indexes.get(0).asDocument().getString("_id").getValue());
        assertEquals("byPrice", indexes.get(1).asDocument().getString("_id").getValue());
        assertEquals(
                -1,
                indexes.get(1)
                        .asDocument()
                        .getDocument("key")
                        .getNumber("price")
                        .intValue());
        assertFalse(indexes.get(1).asDocument().containsKey("name"));
        assertEquals(List.of("_id_", "byPrice"), names(api, collection));
    }

    @OnEveryEngine
    void showsOne(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/_indexes/a", "{keys: {a: 1, 'b.c': -1}, ops: {unique: true, sparse: true}}")
                .expect(201);

        BsonDocument index = api.get(collection + "/_indexes/a").expect(200).json();

        assertEquals("a", index.getString("_id").getValue());
        assertEquals(List.of("a", "b.c"), List.copyOf(index.getDocument("key").keySet()));
        assertTrue(index.getBoolean("unique").getValue()
                && index.getBoolean("sparse").getValue());
        api.get(collection + "/_indexes/_id_").expect(200);
        api.get(collection + "/_indexes/b").expectProblem(404, "index-not-found");
        api.get(collection + "x/_indexes").expectProblem(404, "collection-not-found");
        api.get(collection + "x/_indexes/a").expectProblem(404, "collection-not-found");
    }

    @OnEveryEngine
    void theSameAgainChangesNothingAndAnotherIsAConflict(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String index = collection + "/_indexes/a";
        api.put(index, "{keys: {a: 1}, ops: {sparse: true}}").expect(201);

        api.put(index, "{keys: {a: 1}, ops: {sparse: true}}").expect(200);
        api.put(index, "{keys: {a: -1}}").expectProblem(409, "index-conflict");
        api.put(index, "{keys: {b: 1}}").expectProblem(409, "index-conflict");
        api.put(index, "{keys: {a: 1}, ops: {unique: true}}").expectProblem(409, "index-conflict");
        api.put(collection + "/_indexes/other", "{keys: {a: 1}, ops: {sparse: true}}")
                .expectProblem(409, "index-conflict");

        assertEquals(List.of("_id_", "a"), names(api, collection));
        assertEquals(1, api.get(index).json().getDocument("key").getNumber("a").intValue());
    }

    @OnEveryEngine
    void goesAndItsNameIsFreeAgain(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String index = collection + "/_indexes/a";
        api.put(index, "{keys: {a: 1}, ops: {unique: true}}").expect(201);
        api.put(collection + "/1", "{a: 1}").expect(201);

        api.delete(index).expect(204);

        api.delete(index).expectProblem(404, "index-not-found");
        assertEquals(List.of("_id_"), names(api, collection));
        api.put(collection + "/2", "{a: 1}").expect(201);
        api.delete(collection + "/1").expect(204);
        api.put(index, "{keys: {a: -1}, ops: {unique: true}}").expect(201);
        api.put(collection + "/3", "{a: 1}").expectProblem(409, "duplicate-key");
        api.put(collection + "/4", "{a: 2}").expect(201);
    }

    @OnEveryEngine
    void aUniqueValueIsTakenWhateverWriteWantsItAndTheAnswerDoesNotTellWhoHasIt(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/_indexes/mail", "{keys: {mail: 1}, ops: {unique: true, sparse: true}}")
                .expect(201);
        api.put(collection + "/ann", "{mail: 'ann@xylem.test'}").expect(201);
        api.put(collection + "/bob", "{mail: 'bob@xylem.test'}").expect(201);

        String body = "{mail: 'ann@xylem.test'}";
        for (Answer refused : List.of(
                api.put(collection + "/cyd", body),
                api.post(collection, body),
                api.put(collection + "/bob", body),
                api.patch(collection + "/bob", body))) {
            refused.expectProblem(409, "duplicate-key");
            assertFalse(refused.text().contains("ann@"), refused.text());
        }
        Answer bulk = api.post(collection, "[{_id: 'dan', mail: 'ann@xylem.test'}, {_id: 'eve'}]")
                .expect(207);
        assertFalse(bulk.text().contains("ann@"), bulk.text());

        api.get(collection + "/bob").expectState("{_id: 'bob', mail: 'bob@xylem.test'}");
        api.get(collection + "/_size").expectState("{_size: 3}");
    }

    @OnEveryEngine
    void canNotBeMadeUniqueOverValuesThatAreNot(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, "[{_id: 1, a: 'twice'}, {_id: 2, a: 'twice'}]").expect(200);

        Answer refused = api.put(collection + "/_indexes/a", "{keys: {a: 1}, ops: {unique: true}}");

        refused.expectProblem(409, "duplicate-key");
        assertFalse(refused.text().contains("twice"));
        assertEquals(List.of("_id_"), names(api, collection));
        api.put(collection + "/3", "{a: 'twice'}").expect(201);
    }

    @OnEveryEngine
    void whatTheStoreCanNotDoIs501AndNothingIsMade(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String[] bodies = {
            "{keys: {t: 'text'}, ops: {weights: {t: 3}, default_language: 'english', language_override: 'lang'}}",
            "{keys: {g: '2dsphere'}}",
            "{keys: {h: 'hashed'}}",
            "{keys: {'$**': 1}, ops: {wildcardProjection: {a: 1}}}",
            "{keys: {'w.$**': 1}}",
            "{keys: {c: 1}, ops: {collation: {locale: 'en', strength: 2}}}",
            "{keys: {x: 1}, ops: {expireAfterSeconds: 3600}}",
            "{keys: {p: 1}, ops: {unique: true, partialFilterExpression: {p: {$exists: true}}}}",
            "{keys: {hidden: 1}, ops: {hidden: true}}",
        };
        for (int i = 0; i < bodies.length; i++) {
            String index = collection + "/_indexes/i" + i;
            Answer made = api.put(index, bodies[i]);
            if (made.status() == 501) {
                made.expectProblem(501, "store-unsupported");
                api.get(index).expectProblem(404, "index-not-found");
            } else {
                made.expect(201);
                api.put(index, bodies[i]).expect(200);
                api.get(index).expect(200);
            }
        }
    }

    @OnEveryEngine
    void aPartialUniqueIndexConcernsItsPartOnly(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        Answer made = api.put(
                collection + "/_indexes/a",
                "{keys: {a: 1}, ops: {unique: true, partialFilterExpression: {live: {$eq: true}}}}");
        EngineReport.require(made.status() != 501, "partial unique indexes");
        made.expect(201);

        api.put(collection + "/1", "{a: 1, live: true}").expect(201);
        api.put(collection + "/2", "{a: 1, live: false}").expect(201);
        api.put(collection + "/3", "{a: 1, live: true}").expectProblem(409, "duplicate-key");
    }

    @OnEveryEngine
    void aMalformedOneIsRefusedWithThePath(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String[][] refusals = {
            {"{}", "keys"},
            {"{keys: {}}", "keys"},
            {"{keys: 1}", "keys"},
            {"{keys: ['a']}", "keys"},
            {"{keys: {a: 0}}", "keys.a"},
            {"{keys: {a: 2}}", "keys.a"},
            {"{keys: {a: 'nonsense'}}", "keys.a"},
            {"{keys: {a: true}}", "keys.a"},
            {"{keys: {'': 1}}", "keys."},
            {"{keys: {'$a': 1}}", "keys.$a"},
            {"{keys: {'a..b': 1}}", "keys.a..b"},
            {"{keys: {'a.$b': 1}}", "keys.a.$b"},
            {"{keys: {a: 1}, ops: 1}", "ops"},
            {"{keys: {a: 1}, options: {}}", "options"},
            {"{keys: {a: 1}, ops: {uniqe: true}}", "ops.uniqe"},
            {"{keys: {a: 1}, ops: {unique: 1}}", "ops.unique"},
            {"{keys: {a: 1}, ops: {name: 'other'}}", "ops.name"},
            {"{keys: {a: 1}, ops: {storageEngine: {wiredTiger: {configString: 'x'}}}}", "ops.storageEngine"},
            {"{keys: {a: 1}, ops: {expireAfterSeconds: -1}}", "ops.expireAfterSeconds"},
            {"{keys: {a: 1}, ops: {expireAfterSeconds: 1.5}}", "ops.expireAfterSeconds"},
            {"{keys: {a: 1}, ops: {weights: {a: 'x'}}}", "ops.weights"},
            {"{keys: {a: 1}, ops: {collation: {}}}", "ops.collation"},
            {"{keys: {a: 1}, ops: {collation: {locale: 'en', x: 1}}}", "ops.collation.x"},
            {"{keys: {a: 1}, ops: {partialFilterExpression: 1}}", "ops.partialFilterExpression"},
        };
        for (String[] refusal : refusals) {
            Answer answer = api.put(collection + "/_indexes/a", refusal[0]).expectProblem(400, "wrong-body-shape");
            assertEquals(refusal[1], answer.json().getString("path").getValue(), refusal[0]);
        }
        Answer script = api.put(
                        collection + "/_indexes/a",
                        "{keys: {a: 1}, ops: {partialFilterExpression: {$or: [{a: 1}, {$where: 'true'}]}}}")
                .expectProblem(400, "operator-not-allowed");
        assertEquals(
                "ops.partialFilterExpression.$or.1.$where",
                script.json().getString("path").getValue());
        api.put(collection + "/_indexes/a", null).expectProblem(400, "body-missing");
        api.put(collection + "/_indexes/a", "[]").expectProblem(400, "wrong-body-shape");
        assertEquals(List.of("_id_"), names(api, collection));
    }

    @OnEveryEngine
    void reservedNamesAndTheIndexOfTheIdStay(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/_indexes/a", "{keys: {a: 1}}").expect(201);

        api.put(collection + "/_indexes/_a", "{keys: {b: 1}}").expectProblem(403, "reserved-name");
        api.delete(collection + "/_indexes/_id_").expectProblem(403, "reserved-name");
        api.delete(collection + "/_indexes/*").expectProblem(400, "invalid-name");
        api.put(collection + "/_indexes/*", "{keys: {b: 1}}").expectProblem(400, "invalid-name");
        api.put(collection + "/_indexes/" + "x".repeat(128), "{keys: {b: 1}}").expectProblem(400, "invalid-name");
        api.put(collection + "/_indexes/a%2Fb", "{keys: {b: 1}}").expectProblem(400, "ambiguous-path");
        api.put(collection + "x/_indexes/a", "{keys: {b: 1}}").expectProblem(404, "collection-not-found");
        api.post(collection + "/_indexes", "{keys: {b: 1}}").expectProblem(405, "method-not-allowed");

        assertEquals(List.of("_id_", "a"), names(api, collection));
    }

    @OnEveryEngine
    void anIndexThatDeletesSoonNeedsAConfirmation(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String index = collection + "/_indexes/old";
        for (String seconds : new String[] {"0", "59", "{$numberLong: '1'}", "30.0"}) {
            String body = "{keys: {at: 1}, ops: {expireAfterSeconds: " + seconds + "}}";
            Answer refused = api.put(index, body).expectProblem(400, "confirmation-needed");
            assertEquals(
                    "ops.expireAfterSeconds", refused.json().getString("path").getValue());
            api.put(index + "?confirm=yes", body).expectProblem(400, "invalid-parameter");
            api.put(index + "?confirm=ttl&confirm=ttl", body).expectProblem(400, "duplicate-parameter");
            api.get(index).expectProblem(404, "index-not-found");
        }
        String soon = "{keys: {at: 1}, ops: {expireAfterSeconds: 10}}";
        api.put(index, soon.replace("10", "-1")).expectProblem(400, "wrong-body-shape");
        api.put(collection + "x/_indexes/old", soon).expectProblem(404, "collection-not-found");
        api.put(collection + "/a?confirm=ttl", "{}").expectProblem(400, "unknown-parameter");
        int confirmed = api.put(index + "?confirm=ttl", soon).status();
        int unhurried = api.put(collection + "/_indexes/slow", "{keys: {due: 1}, ops: {expireAfterSeconds: 60}}")
                .status();

        assertEquals(confirmed, unhurried);
        assertTrue(confirmed == 201 || confirmed == 501, () -> "answered " + confirmed);
        assertEquals(confirmed == 201 ? 200 : 404, api.get(index).status());
    }
}
