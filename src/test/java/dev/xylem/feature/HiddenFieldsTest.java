package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Guarded;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Two databases that differ in nothing but what a caller must not see: whatever the caller asks, the answers are the same, byte for byte.
 * The one holds other values in hidden fields; in the other rows that cannot be read are different, or absent.
 */
class HiddenFieldsTest {
    private static final int REQUESTS = Integer.getInteger("xylem.requests", 2_000);

    private static final Guarded GUARDED = new Guarded(
            "  - {userid: ann, password: ann, roles: [users]}", """
              - role: users
                predicate: path-template["/{db}/people"] or path-template["/{db}/people/*"]
                mongo:
                  readFilter: {owner: "@user"}
                  writeFilter: {owner: "@user"}
                  mergeRequest: {owner: "@user"}
                  projectResponse: {salary: 0, p.secret: 0}
                  allowBulkPatch: true
                  allowBulkDelete: true
                  allowWriteMode: true
              - role: users
                predicate: path-template["/{db}/teams"] or path-template["/{db}/teams/*"]""".indent(2).stripTrailing());

    private static final String[] FIELDS = {
        "n", "name", "p", "p.city", "p.secret", "salary", "salary.x", "tags", "owner", "_id", "_etag"
    };
    private static final String[] VALUES = {"1", "2", "'x'", "'y'", "null", "true", "[1]", "{city: 'c'}", "/x/"};
    private static final String[] OPERATORS = {
        "$eq", "$ne", "$gt", "$lte", "$exists", "$type", "$in", "$not", "$size", "$elemMatch"
    };

    @Test
    void theAnswersToManyRandomRequestsAreTheSame() {
        Api admin = GUARDED.on(Engine.EMBEDDED).as("admin", "admin");
        Api ann = GUARDED.on(Engine.EMBEDDED).as("ann", "ann");
        String one = newDatabase(admin, 7, true);
        String other = newDatabase(admin, 99, false);
        var random = new Random(42);
        var statuses = new TreeMap<Integer, Integer>();

        for (int i = 0; i < REQUESTS; i++) {
            Request request = Request.random(random);
            Answer first = request.send(ann, one);
            Answer second = request.send(ann, other);
            assertEquals(told(first, one), told(second, other), () -> request.toString());
            statuses.merge(first.status(), 1, Integer::sum);
        }

        assertTrue(statuses.getOrDefault(200, 0) > REQUESTS / 10, statuses::toString);
        assertTrue(statuses.getOrDefault(403, 0) > REQUESTS / 10, statuses::toString);
        assertTrue(statuses.keySet().stream().allMatch(status -> status < 500 || status == 501), statuses::toString);
    }

    /** The visible part is always the same; {@code hidden} is what the salaries and secrets are made from. */
    private static String newDatabase(Api admin, int hidden, boolean rows) {
        String database = admin.newDatabase();
        String people = database + "/people";
        admin.put(people, """
                        {aggrs: [
                          {uri: 'sum', stages: [{$group: {_id: '$name', n: {$sum: '$salary'}, m: {$sum: '$n'}}}, {$sort: {_id: 1}}]},
                          {uri: 'rich', stages: [{$match: {salary: {$gt: {$var: 'v'}}}}, {$project: {_id: 1}}]},
                          {uri: 'root', stages: [{$sort: {_id: 1}}, {$project: {all: '$$ROOT'}}]}]}""").expect(201);
        admin.put(database + "/teams", """
                        {rels: [
                          {rel: 'people', type: 'MANY_TO_MANY', role: 'OWNING', 'target-coll': 'people', 'ref-field': 'people'},
                          {rel: 'paid', type: 'ONE_TO_MANY', role: 'INVERSE', 'target-coll': 'people', 'ref-field': 'salary'}]}""").expect(201);
        admin.put(database + "/teams/t", "{people: ['d0', 'd1', 'h0', 'h1', 'd2']}")
                .expect(201);
        admin.put(people + "/_indexes/salary", "{keys: {salary: 1}, ops: {sparse: true}}")
                .expect(201);
        for (int i = 0; i < 12; i++) {
            String secret = i % 3 == 0 ? "" : ", salary: " + (i * hidden) % 13;
            admin.put(
                            people + "/d" + i,
                            "{owner: 'ann', n: " + i % 4 + ", name: '" + "xyz".charAt(i % 3) + "', p: {city: 'c" + i % 2
                                    + "', secret: " + hidden + "}, tags: [1, " + i + "]" + secret + "}")
                    .expect(201);
        }
        for (int i = 0; rows && i < 9; i++) {
            admin.put(people + "/h" + i, "{owner: 'bob', n: " + i % 4 + ", name: 'x', salary: " + i + "}")
                    .expect(201);
        }
        return database;
    }

    /** Without what is never the same twice. */
    private static String told(Answer answer, String database) {
        return (answer.status() + " " + answer.header("Link") + " " + answer.header("X-Total-Count") + " "
                        + answer.header("Xylem-Slow-Query") + " "
                        + !answer.etag().isEmpty() + " " + answer.text())
                .replace(database, "/db")
                .replaceAll("[0-9a-f]{24}", "oid")
                .replaceAll("[0-9a-f]{12}-[0-9a-f]+", "request")
                .replaceAll("(after|before)=[A-Za-z0-9_-]+", "$1=cursor");
    }

    private record Request(String method, String path, String body, String type) {
        static Request random(Random random) {
            String people = "/people";
            return switch (random.nextInt(16)) {
                case 0, 1, 2 -> get(people + "?pagesize=5&sort=_id&filter=" + filter(random));
                case 3 -> get(people + "?count=true&rep=S&sort=" + field(random) + "&sort=_id");
                case 4 -> get(people + "/_size?filter=" + filter(random));
                case 5 -> get(people + "/" + id(random) + "?filter=" + filter(random));
                case 6 ->
                    get(people + "?sort=_id&keys="
                            + Api.encode("{'" + field(random) + "': " + random.nextInt(2) + "}"));
                case 7 ->
                    get(people + "?sort=_id&rep=" + (random.nextBoolean() ? "NDJSON" : "CSV") + "&filter="
                            + filter(random));
                case 8 ->
                    get(people + "/_aggrs/" + pick(random, "sum", "rich", "root") + "?avars="
                            + Api.encode("{v: " + random.nextInt(9) + "}"));
                case 9 -> get("/teams/t?embed=" + pick(random, "people", "paid"));
                case 10 ->
                    get(people + "?"
                            + pick(
                                    random,
                                    "hint=salary",
                                    "hint=%7B%22salary%22%3A1%7D",
                                    "explain=executionStats",
                                    "hint=_id_",
                                    "count=estimated"));
                case 11 ->
                    new Request(
                            "PATCH",
                            people + "/" + id(random),
                            "{'" + field(random) + "': " + pick(random, VALUES) + "}",
                            "application/json");
                case 12 ->
                    new Request(
                            "PUT",
                            people + "/" + id(random) + pick(random, "", "?wm=update"),
                            "{n: " + random.nextInt(4) + ", name: 'x', '" + field(random) + "': " + pick(random, VALUES)
                                    + "}",
                            "application/json");
                case 13 ->
                    new Request("PATCH", people + "/*?filter=" + filter(random), "{$inc: {n: 1}}", "application/json");
                case 14 ->
                    new Request(
                            "PATCH",
                            people + "/" + id(random),
                            "[{\"op\": \"" + pick(random, "test", "copy", "remove") + "\", \"path\": \"/"
                                    + field(random).replace('.', '/') + "\", \"from\": \"/"
                                    + field(random).replace('.', '/') + "\", \"value\": 1}]",
                            "application/json-patch+json");
                default ->
                    new Request(
                            "POST",
                            people,
                            "[{_id: '" + id(random) + "', '" + field(random) + "': " + pick(random, VALUES) + "}]",
                            "application/json");
            };
        }

        private static Request get(String path) {
            return new Request("GET", path, "", "");
        }

        /** Of those that are the caller's: what others have can't be told from what is not there, but for creating it. */
        private static String id(Random random) {
            return "d" + random.nextInt(12);
        }

        private static String field(Random random) {
            return pick(random, FIELDS);
        }

        private static String pick(Random random, String... all) {
            return all[random.nextInt(all.length)];
        }

        private static String filter(Random random) {
            return Api.encode(query(random, 2));
        }

        private static String query(Random random, int depth) {
            if (depth > 0 && random.nextInt(4) == 0) {
                return "{" + pick(random, "$and", "$or", "$nor") + ": [" + query(random, depth - 1) + ", "
                        + query(random, depth - 1) + "]}";
            }
            if (random.nextInt(12) == 0) {
                return "{$expr: {$gt: ['$" + field(random) + "', 3]}}";
            }
            String field = field(random);
            return random.nextBoolean()
                    ? "{'" + field + "': " + pick(random, VALUES) + "}"
                    : "{'" + field + "': {" + condition(random) + "}}";
        }

        private static String condition(Random random) {
            String operator = pick(random, OPERATORS);
            return operator + ": "
                    + switch (operator) {
                        case "$exists" -> "true";
                        case "$type" -> "'int'";
                        case "$in" -> "[1, 'x', null]";
                        case "$not" -> "{$gt: 2}";
                        case "$size" -> "2";
                        case "$elemMatch" -> "{$gt: 1}";
                        default -> pick(random, "1", "'x'", "null", "3");
                    };
        }

        Answer send(Api api, String database) {
            return body.isEmpty()
                    ? api.send(method, database + path, null)
                    : api.send(method, database + path, body, "Content-Type", type);
        }
    }
}
