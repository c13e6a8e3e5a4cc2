package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.AtOnce;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Guarded;
import dev.xylem.fixture.OnEveryEngine;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** {@code readFilter}, {@code writeFilter} and {@code mergeRequest} at every door. */
class RowRulesTest {

    private static final Guarded GUARDED =
            new Guarded("""
              - {userid: ann, password: ann, roles: [users], team: red}
              - {userid: bob, password: bob, roles: [users], team: blue}
              - {userid: nobody, password: nobody, roles: [users]}""".indent(2).stripTrailing(), """
              - role: users
                predicate: path-template["/{db}/notes"] or path-template["/{db}/notes/*"]
                mongo:
                  readFilter: {$or: [{owner: "@user"}, {public: true}]}
                  writeFilter: {owner: "@user"}
                  mergeRequest: {owner: "@user"}
                  allowBulkPatch: true
                  allowBulkDelete: true
                  allowWriteMode: true
              - role: users
                predicate: path-template["/{db}/orders"] or path-template["/{db}/orders/*"]
                mongo:
                  readFilter: {team: "@user.team"}
                  writeFilter: {team: "@user.team", amount: {$lt: 100}}
                  allowBulkPatch: true
                  allowBulkDelete: true
                  allowWriteMode: true
              - role: users
                predicate: path-template["/{db}/signed/*"] or path-template["/{db}/signed"]
                mongo: {mergeRequest: {by.user: "@user"}}
              - role: users
                predicate: path-template["/{db}/news"] and method[GET]
                mongo:
                  readFilter: {from: {$lte: "@now"}}
              - role: users
                predicate: path-template["/{db}/posts"] or path-template["/{db}/posts/*"]""".indent(2).stripTrailing());

    private static final String NOTES =
            "[{_id: 'a', owner: 'ann', n: 1}, {_id: 'b', owner: 'bob', n: 2}, {_id: 'p', owner: 'bob', n: 3, public: true}]";

    private static Api ann(Engine engine) {
        return GUARDED.on(engine).as("ann", "ann");
    }

    private static Api bob(Engine engine) {
        return GUARDED.on(engine).as("bob", "bob");
    }

    private static Api admin(Engine engine) {
        return GUARDED.on(engine).as("admin", "admin");
    }

    private static String newNotes(Engine engine) {
        String notes = admin(engine).newDatabase() + "/notes";
        admin(engine).put(notes, null).expect(201);
        admin(engine).post(notes, NOTES).expect(200);
        return notes;
    }

    private static String newOrders(Engine engine) {
        String orders = admin(engine).newDatabase() + "/orders";
        admin(engine).put(orders, null).expect(201);
        admin(engine)
                .post(
                        orders,
                        "[{_id: 'r', team: 'red', amount: 5}, {_id: 'b', team: 'blue', amount: 5}, {_id: 'x', team: 'red', amount: 500}]")
                .expect(200);
        return orders;
    }

    private static List<String> ids(Answer answer) {
        return answer.expect(200).documents().stream()
                .map(document -> document.asDocument().getString("_id").getValue())
                .sorted()
                .toList();
    }

    @OnEveryEngine
    void T21_pagesCountsAndExportsShowWhatMatchesTheReadFilter(Engine engine) {
        String notes = newNotes(engine);
        Api ann = ann(engine);

        assertEquals(List.of("a", "p"), ids(ann.get(notes)));
        assertEquals(List.of(), ids(ann.get(notes + "?filter=" + Api.encode("{n: 2}"))));
        assertEquals(List.of("a", "p"), ids(ann.get(notes + "?filter=" + Api.encode("{$or: [{}, {owner: 'bob'}]}"))));
        assertEquals(List.of("a", "p"), ids(ann.send("QUERY", notes, "{filter: {}}")));
        assertEquals(2, ann.get(notes + "?count=true").json().getNumber("_size").intValue());
        assertEquals(
                2, ann.get(notes + "?count=estimated").json().getNumber("_size").intValue());
        assertEquals(2, ann.get(notes + "/_size").json().getNumber("_size").intValue());
        assertEquals(2, ann.get(notes + "?rep=NDJSON").text().lines().count());
        assertEquals(3, ann.get(notes + "?rep=CSV").text().lines().count());
    }

    @OnEveryEngine
    void whatCannotBeReadIsNotThere(Engine engine) {
        String notes = newNotes(engine);
        Api ann = ann(engine);

        Answer unreadable = ann.get(notes + "/b");
        Answer absent = ann.get(notes + "/c");

        unreadable.expectProblem(404, "document-not-found");
        assertEquals(stripped(absent, "/c"), stripped(unreadable, "/b"));
        ann.delete(notes + "/b").expectProblem(404, "document-not-found");
        ann.patch(notes + "/b?wm=update", "{n: 9}").expectProblem(404, "document-not-found");
        admin(engine).get(notes + "/b").expectState("{_id: 'b', owner: 'bob', n: 2}");
    }

    @OnEveryEngine
    void aConditionThatFailsOnWhatCannotBeReadTellsNothingOfIt(Engine engine) {
        String notes = newNotes(engine);
        for (int n : new int[] {2, 9}) {
            String zero = "{$cond: [{$eq: ['$n', " + n + "]}, 0, 1]}";
            String filter = "filter=" + Api.encode("{$or: [{x: 1}, {$expr: {$divide: [1, " + zero + "]}}]}");
            for (String target : List.of(notes, notes + "/_size", notes + "/b")) {
                ann(engine).get(target + "?" + filter).expectProblem(403, "stage-not-allowed");
            }
            ann(engine).patch(notes + "/*?" + filter, "{x: 1}").expectProblem(403, "stage-not-allowed");
            ann(engine).delete(notes + "/*?" + filter).expectProblem(403, "stage-not-allowed");
        }

        String bigger = "filter=" + Api.encode("{$expr: {$gt: ['$n', {$ifNull: ['$m', 0]}]}}");
        assertEquals(List.of("a", "p"), ids(ann(engine).get(notes + "?" + bigger)));
        assertEquals(3, admin(engine).get(notes + "?" + bigger).documents().size());
    }

    @OnEveryEngine
    void aBulkWriteThatIsRefusedTellsNothingOfWhatCannotBeRead(Engine engine) {
        String orders = newOrders(engine);
        for (String fields : List.of("team: 'blue'", "n: 9", "team: 'red', amount: 500", "$set: {team: 'blue'}")) {
            Answer unreadable = ann(engine).post(orders, "[{_id: 'b', " + fields + "}]");
            Answer absent = ann(engine).post(orders, "[{_id: 'c', " + fields + "}]");

            unreadable.expect(207);
            assertEquals(absent.text(), unreadable.text(), fields);
        }
        admin(engine).get(orders + "/b").expectState("{_id: 'b', team: 'blue', amount: 5}");
        admin(engine).get(orders + "/c").expect(404);
    }

    private static BsonDocument stripped(Answer answer, String id) {
        BsonDocument problem = answer.json();
        problem.remove("request-id");
        problem.put(
                "instance",
                new BsonString(problem.getString("instance").getValue().replace(id, "")));
        return problem;
    }

    @OnEveryEngine
    void T39_anUpsertNeverReplacesWhatCannotBeRead(Engine engine) {
        String notes = newNotes(engine);
        Api ann = ann(engine);

        ann.put(notes + "/b", "{n: 9}").expect(404);
        ann.patch(notes + "/b", "{n: 9}").expect(404);
        ann.post(notes, "{_id: 'b', n: 9}").expect(404);
        ann.put(notes + "/b?wm=insert", "{n: 9}").expect(409);
        Answer bulk = ann.post(notes, "[{_id: 'b', n: 9}, {_id: 'new', n: 1}]").expect(207);

        assertEquals(
                1, bulk.json().getDocument("_embedded").getArray("rh:error").size());
        admin(engine).get(notes + "/b").expectState("{_id: 'b', owner: 'bob', n: 2}");
        admin(engine).get(notes + "/new").expectState("{_id: 'new', n: 1, owner: 'ann'}");
    }

    @OnEveryEngine
    void whatCanBeReadButNotWrittenIsRefused(Engine engine) {
        String notes = newNotes(engine);
        Api ann = ann(engine);

        ann.get(notes + "/p").expect(200);
        ann.patch(notes + "/p", "{n: 9}").expectProblem(403, "outside-write-filter");
        ann.put(notes + "/p", "{n: 9}").expectProblem(403, "outside-write-filter");
        ann.post(notes, "{_id: 'p', n: 9}").expectProblem(403, "outside-write-filter");
        ann.delete(notes + "/p").expectProblem(403, "outside-write-filter");
        ann.patch(notes + "/p", "{n: 9}", "Content-Type", "application/merge-patch+json")
                .expect(403);
        Answer bulk = ann.post(notes, "[{_id: 'p', n: 9}]").expect(207);

        assertEquals(
                "outside-write-filter",
                bulk.json()
                        .getDocument("_embedded")
                        .getArray("rh:error")
                        .get(0)
                        .asDocument()
                        .getString("code")
                        .getValue());
        admin(engine).get(notes + "/p").expectState("{_id: 'p', owner: 'bob', n: 3, public: true}");
    }

    @OnEveryEngine
    void T36_theMergedFieldsWinOverWhateverTheBodySays(Engine engine) {
        String notes = newNotes(engine);
        Api ann = ann(engine);

        ann.put(notes + "/1", "{n: 1}").expect(201);
        ann.put(notes + "/2", "{n: 1, owner: 'bob'}").expect(201);
        ann.patch(notes + "/3", "{n: 1, $set: {owner: 'bob'}}").expect(201);
        String location = ann.post(notes, "{owner: 'bob', n: 1}").expect(201).header("Location");
        ann.post(notes, "[{_id: '4', owner: 'bob'}]").expect(200);
        ann.send("POST", notes, "{\"_id\": \"5\", \"owner\": \"bob\"}\n", "Content-Type", "application/x-ndjson")
                .expect(200);
        ann.patch(notes + "/a", "{\"owner\": \"bob\"}", "Content-Type", "application/merge-patch+json")
                .expect(200);
        ann.patch(
                        notes + "/a",
                        "[{\"op\": \"add\", \"path\": \"/owner\", \"value\": \"bob\"}]",
                        "Content-Type",
                        "application/json-patch+json")
                .expect(200);
        ann.patch(notes + "/*?filter=" + Api.encode("{n: 1}"), "{owner: 'bob', seen: true}")
                .expect(200);

        for (String path : List.of("/1", "/2", "/3", "/4", "/5", "/a")) {
            assertEquals(
                    "ann",
                    admin(engine).get(notes + path).json().getString("owner").getValue(),
                    path);
        }
        assertEquals(
                "ann", admin(engine).get(location).json().getString("owner").getValue());
        ann.patch(notes + "/a", "{$unset: {owner: ''}}").expectProblem(400, "conflicting-paths");
        ann.patch(notes + "/a", "{$rename: {owner: 'x'}}").expectProblem(400, "conflicting-paths");
    }

    @OnEveryEngine
    void aFieldInsideAnotherIsMergedIntoEveryKindOfBody(Engine engine) {
        String signed = admin(engine).newDatabase() + "/signed";
        admin(engine).put(signed, null).expect(201);
        Api ann = ann(engine);
        ann.put(signed + "/a", "{'by.user': 'bob', n: 1}").expect(201);
        ann.patch(
                        signed + "/a",
                        "{\"by\": {\"user\": \"bob\"}, \"n\": 2}",
                        "Content-Type",
                        "application/merge-patch+json")
                .expect(200);
        admin(engine).get(signed + "/a").expectState("{_id: 'a', by: {user: 'ann'}, n: 2}");
        ann.patch(signed + "/a", "{\"by\": null}", "Content-Type", "application/merge-patch+json")
                .expect(200);
        ann.patch(
                        signed + "/a",
                        "[{\"op\": \"replace\", \"path\": \"/by/user\", \"value\": \"bob\"}]",
                        "Content-Type",
                        "application/json-patch+json")
                .expect(200);
        admin(engine).get(signed + "/a").expectState("{_id: 'a', by: {user: 'ann'}, n: 2}");
        ann.post(signed, "[{_id: 'a', 'by.user': 'bob', n: 3}]").expect(200);
        ann.patch(signed + "/a", "{$unset: {by: ''}}").expectProblem(400, "conflicting-paths");
        admin(engine).get(signed + "/a").expectState("{_id: 'a', by: {user: 'ann'}, n: 3}");
    }

    @OnEveryEngine
    void T41_aDocumentCannotBeMovedAcrossTheFence(Engine engine) {
        String orders = newOrders(engine);
        Api ann = ann(engine);

        for (String body : List.of(
                "{team: 'blue'}",
                "{$set: {team: 'blue'}}",
                "{amount: 100}",
                "{$inc: {amount: 200}}",
                "{$mul: {amount: 30}}",
                "{$max: {amount: 100}}",
                "{$unset: {team: ''}}",
                "{$rename: {team: 'was'}}",
                "{$unset: {amount: ''}}")) {
            ann.patch(orders + "/r", body).expectProblem(403, "outside-write-filter");
        }
        ann.put(orders + "/r", "{team: 'blue', amount: 1}").expectProblem(403, "outside-write-filter");
        ann.put(orders + "/r", "{amount: 1}").expectProblem(403, "outside-write-filter");
        ann.put(orders + "/new", "{team: 'blue', amount: 1}").expectProblem(403, "outside-write-filter");
        ann.post(orders, "{team: 'red', amount: 100}").expectProblem(403, "outside-write-filter");
        ann.patch(orders + "/r", "{\"team\": null}", "Content-Type", "application/merge-patch+json")
                .expect(403);
        ann.patch(
                        orders + "/r",
                        "[{\"op\": \"replace\", \"path\": \"/team\", \"value\": \"blue\"}]",
                        "Content-Type",
                        "application/json-patch+json")
                .expect(403);
        ann.patch(orders + "/*?filter=" + Api.encode("{_id: 'r'}"), "{team: 'blue'}")
                .expect(403);
        admin(engine).get(orders + "/r").expectState("{_id: 'r', team: 'red', amount: 5}");
        admin(engine).get(orders + "/new").expect(404);

        ann.patch(orders + "/r", "{$inc: {amount: 90}}").expect(200);
        ann.patch(orders + "/r", "{seen: true}").expect(200);
        ann.put(orders + "/mine", "{team: 'red', amount: 1}").expect(201);
        admin(engine).get(orders + "/r").expectState("{_id: 'r', team: 'red', amount: 95, seen: true}");
    }

    @OnEveryEngine
    void aBulkUpdateLeavesOutWhatWouldEndOutside(Engine engine) {
        String orders = newOrders(engine);
        Api ann = ann(engine);
        admin(engine).put(orders + "/s", "{team: 'red', amount: 95}").expect(201);

        Answer answer = ann.patch(orders + "/*?filter=" + Api.encode("{amount: {$gt: 0}}"), "{$inc: {amount: 10}}")
                .expect(207);

        assertEquals(
                1,
                answer.json()
                        .getDocument("_embedded")
                        .getArray("rh:result")
                        .get(0)
                        .asDocument()
                        .getNumber("modified")
                        .intValue());
        assertEquals(15, amount(engine, orders + "/r"));
        assertEquals(95, amount(engine, orders + "/s"));
        assertEquals(5, amount(engine, orders + "/b"));
        assertEquals(500, amount(engine, orders + "/x"));
    }

    private static int amount(Engine engine, String path) {
        return admin(engine).get(path).json().getNumber("amount").intValue();
    }

    @OnEveryEngine
    void T40_bulkWritesTouchOnlyWhatMayBeWritten(Engine engine) {
        String notes = newNotes(engine);
        Api ann = ann(engine);

        Answer changed = ann.patch(notes + "/*?filter=" + Api.encode("{n: {$gt: 0}}"), "{seen: true}")
                .expect(200);
        Answer deleted =
                ann.delete(notes + "/*?filter=" + Api.encode("{n: {$gt: 0}}")).expect(200);

        assertEquals(1, result(changed).getNumber("matched").intValue());
        assertEquals(1, result(deleted).getNumber("deleted").intValue());
        assertEquals(
                2, admin(engine).get(notes + "/_size").json().getNumber("_size").intValue());
        assertFalse(admin(engine).get(notes + "/b").json().containsKey("seen"));
        ann.delete(notes + "/*?filter=" + Api.encode("{}")).expectProblem(400, "filter-matches-all");
    }

    private static BsonDocument result(Answer answer) {
        return answer.json()
                .getDocument("_embedded")
                .getArray("rh:result")
                .get(0)
                .asDocument();
    }

    @OnEveryEngine
    void aPatchCreatesOnlyInside(Engine engine) {
        String orders = newOrders(engine);
        Api ann = ann(engine);

        Answer absent = ann.patch(orders + "/c", "{n: 1}");
        Answer unreadable = ann.patch(orders + "/b", "{n: 1}");

        absent.expectProblem(404, "document-not-found");
        assertEquals(stripped(absent, "/c"), stripped(unreadable, "/b"));
        ann.patch(orders + "/c", "{team: 'red', amount: 1}").expect(201);
        admin(engine).get(orders + "/c").expectState("{_id: 'c', team: 'red', amount: 1}");
    }

    @OnEveryEngine
    void T20_aVariableWithoutValueMatchesNothing(Engine engine) {
        String orders = newOrders(engine);
        admin(engine).put(orders + "/none", "{amount: 1}").expect(201);
        admin(engine).put(orders + "/null", "{team: null, amount: 1}").expect(201);
        Api nobody = GUARDED.on(engine).as("nobody", "nobody");

        assertEquals(List.of(), ids(nobody.get(orders)));
        nobody.get(orders + "/none").expect(404);
        nobody.put(orders + "/new", "{amount: 1}").expect(403);
        nobody.delete(orders + "/null").expect(404);
        admin(engine).get(orders + "/new").expect(404);
    }

    @OnEveryEngine
    void etagsAndConditionsTellNothingOfWhatCannotBeRead(Engine engine) {
        String notes = newNotes(engine);
        Api ann = ann(engine);
        String etag = admin(engine).get(notes + "/b").etag();

        ann.get(notes + "/b", "If-None-Match", etag).expect(404);
        ann.delete(notes + "/b", "If-Match", etag).expect(404);
        Answer known = ann.put(notes + "/b", "{n: 1}", "If-Match", etag);
        Answer wrong = ann.put(notes + "/b", "{n: 1}", "If-Match", "\"000000000000000000000000\"");

        known.expect(412);
        assertEquals(stripped(wrong, ""), stripped(known, ""));
        assertEquals("", known.etag());
        ann.patch(
                        notes + "/a",
                        "{n: 5}",
                        "If-Match",
                        admin(engine).get(notes + "/a").etag())
                .expect(200);
    }

    @OnEveryEngine
    void cursorsStayWithinTheRowsAndBelongToThem(Engine engine) {
        String notes = newNotes(engine);
        Api ann = ann(engine);

        Answer first = ann.get(notes + "?pagesize=1&sort=n").expect(200);
        String next = first.header("Link").replaceAll(".*<([^>]+)>; rel=\"next\".*", "$1");

        assertEquals(List.of("a"), ids(first));
        assertEquals(List.of("p"), ids(ann.get(next)));
        bob(engine).get(next).expectProblem(400, "bad-cursor");
        assertFalse(ann.get(next).header("Link").contains("next"));
    }

    @OnEveryEngine
    void cursorsOutliveTheSecondOfARuleAboutTheTime(Engine engine) throws InterruptedException {
        String news = admin(engine).newDatabase() + "/news";
        admin(engine).put(news, null).expect(201);
        admin(engine)
                .post(
                        news,
                        "[{_id: 'a', from: {$date: 1}}, {_id: 'b', from: {$date: 2}}, {_id: 'z', from: {$date: 99999999999999}}]")
                .expect(200);
        Answer first = ann(engine).get(news + "?pagesize=1&sort=_id").expect(200);
        String next = first.header("Link").replaceAll(".*<([^>]+)>; rel=\"next\".*", "$1");
        Thread.sleep(1_100);

        Answer second = ann(engine).get(next).expect(200);

        assertEquals(List.of("b"), ids(second));
        assertFalse(second.header("Link").contains("next"));
    }

    @OnEveryEngine
    void storedAggregationsRunOnTheRowsAndReachNoFurther(Engine engine) {
        String notes = newNotes(engine);
        String database = notes.substring(0, notes.lastIndexOf('/'));
        admin(engine).put(database + "/secrets", null).expect(201);
        admin(engine).put(database + "/secrets/1", "{n: 1}").expect(201);
        admin(engine).put(database + "/orders", null).expect(201);
        admin(engine)
                .post(database + "/orders", "[{_id: 1, team: 'red', note: 'a'}, {_id: 2, team: 'blue', note: 'a'}]")
                .expect(200);
        admin(engine).patch(notes, """
                        {aggrs: [
                          {uri: 'sum', stages: [{$group: {_id: null, n: {$sum: '$n'}}}]},
                          {uri: 'mine', stages: [{$match: {owner: {$var: '@user'}}}]},
                          {uri: 'secrets', stages: [{$unionWith: 'secrets'}]},
                          {uri: 'deep', stages: [{$facet: {x: [{$lookup: {from: 'secrets', localField: 'n', foreignField: 'n', as: 's'}}]}}]},
                          {uri: 'orders', stages: [{$lookup: {from: 'orders', localField: '_id', foreignField: 'note', as: 'o'}}, {$match: {_id: 'a'}}]}]}""").expect(200);
        Api ann = ann(engine);

        assertEquals(
                4,
                results(ann.get(notes + "/_aggrs/sum"))
                        .get(0)
                        .asDocument()
                        .getNumber("n")
                        .intValue());
        assertEquals(1, results(ann.get(notes + "/_aggrs/mine")).size());
        ann.get(notes + "/_aggrs/secrets").expectProblem(403, "stage-not-allowed");
        ann.get(notes + "/_aggrs/deep").expectProblem(403, "stage-not-allowed");
        Answer joined = ann.get(notes + "/_aggrs/orders");
        if (joined.status() != 501) {
            BsonArray orders = results(joined).get(0).asDocument().getArray("o");
            assertEquals(1, orders.size());
            assertEquals("red", orders.get(0).asDocument().getString("team").getValue());
        }
    }

    private static BsonArray results(Answer answer) {
        return answer.expect(200).json().getDocument("_embedded").getArray("rh:result");
    }

    @OnEveryEngine
    void embeddedTargetsAreWithinTheirOwnRows(Engine engine) {
        String notes = newNotes(engine);
        String database = notes.substring(0, notes.lastIndexOf('/'));
        admin(engine).put(database + "/secrets", null).expect(201);
        admin(engine).put(database + "/posts", """
                        {rels: [
                          {rel: 'notes', type: 'MANY_TO_MANY', role: 'OWNING', 'target-coll': 'notes', 'ref-field': 'notes'},
                          {rel: 'secrets', type: 'MANY_TO_MANY', role: 'OWNING', 'target-coll': 'secrets', 'ref-field': 'notes'}]}""").expect(201);
        admin(engine).put(database + "/posts/1", "{notes: ['a', 'b', 'p']}").expect(201);
        Api ann = ann(engine);

        BsonArray embedded = ann.get(database + "/posts/1?embed=notes")
                .expect(200)
                .json()
                .getDocument("_embedded")
                .getArray("notes");

        assertEquals(
                List.of("a", "p"),
                embedded.stream()
                        .map(one -> one.asDocument().getString("_id").getValue())
                        .sorted()
                        .toList());
        ann.get(database + "/posts/1?embed=secrets").expectProblem(403, "forbidden");
    }

    @OnEveryEngine
    void explainingIsForThoseWhoSeeEverything(Engine engine) {
        String notes = newNotes(engine);

        ann(engine).get(notes + "?explain=executionStats").expect(403);
    }

    @OnEveryEngine
    void manyWritersAtTheFenceEndInside(Engine engine) {
        String orders = newOrders(engine);
        Api ann = ann(engine);

        List<Integer> statuses = AtOnce.send(20, _ -> ann.patch(orders + "/r", "{$inc: {amount: 10}}")).stream()
                .map(Answer::status)
                .toList();

        long done = statuses.stream().filter(status -> status == 200).count();
        assertTrue(done <= 9, statuses::toString);
        assertTrue(
                statuses.stream().allMatch(status -> status == 200 || status == 403 || status == 409),
                statuses::toString);
        assertEquals(5 + 10 * done, amount(engine, orders + "/r"));
    }
}
