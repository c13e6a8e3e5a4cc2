package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import java.time.Duration;
import java.time.Instant;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Regular expressions that try combinations without end: in schemas, and in filters. */
class PatternsTest {
    private static final String TEXT = "a".repeat(40) + "!";

    /** Java, too, needs longer for these than anyone waits. */
    private static final String[] ENDLESS = {"^(a+)+\\\\1$", "(.*a){20}$", "a*a*a*a*a*a*a*a*a*a*b"};

    private static String constrained(Api api, String schema) {
        String database = api.newDatabase();
        api.put(database + "/_schemas", null).expect(201);
        api.put(database + "/_schemas/s", schema).expect(201);
        api.put(database + "/c", "{jsonSchema: {schemaId: 's'}}").expect(201);
        return database + "/c";
    }

    private static Duration since(Instant start) {
        return Duration.between(start, Instant.now());
    }

    @OnEveryEngine
    void aPatternOfASchemaHoldsNoWriteUp(Engine engine) {
        Api api = Api.on(engine);
        for (String pattern : ENDLESS) {
            String collection = constrained(
                    api,
                    "{properties: {s: {type: 'string', pattern: '" + pattern + "'}}, patternProperties: {'" + pattern
                            + "': {type: 'string'}}}");
            Instant start = Instant.now();

            api.put(collection + "/long", "{s: '" + TEXT + "'}").expectProblem(400, "schema-violation");
            api.put(collection + "/key", "{'" + TEXT + "': 's'}").expectProblem(400, "schema-violation");
            Answer bulk = api.post(collection + "?rep=S", "[{_id: 'fit', n: 1}, {_id: 'long', s: '" + TEXT + "'}]");

            assertTrue(since(start).toSeconds() < 5, () -> pattern + " took " + since(start));
            assertEquals(207, bulk.status(), bulk.text());
            assertEquals(1, bulk.json().getNumber("inserted").intValue());
            api.get(collection + "/fit").expect(200);
            api.get(collection + "/long").expect(404);
            api.get(collection + "/key").expect(404);
        }
    }

    @OnEveryEngine
    void aPatternThatLooksEndlessMayBeQuick(Engine engine) {
        Api api = Api.on(engine);
        String collection = constrained(api, "{properties: {s: {pattern: '^(a+)+$'}}}");

        api.put(collection + "/a", "{s: '" + TEXT + "'}").expectProblem(400, "schema-violation");
        api.put(collection + "/a", "{s: 'aaa'}").expect(201);
    }

    @OnEveryEngine
    void honestPatternsCheckLongTexts(Engine engine) {
        Api api = Api.on(engine);
        String collection = constrained(api, "{properties: {s: {pattern: '^(?=a)([a-z ]+[.]?)$'}}}");
        String text = "a " + "word ".repeat(20_000);

        api.put(collection + "/a", "{s: '" + text + ".'}").expect(201);
        api.put(collection + "/b", "{s: '" + text + "7'}").expectProblem(400, "schema-violation");
        api.get(collection + "/b").expect(404);
    }

    @OnEveryEngine
    void whatIsNoPatternIsRefusedWithItsPlace(Engine engine) {
        Api api = Api.on(engine);
        String store = api.newDatabase() + "/_schemas";
        api.put(store, null).expect(201);
        String[][] refusals = {
            {"{properties: {s: {pattern: '('}}}", "/properties/s/pattern"},
            {"{properties: {s: {pattern: '" + "a".repeat(4097) + "'}}}", "/properties/s/pattern"},
            {"{patternProperties: {'[': {}}}", "/patternProperties"},
            {"{items: {patternProperties: {'*': {}}}}", "/items/patternProperties"},
        };
        for (String[] refusal : refusals) {
            BsonDocument problem = api.put(store + "/s", refusal[0])
                    .expectProblem(400, "schema-invalid")
                    .json();
            assertEquals(refusal[1], problem.getString("path").getValue(), refusal[0]);
            api.get(store + "/s").expect(404);
        }
        api.put(store + "/s", "{properties: {pattern: {enum: ['(']}}, default: {pattern: '('}}")
                .expect(201);
    }

    @Test
    void aPatternInAFilterEndsWithTheQueryTime() {
        try (var server = ServerProcess.on(Engine.EMBEDDED, "--limits.query-time=1500ms")) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            api.put(collection + "/a", "{s: '" + TEXT + "', n: 1}").expect(201);
            String filter = "?filter=" + Api.encode("{s: {$regex: '" + ENDLESS[0] + "'}}");

            Instant start = Instant.now();
            for (String pattern : ENDLESS) {
                api.get(collection + "?filter=" + Api.encode("{s: {$regex: '" + pattern + "'}}"))
                        .expectProblem(408, "query-timeout");
            }
            api.get(collection + "/_size" + filter).expectProblem(408, "query-timeout");
            api.patch(collection + "/a" + filter, "{n: 2}").expectProblem(408, "query-timeout");
            api.delete(collection + "/a" + filter).expectProblem(408, "query-timeout");

            assertTrue(since(start).toSeconds() < 15, () -> "took " + since(start));
            api.patch(collection + "/a", "{m: 1}").expect(200);
            assertEquals(1, api.get(collection + "/a").json().getNumber("n").intValue());
        }
    }

    @Test
    void aPatternThatNeedsTooMuchOfTheStackIs400() {
        Api api = Api.on(Engine.EMBEDDED);
        String collection = api.newCollection();
        api.put(collection + "/a", "{s: '" + "ab".repeat(200_000) + "'}").expect(201);

        api.get(collection + "?filter=" + Api.encode("{s: {$regex: '^(a|b)*c$'}}"))
                .expectProblem(400, "invalid-request");
        api.get(collection + "/a?keys=" + Api.encode("{_id: 1}")).expect(200);
    }
}
