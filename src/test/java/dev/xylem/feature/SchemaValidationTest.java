package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.AtOnce;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.EngineReport;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.OtherProgram;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** In a collection with a schema every write ends valid, or changes nothing. */
class SchemaValidationTest {
    private static final String SCHEMA = """
            {type: 'object', required: ['n'], properties: {
              n: {type: 'integer', maximum: 10}, name: {type: 'string'}, tags: {type: 'array', maxItems: 2}}}""";

    /** A new collection whose documents must satisfy the schema; one, {@code a}, is there. */
    private static String newCollection(Api api) {
        String database = api.newDatabase();
        api.put(database + "/_schemas", null).expect(201);
        api.put(database + "/_schemas/s", SCHEMA).expect(201);
        api.put(database + "/coll", "{jsonSchema: {schemaId: 's'}}").expect(201);
        api.put(database + "/coll/a", "{n: 5, tags: ['x']}").expect(201);
        return database + "/coll";
    }

    private static void expectViolation(Answer answer, String pointer) {
        BsonDocument first = answer.expectProblem(400, "schema-violation")
                .json()
                .getArray("violations")
                .getFirst()
                .asDocument();
        assertEquals(pointer, first.getString("pointer").getValue());
        assertTrue(first.containsKey("message"));
    }

    private static void expectUnchanged(Api api, String collection) {
        api.get(collection + "/a").expectState("{_id: 'a', n: 5, tags: ['x']}");
        assertEquals(1, api.get(collection + "/_size").json().getNumber("_size").intValue());
    }

    @OnEveryEngine
    void replacesAndCreatesByPut(Engine engine) {
        Api api = Api.on(engine);
        String collection = newCollection(api);

        expectViolation(api.put(collection + "/a", "{n: 11}"), "/n");
        expectViolation(api.put(collection + "/b", "{name: 'b'}"), "");
        expectViolation(api.put(collection + "/b", "{$inc: {n: 11}}"), "/n");
        expectUnchanged(api, collection);
        api.put(collection + "/a", "{n: 10}").expect(200);
        api.put(collection + "/b", "{$inc: {n: 1}, 'x.y': 1}").expect(201);

        api.get(collection + "/a").expectState("{_id: 'a', n: 10}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 1, x: {y: 1}}");
    }

    @OnEveryEngine
    void createsByPost(Engine engine) {
        Api api = Api.on(engine);
        String collection = newCollection(api);

        expectViolation(api.post(collection, "{n: 'text'}"), "/n");
        expectViolation(api.post(collection, "{_id: 'a', n: 11}"), "/n");
        expectUnchanged(api, collection);

        String location = api.post(collection, "{n: 1}").expect(201).header("Location");
        assertEquals(1, api.get(location).json().getInt32("n").getValue());
    }

    @OnEveryEngine
    void changesPlainAndDottedKeys(Engine engine) {
        Api api = Api.on(engine);
        String collection = newCollection(api);

        expectViolation(api.patch(collection + "/a", "{n: 11}"), "/n");
        expectViolation(api.patch(collection + "/a", "{name: 1}"), "/name");
        expectViolation(
                api.patch(collection + "/a", "{'n.deep': 1, $unset: {name: 1}}".replace("n.deep", "tags.5")), "/tags");
        expectViolation(api.patch(collection + "/b", "{name: 'b'}"), "");
        expectUnchanged(api, collection);
        String etag = api.patch(collection + "/a", "{name: 'x', 'tags.0': 'y'}")
                .expect(200)
                .etag();
        api.patch(collection + "/b", "{n: 2}").expect(201);

        assertEquals(etag, api.get(collection + "/a").etag());
        api.get(collection + "/a").expectState("{_id: 'a', n: 5, tags: ['y'], name: 'x'}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 2}");
    }

    @OnEveryEngine
    void changesByOperators(Engine engine) {
        Api api = Api.on(engine);
        String collection = newCollection(api);

        expectViolation(api.patch(collection + "/a", "{$inc: {n: 6}}"), "/n");
        expectViolation(api.patch(collection + "/a", "{$unset: {n: 1}}"), "");
        expectViolation(api.patch(collection + "/a", "{$push: {tags: {$each: ['y', 'z']}}}"), "/tags");
        expectViolation(api.patch(collection + "/b", "{$inc: {n: 11}}"), "/n");
        expectUnchanged(api, collection);
        api.patch(collection + "/a", "{$inc: {n: 1}, $push: {tags: 'y'}}").expect(200);
        api.patch(collection + "/a?filter=" + Api.encode("{tags: 'y'}"), "{$set: {'tags.$': 'z'}}")
                .expect(200);
        api.patch(collection + "/b", "{$inc: {n: 3}, $setOnInsert: {name: 'new'}}")
                .expect(201);

        api.get(collection + "/a").expectState("{_id: 'a', n: 6, tags: ['x', 'z']}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 3, name: 'new'}");
    }

    @OnEveryEngine
    void keepsConditionsOnChanges(Engine engine) {
        Api api = Api.on(engine);
        String collection = newCollection(api);

        api.patch(collection + "/a", "{$inc: {n: 1}}", "If-Match", "\"000000000000000000000000\"")
                .expectProblem(412, "etag-mismatch");
        api.patch(collection + "/a?wm=insert", "{$inc: {n: 1}}").expectProblem(409, "document-exists");
        api.patch(collection + "/b?wm=update", "{$inc: {n: 1}}").expectProblem(404, "document-not-found");
        api.patch(collection + "/a?filter=" + Api.encode("{n: 7}"), "{$inc: {n: 1}}")
                .expectProblem(404, "document-not-found");
        expectUnchanged(api, collection);

        api.patch(
                        collection + "/a",
                        "{$inc: {n: 1}}",
                        "If-Match",
                        api.get(collection + "/a").etag())
                .expect(200);
        api.get(collection + "/a").expectState("{_id: 'a', n: 6, tags: ['x']}");
    }

    @OnEveryEngine
    void returnsTheNewState(Engine engine) {
        Api api = Api.on(engine);
        String collection = newCollection(api);

        api.patch(collection + "/a", "{$inc: {n: 1}}", "Prefer", "return=representation")
                .expectState("{_id: 'a', n: 6, tags: ['x']}");
    }

    @OnEveryEngine
    void changesByMergePatchAndJsonPatch(Engine engine) {
        Api api = Api.on(engine);
        String collection = newCollection(api);
        String[] merge = {"Content-Type", "application/merge-patch+json"};
        String[] patch = {"Content-Type", "application/json-patch+json"};

        expectViolation(api.patch(collection + "/a", "{n: 11}", merge), "/n");
        expectViolation(api.patch(collection + "/a", "{n: null}", merge), "");
        expectViolation(api.patch(collection + "/a", "[{op: 'remove', path: '/n'}]", patch), "");
        expectUnchanged(api, collection);
        api.patch(collection + "/a", "{n: 6}", merge).expect(200);
        api.patch(collection + "/a", "[{op: 'replace', path: '/tags/0', value: 'y'}]", patch)
                .expect(200);

        api.get(collection + "/a").expectState("{_id: 'a', n: 6, tags: ['y']}");
    }

    @OnEveryEngine
    void changesByPipeline(Engine engine) {
        Api api = Api.on(engine);
        String collection = newCollection(api);
        Answer valid = api.patch(collection + "/a", "[{$set: {n: {$add: ['$n', 1]}, name: '$_id'}}]");
        EngineReport.require(valid.status() != 501, "updates by an aggregation pipeline");

        valid.expect(200);
        expectViolation(api.patch(collection + "/a", "[{$set: {n: {$add: ['$n', 5]}}}]"), "/n");

        api.get(collection + "/a").expectState("{_id: 'a', n: 6, tags: ['x'], name: 'a'}");
    }

    @OnEveryEngine
    void failsOnlyTheInvalidElementsOfABulkPost(Engine engine) {
        Api api = Api.on(engine);
        String collection = newCollection(api);

        BsonDocument answer = api.post(
                        collection + "?rep=STANDARD",
                        "[{n: 1}, {n: 11}, {_id: 'a', n: 6}, {_id: 'a', n: 12}, {_id: 'b', name: 'b'}, {_id: 'c', $inc: {n: 2}}, {_id: 'd', n: 1}, {_id: 'd', n: 2}]")
                .expect(207)
                .json();

        assertEquals(3, answer.getNumber("inserted").intValue());
        assertEquals(2, answer.getNumber("modified").intValue());
        List<String> failed = answer.getArray("errors").stream()
                .map(error -> error.asDocument().getNumber("index").intValue() + " "
                        + error.asDocument().getString("code").getValue())
                .toList();
        assertEquals(List.of("1 schema-violation", "3 schema-violation", "4 schema-violation"), failed);
        api.get(collection + "/a").expectState("{_id: 'a', n: 6, tags: ['x']}");
        api.get(collection + "/b").expectProblem(404, "document-not-found");
        api.get(collection + "/c").expectState("{_id: 'c', n: 2}");
        api.get(collection + "/d").expectState("{_id: 'd', n: 2}");
    }

    @OnEveryEngine
    void failsOnlyTheInvalidDocumentsOfABulkPatch(Engine engine) {
        Api api = Api.on(engine);
        String collection = newCollection(api);
        api.put(collection + "/b", "{n: 9}").expect(201);

        BsonDocument answer = api.patch(
                        collection + "/*?rep=STANDARD&filter=" + Api.encode("{n: {$gte: 5}}"), "{$inc: {n: 2}}")
                .expect(207)
                .json();

        assertEquals(2, answer.getNumber("matched").intValue());
        assertEquals(1, answer.getNumber("modified").intValue());
        assertEquals(
                "schema-violation",
                answer.getArray("errors")
                        .getFirst()
                        .asDocument()
                        .getString("code")
                        .getValue());
        api.get(collection + "/a").expectState("{_id: 'a', n: 7, tags: ['x']}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 9}");
    }

    @OnEveryEngine
    void neverExceedsAMaximumHoweverManyWriteAtOnce(Engine engine) {
        Api api = Api.on(engine);
        String collection = newCollection(api);

        List<Answer> answers = AtOnce.send(20, _ -> api.patch(collection + "/a", "{$inc: {n: 1}}"));

        long succeeded =
                answers.stream().filter(answer -> answer.status() == 200).count();
        assertTrue(answers.stream().allMatch(answer -> List.of(200, 400, 409).contains(answer.status())));
        int n = api.get(collection + "/a").json().getNumber("n").intValue();
        assertEquals(5 + succeeded, n);
        assertTrue(n <= 10, () -> "n is " + n);
    }

    @OnEveryEngine
    void leavesNoCopiesBehind(Engine engine) {
        Api api = Api.on(engine);
        try (OtherProgram other = OtherProgram.on(engine)) {
            String collection = newCollection(api);
            String id = collection.replace('/', '-').substring(1);
            api.patch(collection + "/" + id, "{$inc: {n: 1}}").expect(201);
            api.patch(collection + "/" + id, "{$inc: {n: 1}}").expect(200);
            expectViolation(api.patch(collection + "/" + id, "{$inc: {n: 10}}"), "/n");
            api.patch(collection + "/" + id, "{$inc: {name: 1}, $push: {n: 1}}").expect(400);

            for (int place = 0; place < 16; place++) {
                var copies = other.collection("/_xylem/rehearsal_" + place);
                assertNull(
                        copies.find(new BsonDocument("_id", new BsonString(id))).first());
            }
        }
    }

    @OnEveryEngine
    void followsTheSchemaAsItChanges(Engine engine) {
        Api api = Api.on(engine);
        String collection = newCollection(api);
        String schema = collection.replace("/coll", "/_schemas/s");
        expectViolation(api.put(collection + "/a", "{n: 11}"), "/n");

        api.put(schema, "{properties: {n: {maximum: 20}}}").expect(200);
        api.put(collection + "/a", "{n: 11}").expect(200);
        api.delete(schema, "If-Match", "*").expect(204);
        api.put(collection + "/a", "{n: 12}").expectProblem(400, "schema-missing");
        api.patch(collection + "/a", "{n: 12}").expectProblem(400, "schema-missing");
        api.post(collection, "[{n: 12}]").expectProblem(400, "schema-missing");
        api.patch(collection + "/*?filter=" + Api.encode("{n: 11}"), "{n: 12}").expectProblem(400, "schema-missing");

        api.get(collection + "/a").expectState("{_id: 'a', n: 11}");
        api.patch(collection, "{$unset: {jsonSchema: 1}}").expect(200);
        api.put(collection + "/a", "{n: 12}").expect(200);
    }

    @OnEveryEngine
    void followsReferencesInsideTheStore(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        api.put(database + "/_schemas", null).expect(201);
        api.put(database + "/_schemas/base", "{definitions: {short: {type: 'string', maxLength: 3}}}")
                .expect(201);
        api.put(
                        database + "/_schemas/s",
                        "{properties: {a: {'$ref': 'http://schema-store" + database
                                + "/base#/definitions/short'}, b: {'$ref': 'base#/definitions/short'}, c: {'$ref': 'gone'}}}")
                .expect(201);
        api.put(
                        database + "/coll",
                        "{checkers: [{name: 'jsonSchema', args: {schemaId: 's', schemaStoreDb: '"
                                + database.substring(1) + "'}}]}")
                .expect(201);
        api.put(database + "/coll/x", "{a: 'abc'}").expectProblem(400, "schema-missing");
        api.put(database + "/_schemas/gone", "{}").expect(201);

        expectViolation(api.put(database + "/coll/x", "{a: 'abcd'}"), "/a");
        expectViolation(api.put(database + "/coll/x", "{b: 'abcd'}"), "/b");
        api.put(database + "/coll/x", "{a: 'abc', b: 'abc'}").expect(201);
    }

    @OnEveryEngine
    void understandsEachDraft(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        api.put(database + "/_schemas", null).expect(201);
        String[][] drafts = {
            {"http://json-schema.org/draft-04/schema#", "{maximum: 3, exclusiveMaximum: true}"},
            {"http://json-schema.org/draft-07/schema", "{exclusiveMaximum: 3}"},
            {"https://json-schema.org/draft/2020-12/schema", "{exclusiveMaximum: 3}"},
        };
        for (int i = 0; i < drafts.length; i++) {
            String collection = database + "/coll" + i;
            api.put(
                            database + "/_schemas/s" + i,
                            "{'$schema': '" + drafts[i][0] + "', properties: {n: " + drafts[i][1]
                                    + ", m: {'$ref': '#/properties/n'}}}")
                    .expect(201);
            api.put(collection, "{jsonSchema: {schemaId: 's" + i + "'}}").expect(201);

            expectViolation(api.put(collection + "/a", "{n: 3}"), "/n");
            expectViolation(api.put(collection + "/a", "{m: 3}"), "/m");
            api.put(collection + "/a", "{n: 2, m: 2}").expect(201);
        }
    }

    @OnEveryEngine
    void seesValuesAsStrictExtendedJson(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        api.put(database + "/_schemas", null).expect(201);
        api.put(
                        database + "/_schemas/s",
                        "{properties: {_id: {type: 'string'}, at: {required: ['_$date']}, big: {type: 'integer'}, ref: {properties: {'_$oid': {type: 'string'}}, required: ['$oid']}}, additionalProperties: false}"
                                .replace("'_$date'", "'$date'"))
                .expect(201);
        api.put(database + "/coll", "{jsonSchema: {schemaId: 's'}}").expect(201);

        api.put(
                        database + "/coll/x",
                        "{at: {$date: 1}, big: 9007199254740993, ref: {$oid: '507f1f77bcf86cd799439011'}}")
                .expect(201);
        expectViolation(api.put(database + "/coll/x", "{ref: {a: 1}}"), "/ref");
        expectViolation(api.put(database + "/coll/x", "{other: 1}"), "");
    }

    @OnEveryEngine
    void refusesMalformedProperties(Engine engine) {
        Api api = Api.on(engine);
        String collection = newCollection(api);
        String[][] malformed = {
            {"{jsonSchema: 's'}", "jsonSchema"},
            {"{jsonSchema: {}}", "jsonSchema.schemaId"},
            {"{jsonSchema: {schemaId: 's', schemaStoreDb: 1}}", "jsonSchema.schemaStoreDb"},
            {"{jsonSchema: {schemaId: 's', schemaStoreDb: 'admin'}}", "jsonSchema.schemaStoreDb"},
            {"{checkers: {}}", "checkers"},
            {"{checkers: [{name: 'other'}]}", "checkers.0.name"},
            {"{checkers: [{name: 'jsonSchema'}]}", "checkers.0.args"},
        };
        for (String[] row : malformed) {
            for (Answer answer : List.of(api.put(collection, row[0]), api.patch(collection, row[0]))) {
                assertEquals(
                        row[1],
                        answer.expectProblem(400, "invalid-properties")
                                .json()
                                .getString("path")
                                .getValue());
            }
        }
        api.patch(collection, "{'jsonSchema.schemaId': 't'}").expectProblem(400, "invalid-properties");
        api.patch(collection, "{$rename: {other: 'jsonSchema'}}").expectProblem(400, "invalid-properties");
        expectViolation(api.put(collection + "/a", "{n: 11}"), "/n");
        expectUnchanged(api, collection);
    }
}
