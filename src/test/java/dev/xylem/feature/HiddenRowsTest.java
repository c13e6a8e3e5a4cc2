package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Guarded;
import dev.xylem.fixture.OnEveryEngine;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Two databases that differ in nothing but the documents outside of a caller's read filter, whose values are made to break whatever looks at
 * them: whatever the caller asks, at whatever door, the answers are the same, byte for byte.
 */
class HiddenRowsTest {
    private static final int REQUESTS = Integer.getInteger("xylem.requests", 800);
    private static final int REQUESTS_OF_OTHERS = Integer.getInteger("xylem.requests", 150);
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

    private static final Guarded GUARDED = new Guarded(
            "  - {userid: ann, password: ann, roles: [users]}", """
              - role: users
                predicate: path-template["/{db}/{coll}"] or path-template["/{db}/{coll}/*"]
                mongo:
                  readFilter: {owner: "@user"}
                  writeFilter: {owner: "@user", n: {$lt: 100}}
                  mergeRequest: {owner: "@user"}
                  allowBulkPatch: true
                  allowBulkDelete: true
                  allowWriteMode: true""".indent(2).stripTrailing());

    @OnEveryEngine
    void theAnswersToManyRandomRequestsAreTheSame(Engine engine) {
        Api admin = GUARDED.on(engine).as("admin", "admin");
        Api ann = GUARDED.on(engine).as("ann", "ann");
        String one = newDatabase(admin, true);
        String other = newDatabase(admin, false);
        var random = new Random(7);
        var statuses = new TreeMap<Integer, Integer>();
        int requests = engine.equals(Engine.EMBEDDED) ? REQUESTS : REQUESTS_OF_OTHERS;

        for (int i = 0; i < requests; i++) {
            Request request = Request.random(random);
            Answer first = request.send(ann, one);
            Answer second = request.send(ann, other);
            assertEquals(told(first, one), told(second, other), request::toString);
            assertEquals(next(first).isEmpty(), next(second).isEmpty(), request::toString);
            if (!next(first).isEmpty()) {
                assertEquals(
                        told(ann.get(next(first)), one),
                        told(ann.get(next(second)), other),
                        () -> "next of " + request);
            }
            statuses.merge(first.status(), 1, Integer::sum);
        }

        assertTrue(statuses.getOrDefault(200, 0) > requests / 4, statuses::toString);
        assertTrue(statuses.keySet().stream().allMatch(status -> status < 500 || status == 501), statuses::toString);
        assertEquals(
                9,
                admin.get(one + "/people/_size?filter=" + Api.encode("{owner: 'bob'}"))
                        .json()
                        .getInt32("_size")
                        .getValue());
    }

    /** What ann can read is always the same. */
    private static String newDatabase(Api admin, boolean rows) {
        String database = admin.newDatabase();
        for (String name : new String[] {"people", "forms"}) {
            admin.put(database + "/" + name, """
                        {rels: [
                          {rel: 'boss', type: 'MANY_TO_ONE', role: 'OWNING', 'target-coll': 'people', 'ref-field': 'boss'},
                          {rel: 'staff', type: 'ONE_TO_MANY', role: 'INVERSE', 'target-coll': 'people', 'ref-field': 'boss'}],
                         aggrs: [
                          {uri: 'sum', stages: [{$group: {_id: '$name', n: {$sum: '$n'}, all: {$sum: 1}}}, {$sort: {_id: 1}}]},
                          {uri: 'parts', stages: [{$match: {n: {$gte: {$var: 'v'}}}}, {$group: {_id: {$divide: [12, '$n']}, c: {$sum: 1}}}, {$sort: {_id: 1}}]},
                          {uri: 'ratio', stages: [{$match: {$or: [{x: 1}, {$expr: {$gt: [{$divide: [{$var: 'v'}, '$n']}, 1]}}]}}, {$sort: {_id: 1}}]},
                          {uri: 'joined', stages: [{$lookup: {from: 'people', localField: 'boss', foreignField: '_id', as: 'b'}}, {$sort: {_id: 1}}]},
                          {uri: 'many', stages: [{$lookup: {from: 'people', localField: 'n', foreignField: 'n', as: 'b'}}, {$project: {c: {$size: '$b'}}}, {$sort: {_id: 1}}]},
                          {uri: 'graph', stages: [{$graphLookup: {from: 'people', startWith: '$boss', connectFromField: 'boss', connectToField: '_id', as: 'g'}}, {$project: {c: {$size: '$g'}}}, {$sort: {_id: 1}}]},
                          {uri: 'union', stages: [{$unionWith: {coll: 'people'}}, {$count: 'c'}]},
                          {uri: 'facet', stages: [{$facet: {a: [{$count: 'c'}], b: [{$sort: {n: -1, _id: 1}}, {$limit: 2}, {$project: {n: 1}}]}}]},
                          {uri: 'bucket', stages: [{$bucketAuto: {groupBy: '$n', buckets: 2}}]}]}""").expect(201);
            admin.put(database + "/" + name + "/_indexes/n", "{keys: {n: 1}}").expect(201);
        }
        admin.put(database + "/_schemas", null).expect(201);
        admin.put(database + "/_schemas/form", "{properties: {n: {type: 'integer'}}, required: ['owner']}")
                .expect(201);
        admin.patch(database + "/forms", "{jsonSchema: {schemaId: 'form'}}").expect(200);
        for (String name : new String[] {"people", "forms"}) {
            for (int i = 0; i < 12; i++) {
                admin.put(
                                database + "/" + name + "/d" + i,
                                "{owner: 'ann', n: " + (1 + i % 4) + ", name: '" + "xyz".charAt(i % 3) + "', tags: [1, "
                                        + i + "], boss: 'd" + i / 3 + "'}")
                        .expect(201);
            }
            for (int i = 0; rows && i < 9; i++) {
                String n = name.equals("forms") ? "0" : new String[] {"0", "'x'", "[1, 2]", "{a: 1}", "NaN"}[i % 5];
                admin.put(
                                database + "/" + name + "/h" + i,
                                "{owner: 'bob', n: " + n + ", name: 'x', tags: 7, boss: 'd" + i % 4 + "', p: " + i
                                        + "}")
                        .expect(201);
            }
        }
        return database;
    }

    private static String next(Answer answer) {
        Matcher next = NEXT.matcher(answer.header("Link"));
        return next.find() ? next.group(1) : "";
    }

    /** Without what is never the same twice. */
    private static String told(Answer answer, String database) {
        return (answer.status() + " " + answer.header("Link") + " " + answer.header("X-Total-Count") + " "
                        + answer.header("Xylem-Slow-Query") + " " + answer.header("Xylem-Warning") + " "
                        + answer.header("Location") + " " + answer.header("Allow") + " "
                        + !answer.etag().isEmpty() + " " + answer.text())
                .replace(database, "/db")
                .replaceAll("[0-9a-f]{24}", "oid")
                .replaceAll("[0-9a-f]{12}-[0-9a-f]+", "request")
                .replaceAll("(after|before)=[A-Za-z0-9_-]+", "$1=cursor");
    }

    private record Request(String method, String path, String body, List<String> headers) {
        Request(String method, String path, String body) {
            this(method, path, body, List.of());
        }

        private static final String[] FIELDS = {"n", "name", "tags", "owner", "boss", "p", "_id", "n.a", "tags.0"};
        private static final String[] VALUES = {
            "1", "2", "'x'", "'bob'", "'ann'", "null", "true", "[1]", "{a: 1}", "7", "0"
        };
        private static final String[] UPDATES = {
            "{$inc: {n: 1}}",
            "{$mul: {n: 1}}",
            "{$push: {tags: 3}}",
            "{$pull: {tags: 3}}",
            "{$addToSet: {tags: 4}}",
            "{$rename: {p: 'q'}}",
            "{$set: {'tags.0': 5}}",
            "{$set: {'n.a': 5}}",
            "{$unset: {boss: ''}}",
            "{n: 2}",
            "{n: 200}",
            "{name: 'y'}",
            "{owner: 'bob'}",
            "{boss: 'd1'}",
            "{$bit: {n: {or: 1}}}"
        };
        private static final String[] EXPRESSIONS = {
            "{$gt: [{$divide: [6, '$n']}, 2]}",
            "{$gt: [{$size: '$tags'}, 1]}",
            "{$gt: ['$n', 2]}",
            "{$eq: ['$boss', '$_id']}",
            "{$eq: [{$toInt: '$n'}, 2]}",
            "{$eq: [{$arrayElemAt: ['$tags', 0]}, 1]}"
        };

        static Request random(Random random) {
            String people = pick(random, "/people", "/people", "/forms");
            String filter = "filter=" + Api.encode(query(random, 2));
            String id = people + "/" + pick(random, "d", "h") + random.nextInt(12);
            String own = people + "/d" + random.nextInt(12);
            return switch (random.nextInt(22)) {
                case 0, 1 -> get(people + "?pagesize=4&" + filter);
                case 2 -> get(people + "?pagesize=3&sort=" + pick(random, FIELDS) + "&" + filter);
                case 3 ->
                    get(people + "?pagesize=3&page=" + (1 + random.nextInt(4)) + "&sort=-" + pick(random, FIELDS)
                            + "&sort=_id&hal=f");
                case 4 ->
                    get(people + "?count=" + pick(random, "true", "estimated") + "&pagesize=2&"
                            + pick(random, filter, ""));
                case 5 -> get(people + "/_size?" + pick(random, filter, ""));
                case 6 -> get(people + "?sort=_id&rep=" + pick(random, "NDJSON", "CSV", "S") + "&" + filter);
                case 7 ->
                    get(people + "?sort=_id&hint=" + pick(random, "n", "%7Bn:1%7D", "_id_", "-_id", "p") + "&explain="
                            + pick(random, "queryPlanner", "executionStats"));
                case 8 -> get(people + "?sort=_id&hint=" + pick(random, "n", "%7Bn:1%7D", "_id_", "p"));
                case 9 -> get(id + "?" + pick(random, filter, "embed=boss", "embed=staff"));
                case 10 -> get(people + "?sort=_id&embed=" + pick(random, "boss", "staff", "staff.boss"));
                case 11, 12 ->
                    get(people + "/_aggrs/"
                            + pick(
                                    random, "sum", "parts", "ratio", "joined", "many", "graph", "union", "facet",
                                    "bucket")
                            + "?rep=" + pick(random, "HAL", "NDJSON", "CSV") + "&avars="
                            + Api.encode("{v: " + random.nextInt(5) + "}"));
                case 13 -> new Request("HEAD", pick(random, id, people + "?" + filter), "");
                case 14 ->
                    new Request(
                            "QUERY",
                            people,
                            "{filter: " + query(random, 2) + ", sort: '_id', count: true, pagesize: 5}");
                case 15 -> new Request("GET", id, "", List.of("If-None-Match", etag(random)));
                case 16 ->
                    new Request(
                            pick(random, "PATCH", "PUT"),
                            id + "?wm=update",
                            pick(random, UPDATES),
                            List.of("If-Match", etag(random)));
                case 17 -> new Request("PATCH", own + "?" + pick(random, filter, ""), pick(random, UPDATES));
                case 18 ->
                    new Request(
                            "PATCH", people + "/*?" + filter + pick(random, "", "", "&max=3"), pick(random, UPDATES));
                case 19 ->
                    new Request(
                            "POST",
                            people + pick(random, "", "?wm=update"),
                            "[{_id: 'd" + random.nextInt(12) + "', " + inside(pick(random, UPDATES)) + "}, {_id: 'd"
                                    + random.nextInt(12) + "', " + inside(pick(random, UPDATES)) + "}]");
                case 20 ->
                    new Request(
                            "DELETE",
                            pick(
                                    random,
                                    id + "?filter=" + Api.encode("{zz: 1}"),
                                    people + "/h" + random.nextInt(12),
                                    people + "/*?max=1&filter="
                                            + Api.encode("{$and: [{boss: 'd0'}, " + query(random, 1) + "]}")),
                            "");
                default ->
                    new Request(
                            pick(random, "PUT", "PATCH", "OPTIONS"),
                            id + "?filter=" + Api.encode(query(random, 1)),
                            pick(random, UPDATES));
            };
        }

        private static String etag(Random random) {
            return pick(random, "*", "\"5f5f5f5f5f5f5f5f5f5f5f5f\"");
        }

        private static String inside(String document) {
            return document.substring(1, document.length() - 1);
        }

        private static Request get(String path) {
            return new Request("GET", path, "");
        }

        private static String pick(Random random, String... all) {
            return all[random.nextInt(all.length)];
        }

        private static String query(Random random, int depth) {
            if (depth > 0 && random.nextInt(3) == 0) {
                return "{" + pick(random, "$and", "$or", "$nor") + ": [" + query(random, depth - 1) + ", "
                        + query(random, depth - 1) + "]}";
            }
            if (random.nextInt(6) == 0) {
                return "{$expr: " + pick(random, EXPRESSIONS) + "}";
            }
            String field = pick(random, FIELDS);
            return "{'" + field + "': "
                    + pick(
                            random,
                            pick(random, VALUES),
                            "{$ne: " + pick(random, VALUES) + "}",
                            "{$gt: " + pick(random, VALUES) + "}",
                            "{$lte: " + pick(random, VALUES) + "}",
                            "{$in: [1, 'x', 'bob', null]}",
                            "{$nin: ['ann', 2]}",
                            "{$exists: false}",
                            "{$type: 'int'}",
                            "{$not: {$gt: 1}}",
                            "{$size: 2}",
                            "{$elemMatch: {$gt: 0}}",
                            "{$mod: [2, 0]}",
                            "{$regex: '^x'}")
                    + "}";
        }

        Answer send(Api api, String database) {
            return api.send(method, database + path, body.isEmpty() ? null : body, headers.toArray(String[]::new));
        }
    }
}
