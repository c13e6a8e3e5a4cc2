package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Guarded;
import dev.xylem.fixture.OnEveryEngine;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/** {@code projectResponse}: what it hides can neither be seen nor felt. */
class FieldRulesTest {

    private static final Guarded GUARDED =
            new Guarded("""
              - {userid: ann, password: ann, roles: [users]}
              - {userid: par, password: par, roles: [partners]}""".indent(2).stripTrailing(), """
              - role: users
                predicate: path-template["/{db}/people"] or path-template["/{db}/people/*"]
                mongo:
                  projectResponse: {salary: 0, address.street: 0}
                  allowBulkPatch: true
                  allowBulkDelete: true
                  allowWriteMode: true
              - role: users
                predicate: path-template["/{db}/teams"] or path-template["/{db}/teams/*"]
              - role: partners
                predicate: (path-template["/{db}/people"] or path-template["/{db}/people/*"]) and method[GET]
                mongo:
                  projectResponse: {name: 1, address.city: 1}""".indent(2).stripTrailing());

    private static Api ann(Engine engine) {
        return GUARDED.on(engine).as("ann", "ann");
    }

    private static Api partner(Engine engine) {
        return GUARDED.on(engine).as("par", "par");
    }

    private static Api admin(Engine engine) {
        return GUARDED.on(engine).as("admin", "admin");
    }

    private static String newPeople(Engine engine) {
        String people = admin(engine).newDatabase() + "/people";
        admin(engine).put(people, null).expect(201);
        admin(engine).post(people, """
                        [{_id: 1, name: 'x', salary: 10, address: {street: 's', city: 'c'}},
                         {_id: 2, name: 'y', salary: 20, address: {street: 't', city: 'd'}, kids: [{name: 'k', salary: 1}]}]""").expect(200);
        return people;
    }

    private static String one(String people) {
        return people + "/1?id_type=NUMBER";
    }

    @OnEveryEngine
    void T29_isNeitherShownNorFound(Engine engine) {
        String people = newPeople(engine);

        ann(engine).get(one(people)).expectState("{_id: 1, name: 'x', address: {city: 'c'}}");
        for (String rep : List.of("HAL", "SHAL", "STANDARD", "NDJSON", "CSV")) {
            String text = ann(engine).get(people + "?rep=" + rep).expect(200).text();
            assertFalse(text.contains("salary\":10") || text.contains("street") || text.contains(",10"), rep);
            assertTrue(text.contains("city"), rep);
        }
        partner(engine).get(one(people)).expectState("{_id: 1, name: 'x', address: {city: 'c'}}");
        assertFalse(partner(engine).get(people).text().contains("kids"));
    }

    @OnEveryEngine
    void T30_cannotBeNamedInAnyQueryHoweverItIsSpelt(Engine engine) {
        String people = newPeople(engine);
        Api ann = ann(engine);

        for (String filter : List.of(
                "{salary: 10}",
                "{salary: {$gt: 5}}",
                "{'salary.x': 1}",
                "{$and: [{name: 'x'}, {$or: [{salary: 10}, {n: 1}]}]}",
                "{$nor: [{salary: 10}]}",
                "{address: {street: 's', city: 'c'}}",
                "{'address.street': 's'}",
                "{'address.street.x': 1}",
                "{address: {$elemMatch: {street: 's'}}}",
                "{address: {$not: {$elemMatch: {street: 's'}}}}",
                "{address: {$exists: true}}",
                "{$expr: {$gt: ['$salary', 5]}}",
                "{$expr: {$regexMatch: {input: '$address.street', regex: 's'}}}",
                "{$expr: {$eq: ['$$ROOT.salary', 10]}}",
                "{$expr: {$eq: ['$$CURRENT.salary', 10]}}",
                "{$expr: {$getField: 'salary'}}",
                "{$expr: {$gt: [{$size: {$objectToArray: '$$ROOT'}}, 3]}}",
                "{$jsonSchema: {properties: {salary: {minimum: 5}}}}",
                "{$text: {$search: 's'}}")) {
            String encoded = Api.encode(filter);
            ann.get(people + "?filter=" + encoded).expectProblem(403, "field-not-allowed");
            ann.get(people + "/_size?filter=" + encoded).expectProblem(403, "field-not-allowed");
            ann.get(one(people) + "&filter=" + encoded).expectProblem(403, "field-not-allowed");
            ann.get(people + "?rep=NDJSON&filter=" + encoded).expectProblem(403, "field-not-allowed");
            ann.send("QUERY", people, "{filter: " + filter + "}").expectProblem(403, "field-not-allowed");
            ann.patch(people + "/*?filter=" + encoded, "{seen: true}").expectProblem(403, "field-not-allowed");
            ann.delete(people + "/*?filter=" + encoded).expectProblem(403, "field-not-allowed");
            ann.patch(one(people) + "&filter=" + encoded, "{seen: true}").expectProblem(403, "field-not-allowed");
        }
        assertEquals(
                2,
                admin(engine).get(people + "/_size").json().getNumber("_size").intValue());
        partner(engine).get(people + "?filter=" + Api.encode("{age: 1}")).expectProblem(403, "field-not-allowed");
        partner(engine).get(people + "?filter=" + Api.encode("{name: 'x'}")).expect(200);
        ann.get(people + "?filter=" + Api.encode("{'address.city': 'c', 'kids.salary': 1}"))
                .expect(200);
    }

    @OnEveryEngine
    void T31_T32_sortHintKeysAndCursorsCannotNameItEither(Engine engine) {
        String people = newPeople(engine);
        Api ann = ann(engine);

        for (String query : List.of(
                "sort=salary",
                "sort=-salary",
                "sort=" + Api.encode("{address: 1}"),
                "sort_by=address.street",
                "hint=salary",
                "hint=" + Api.encode("{salary: 1}"),
                "hint=someIndex",
                "keys=" + Api.encode("{salary: 1}"),
                "keys=" + Api.encode("{'address.street': 1}"),
                "keys=" + Api.encode("{address: {$elemMatch: {street: 's'}}}"),
                "explain=queryPlanner")) {
            assertEquals(403, ann.get(people + "?" + query).status(), query);
        }
        ann.get(people + "?keys=" + Api.encode("{name: '$salary'}")).expect(400);
        ann.get(one(people) + "&keys=" + Api.encode("{address: 1}")).expectState("{_id: 1, address: {city: 'c'}}");
        ann.get(people + "?sort=name&pagesize=1").expect(200);
    }

    @OnEveryEngine
    void T36_T37_T38_cannotBeChangedByAnyVerbOrOperator(Engine engine) {
        String people = newPeople(engine);
        Api ann = ann(engine);

        for (String body : List.of(
                "{salary: 99}",
                "{'salary.x': 99}",
                "{'address.street': 'z'}",
                "{address: {city: 'z'}}",
                "{$set: {salary: 99}}",
                "{$set: {address: 1}}",
                "{$inc: {salary: 1}}",
                "{$unset: {salary: ''}}",
                "{$rename: {salary: 'x'}}",
                "{$rename: {name: 'salary'}}",
                "{$push: {salary: 1}}",
                "{$setOnInsert: {salary: 1}}",
                "{$min: {'address.street': 'a'}}")) {
            ann.patch(one(people), body).expectProblem(403, "field-not-allowed");
            ann.patch(people + "/*?filter=" + Api.encode("{name: 'x'}"), body).expectProblem(403, "field-not-allowed");
        }
        ann.put(one(people), "{salary: 99}").expectProblem(403, "field-not-allowed");
        ann.put(one(people), "{address: {street: 'z'}}").expectProblem(403, "field-not-allowed");
        ann.put(one(people), "{address: 5}").expectProblem(403, "field-not-allowed");
        ann.put(one(people), "{'address.street': 'z'}").expectProblem(403, "field-not-allowed");
        ann.post(people, "{_id: 1, salary: 99}").expectProblem(403, "field-not-allowed");
        ann.post(people, "[{_id: 1, salary: 99}]").expectProblem(403, "field-not-allowed");
        ann.send("POST", people, "{\"_id\": 1, \"salary\": 99}\n", "Content-Type", "application/x-ndjson")
                .expect(207);
        ann.patch(one(people), "{\"salary\": 99}", "Content-Type", "application/merge-patch+json")
                .expect(403);
        ann.patch(one(people), "{\"address\": null}", "Content-Type", "application/merge-patch+json")
                .expect(403);
        for (String operation : List.of(
                "{\"op\": \"test\", \"path\": \"/salary\", \"value\": 10}",
                "{\"op\": \"copy\", \"from\": \"/salary\", \"path\": \"/x\"}",
                "{\"op\": \"copy\", \"from\": \"\", \"path\": \"/x\"}",
                "{\"op\": \"copy\", \"from\": \"/address\", \"path\": \"/x\"}",
                "{\"op\": \"replace\", \"path\": \"\", \"value\": {}}",
                "{\"op\": \"remove\", \"path\": \"/address/street\"}",
                "{\"op\": \"test\", \"path\": \"/salary/-x\", \"value\": 1}",
                "{\"op\": \"add\", \"path\": \"/salary/-x\", \"value\": 1}",
                "{\"op\": \"add\", \"path\": \"/address/-\", \"value\": {\"street\": \"z\"}}")) {
            ann.patch(one(people), "[" + operation + "]", "Content-Type", "application/json-patch+json")
                    .expectProblem(403, "field-not-allowed");
        }
        ann.patch(one(people), "[{\"$set\": {\"nick\": \"$salary\"}}]").expectProblem(403, "field-not-allowed");
        ann.patch(
                        one(people) + "&arrayFilters=" + Api.encode("[{'e.street': 's'}]"),
                        "{$set: {'address.$[e].city': 1}}")
                .expectProblem(403, "field-not-allowed");
        admin(engine)
                .get(one(people))
                .expectState("{_id: 1, name: 'x', salary: 10, address: {street: 's', city: 'c'}}");
    }

    @OnEveryEngine
    void aNumberIsNoIndexWhereADocumentBegins(Engine engine) {
        String people = newPeople(engine);
        admin(engine).patch(one(people), "{'5': {name: 'hidden'}}").expect(200);
        Api partner = partner(engine);

        assertFalse(partner.get(one(people)).expect(200).text().contains("hidden"));
        for (String query : List.of(
                "filter=" + Api.encode("{'5.name': 'hidden'}"), "sort=5.name", "keys=" + Api.encode("{'5.name': 1}"))) {
            partner.get(people + "?" + query).expectProblem(403, "field-not-allowed");
        }
    }

    @OnEveryEngine
    void aReplacementKeepsWhatItCannotSee(Engine engine) {
        String people = newPeople(engine);
        Api ann = ann(engine);

        Answer put = ann.put(one(people), "{name: 'z', address: {city: 'e'}}", "Prefer", "return=representation")
                .expect(200);
        assertFalse(put.text().contains("salary") || put.text().contains("street"));
        admin(engine)
                .get(one(people))
                .expectState("{_id: 1, name: 'z', address: {city: 'e', street: 's'}, salary: 10}");

        ann.post(people, "{_id: 1, name: 'w'}").expect(200);
        admin(engine).get(one(people)).expectState("{_id: 1, name: 'w', address: {street: 's'}, salary: 10}");

        ann.put(people + "/3?id_type=NUMBER", "{name: 'new'}").expect(201);
        ann.put(people + "/3?id_type=NUMBER&wm=insert", "{name: 'again'}").expect(409);
        ann.put(people + "/4?id_type=NUMBER&wm=update", "{name: 'no'}").expect(404);
    }

    @OnEveryEngine
    void T33_aggregationsRunWithoutIt(Engine engine) {
        String people = newPeople(engine);
        String database = people.substring(0, people.lastIndexOf('/'));
        admin(engine).put(database + "/teams", """
                        {rels: [
                          {rel: 'people', type: 'MANY_TO_MANY', role: 'OWNING', 'target-coll': 'people', 'ref-field': 'people'},
                          {rel: 'paid', type: 'ONE_TO_MANY', role: 'INVERSE', 'target-coll': 'people', 'ref-field': 'salary'}],
                         aggrs: [
                          {uri: 'join', stages: [{$lookup: {from: 'people', localField: 'people', foreignField: '_id', as: 'p'}}]},
                          {uri: 'oracle', stages: [{$lookup: {from: 'people', localField: 'guess', foreignField: 'salary', as: 'p'}}]},
                          {uri: 'union', stages: [{$unionWith: 'people'}]}]}""").expect(201);
        admin(engine).put(database + "/teams/t", "{people: [1, 2], guess: 10}").expect(201);
        admin(engine).patch(people, """
                        {aggrs: [
                          {uri: 'sum', stages: [{$group: {_id: null, n: {$sum: '$salary'}}}]},
                          {uri: 'root', stages: [{$replaceWith: {all: '$$ROOT'}}]},
                          {uri: 'rich', stages: [{$match: {salary: {$gt: 15}}}]}]}""").expect(200);
        Api ann = ann(engine);

        assertEquals(
                0,
                results(ann.get(people + "/_aggrs/sum"))
                        .get(0)
                        .asDocument()
                        .getNumber("n")
                        .intValue());
        assertFalse(ann.get(people + "/_aggrs/root").expect(200).text().matches("(?s).*(\"salary\":[12]0|street).*"));
        assertEquals(0, results(ann.get(people + "/_aggrs/rich")).size());
        Answer united = ann.get(database + "/teams/_aggrs/union");
        assertFalse(united.text().matches("(?s).*(\"salary\":[12]0|street).*"));
        assertTrue(united.status() == 200 || united.status() == 501, united.toString());
        ann.get(database + "/teams/_aggrs/oracle").expectProblem(403, "field-not-allowed");
        Answer joined = ann.get(database + "/teams/_aggrs/join");
        assertFalse(joined.text().matches("(?s).*(\"salary\":[12]0|street).*"));
        assertTrue(joined.status() == 200 || joined.status() == 501, joined.toString());
        BsonArray embedded = ann.get(database + "/teams/t?embed=people")
                .expect(200)
                .json()
                .getDocument("_embedded")
                .getArray("people");
        assertEquals(2, embedded.size());
        assertFalse(embedded.toString().contains("street"));
        ann.get(database + "/teams/t?embed=paid").expectProblem(403, "field-not-allowed");
    }

    private static BsonArray results(Answer answer) {
        return answer.expect(200).json().getDocument("_embedded").getArray("rh:result");
    }

    @OnEveryEngine
    void T34_aSchemaTellsNothingOfIt(Engine engine) {
        String people = newPeople(engine);
        String database = people.substring(0, people.lastIndexOf('/'));
        admin(engine).put(database + "/_schemas", null).expect(201);
        admin(engine)
                .put(
                        database + "/_schemas/s",
                        "{\"properties\": {\"salary\": {\"maximum\": 15}, \"name\": {\"type\": \"string\"}}}")
                .expect(201);
        admin(engine).patch(people, "{jsonSchema: {schemaId: 's'}}").expect(200);
        Api ann = ann(engine);

        Answer hidden = ann.patch(people + "/2?id_type=NUMBER", "{seen: true}").expectProblem(400, "schema-violation");
        Answer visible = ann.patch(one(people), "{name: 5}").expectProblem(400, "schema-violation");

        assertFalse(hidden.text().contains("salary"), hidden.text());
        assertTrue(visible.text().contains("/name"), visible.text());
    }

    @OnEveryEngine
    void writingNeedsNoSightOfTheEtag(Engine engine) {
        String people = newPeople(engine);

        Answer read = partner(engine).get(one(people)).expect(200);

        assertFalse(read.etag().isEmpty());
        BsonDocument seen = read.json();
        assertTrue(seen.containsKey("_id"));
        partner(engine).get(one(people), "If-None-Match", read.etag()).expect(304);
    }
}
