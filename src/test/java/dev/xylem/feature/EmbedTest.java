package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** {@code ?embed=}: related documents in the same answer. */
class EmbedTest {

    /** Posts by authors of publishers, with comments that refer to the posts; returns the database. */
    private static String newBlog(Api api) {
        String database = api.newDatabase();
        api.put(database + "/posts", """
                        {rels: [
                          {rel: 'author', type: 'MANY_TO_ONE', role: 'OWNING', 'target-coll': 'people', 'ref-field': 'author'},
                          {rel: 'tags', type: 'MANY_TO_MANY', role: 'OWNING', 'target-coll': 'tags', 'ref-field': 'tags'},
                          {rel: 'comments', type: 'ONE_TO_MANY', role: 'INVERSE', 'target-coll': 'comments', 'ref-field': 'post'}]}""").expect(201);
        api.put(
                        database + "/comments",
                        "{rels: [{rel: 'by', type: 'MANY_TO_ONE', role: 'OWNING', 'target-coll': 'people', 'ref-field': 'by'}]}")
                .expect(201);
        api.put(database + "/people", null).expect(201);
        api.put(database + "/tags", null).expect(201);
        api.post(database + "/people", "[{_id: 1, name: 'ann'}, {_id: 2, name: 'bob'}]")
                .expect(200);
        api.post(database + "/tags", "[{_id: 'x'}, {_id: 'y'}]").expect(200);
        api.post(
                        database + "/posts",
                        "[{_id: 'p', author: 1.0, tags: ['y', 'x', 'gone']}, {_id: 'q', author: 2}, {_id: 'r', author: 9}]")
                .expect(200);
        api.post(database + "/comments", "[{_id: 'c', post: 'p', by: 2}, {_id: 'd', post: 'p', by: 1}]")
                .expect(200);
        return database;
    }

    private static BsonDocument embedded(BsonValue document) {
        return document.asDocument().getDocument("_embedded");
    }

    private static List<String> ids(BsonArray documents) {
        return documents.stream()
                .map(document -> document.asDocument().getString("_id").getValue())
                .toList();
    }

    @OnEveryEngine
    void putsTheTargetsIntoADocument(Engine engine) {
        Api api = Api.on(engine);
        String database = newBlog(api);
        for (String rep : List.of("HAL", "STANDARD")) {
            BsonDocument post = api.get(database + "/posts/p?embed=author,tags,comments&rep=" + rep)
                    .expect(200)
                    .json();

            assertEquals(
                    "ann",
                    embedded(post).getDocument("author").getString("name").getValue());
            assertEquals(List.of("y", "x"), ids(embedded(post).getArray("tags")));
            assertEquals(List.of("c", "d"), ids(embedded(post).getArray("comments")));
        }
    }

    @OnEveryEngine
    void putsTheTargetsIntoEachDocumentOfAPage(Engine engine) {
        Api api = Api.on(engine);
        String database = newBlog(api);

        BsonArray posts =
                api.get(database + "/posts?sort=_id&embed=author,comments").documents();

        assertEquals(
                "ann",
                embedded(posts.get(0)).getDocument("author").getString("name").getValue());
        assertEquals(
                "bob",
                embedded(posts.get(1)).getDocument("author").getString("name").getValue());
        assertFalse(embedded(posts.get(2)).containsKey("author"), "there is no such author");
        assertEquals(List.of(), ids(embedded(posts.get(2)).getArray("comments")));
        assertEquals(
                posts.get(1).asDocument().getDocument("_embedded"),
                api.get(database + "/posts?sort=_id&embed=author,comments&rep=STANDARD")
                        .array()
                        .get(1)
                        .asDocument()
                        .getDocument("_embedded"));
    }

    @OnEveryEngine
    void followsRelationsOfTheTargets(Engine engine) {
        Api api = Api.on(engine);
        String database = newBlog(api);

        BsonDocument post = api.get(database + "/posts/p?embed=comments.by").json();

        BsonValue comment = embedded(post).getArray("comments").getFirst();
        assertEquals(
                "bob", embedded(comment).getDocument("by").getString("name").getValue());
        assertEquals(
                new BsonString(database + "/people/2?id_type=NUMBER"),
                comment.asDocument().getDocument("_links").getDocument("by").get("href"));
    }

    @OnEveryEngine
    void isNotAnsweredByTheTagOfTheDocumentAlone(Engine engine) {
        Api api = Api.on(engine);
        String database = newBlog(api);
        Answer post = api.get(database + "/posts/p");

        api.get(database + "/posts/p", "If-None-Match", post.etag()).expect(304);
        api.get(database + "/posts/p?embed=author", "If-None-Match", post.etag())
                .expect(200);
    }

    @OnEveryEngine
    void refusesWhatItCannotEmbed(Engine engine) {
        Api api = Api.on(engine);
        String database = newBlog(api);
        for (String embed : List.of("nobody", "author.nobody", "", "author,", ".author", "comments.by.x.y")) {
            Answer refused = api.get(database + "/posts/p?embed=" + embed).expectProblem(400, "invalid-parameter");
            assertEquals("embed", refused.json().getString("parameter").getValue());
        }
        api.get(database + "/people?embed=author").expectProblem(400, "invalid-parameter");
    }

    @OnEveryEngine
    void embedsAThousandDocumentsAndNoMore(Engine engine) {
        Api api = Api.on(engine);
        String database = newBlog(api);
        String many = IntStream.range(0, 999)
                .mapToObj(i -> "{_id: 'm" + i + "', post: 'q'}")
                .collect(Collectors.joining(",", "[", "]"));
        api.post(database + "/comments", many).expect(200);

        BsonDocument post =
                api.get(database + "/posts/q?embed=comments,author").expect(200).json();
        assertEquals(999, embedded(post).getArray("comments").size());
        api.put(database + "/comments/e", "{post: 'q'}").expect(201);
        api.get(database + "/posts/q?embed=comments,author").expectProblem(400, "too-many-embedded");
        api.get(database + "/posts/q?embed=comments").expect(200);
    }
}
