package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.BsonDocument;

final class ProblemsTest {

    /** What only our own inside or the driver says. */
    private static final Pattern INSIDE = Pattern.compile(
            "com\\.mongodb|org\\.bson|io\\.vertx|io\\.quarkus|de\\.bwaldvogel|dev\\.xylem|java\\.|\\bat [a-z]+\\.[a-z]+"
                    + "|Exception|Throwable|Command failed|errmsg|127\\.0\\.0\\.1|localhost:|full response|_properties\\.",
            Pattern.CASE_INSENSITIVE);

    @OnEveryEngine
    void aProblemHasTheMembersOfRfc9457AndOurs(Engine engine) {
        Api api = Api.on(engine);
        String path = api.newCollection() + "/a%20b";

        Answer answer = api.get(path).expectProblem(404, "document-not-found");

        BsonDocument problem = answer.json();
        assertEquals(
                List.of("type", "title", "status", "detail", "instance", "code", "request-id"),
                List.copyOf(problem.keySet()));
        assertEquals(
                "urn:xylem:problem:document-not-found",
                problem.getString("type").getValue());
        assertEquals(path, problem.getString("instance").getValue());
        assertEquals(
                answer.header("X-Request-Id"), problem.getString("request-id").getValue());
        assertEquals("nosniff", answer.header("X-Content-Type-Options"));
    }

    @OnEveryEngine
    void theInstanceIsThePathWithoutItsQuery(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        BsonDocument problem = api.get(collection + "?filter=" + Api.encode("{secret: "))
                .expectProblem(400, "invalid-parameter")
                .json();

        assertEquals(collection, problem.getString("instance").getValue());
        assertFalse(problem.toJson().contains("secret"));
    }

    @OnEveryEngine
    void everyRequestHasAnIdOfItsOwn(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            ids.add(api.get(collection + (i % 2 == 0 ? "" : "/none")).header("X-Request-Id"));
        }

        assertEquals(20, ids.size());
        assertFalse(ids.contains(""));
    }

    @OnEveryEngine
    void headOfAProblemHasNoBody(Engine engine) {
        Api api = Api.on(engine);

        Answer answer = api.send("HEAD", api.newCollection() + "/none", null).expect(404);

        assertEquals(0, answer.bytes().length);
        assertEquals("application/problem+json", answer.header("Content-Type"));
    }

    @OnEveryEngine
    void noProblemShowsTheInside(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{s: 'text', arr: [1]}").expect(201);
        String before = api.get(collection + "/a").text();

        for (Answer answer : refused(api, collection)) {
            assertTrue(answer.status() >= 400 && answer.status() != 500, answer.toString());
            assertEquals("application/problem+json", answer.header("Content-Type"));
            assertFalse(INSIDE.matcher(answer.text()).find(), answer.text());
        }
        assertEquals(before, api.get(collection + "/a").text());
    }

    private static List<Answer> refused(Api api, String collection) {
        List<Answer> answers = new ArrayList<>();
        for (String body : List.of(
                "{$inc: {s: 1}}",
                "{$push: {s: 1}}",
                "{$foo: {s: 1}}",
                "{$set: {s: 1}, $unset: {s: 1}}",
                "{'s.x': 1}",
                "{",
                "[1]",
                "'x'",
                "{a: 1, a: 2}",
                "{_id: 'b'}")) {
            answers.add(api.patch(collection + "/a", body));
        }
        for (String filter :
                List.of("{s: {$regex: '('}}", "{s: {$mod: [0, 0]}}", "{$text: {$search: 'x'}}", "{$foo: 1}")) {
            answers.add(api.get(collection + "?filter=" + Api.encode(filter)));
            answers.add(api.delete(collection + "/*?filter=" + Api.encode(filter)));
        }
        answers.add(api.get(collection + "?keys=" + Api.encode("{a: 1, b: 0}")));
        answers.add(api.get(collection + "?hint=none"));
        answers.add(api.put(collection + "/a?wm=insert", "{}"));
        answers.add(api.put(collection + "/a", "{}", "If-Match", "\"x\""));
        answers.add(api.put(collection + "/a", "{}", "Content-Type", "text/plain"));
        answers.add(api.delete(collection));
        answers.add(api.get("/admin"));
        answers.add(api.get("/_users"));
        return answers;
    }
}
