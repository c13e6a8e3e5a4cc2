package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bson.BsonDocument;

/** The property {@code rels}: links from a document to those that it is related to. */
class RelationsTest {
    private static final String RELS = """
            {rels: [
              {rel: 'author', type: 'MANY_TO_ONE', role: 'OWNING', 'target-coll': 'people', 'ref-field': 'author'},
              {rel: 'tags', type: 'MANY_TO_MANY', role: 'OWNING', 'target-db': 'other', 'target-coll': 'tags', 'ref-field': 'tags'},
              {rel: 'parts', type: 'ONE_TO_MANY', role: 'OWNING', 'target-coll': 'parts', 'ref-field': '$.list.[*].part'},
              {rel: 'reviews', type: 'ONE_TO_MANY', role: 'INVERSE', 'target-coll': 'reviews', 'ref-field': 'book'},
              {rel: 'shelves', type: 'MANY_TO_MANY', role: 'INVERSE', 'target-coll': 'shelves', 'ref-field': 'books'}]}""";

    private static String newBooks(Api api) {
        String collection = api.newDatabase() + "/books";
        api.put(collection, RELS).expect(201);
        return collection;
    }

    private static String href(BsonDocument document, String rel) {
        return document.getDocument("_links").getDocument(rel).getString("href").getValue();
    }

    private static String decoded(String href) {
        return URLDecoder.decode(href, StandardCharsets.UTF_8);
    }

    @OnEveryEngine
    void areLinkedFromADocument(Engine engine) {
        Api api = Api.on(engine);
        String books = newBooks(api);
        String database = books.replace("/books", "");
        api.put(books + "/b", "{author: 'ann lee', tags: [0, 1, 'x y'], list: [{part: 1}, {part: 2}]}")
                .expect(201);

        BsonDocument book = api.get(books + "/b").expect(200).json();

        assertEquals(database + "/people/ann%20lee", href(book, "author"));
        assertEquals("/other/tags?filter={'_id':{'$in':[0,1,'x y']}}", decoded(href(book, "tags")));
        assertEquals(database + "/parts?filter={'_id':{'$in':[1,2]}}", decoded(href(book, "parts")));
        assertEquals(database + "/reviews?filter={'book':'b'}", decoded(href(book, "reviews")));
        assertEquals(database + "/shelves?filter={'books':{'$elemMatch':{'$eq':'b'}}}", decoded(href(book, "shelves")));
        assertFalse(href(book, "tags").contains("{"), "links are percent-encoded");
    }

    @OnEveryEngine
    void areLinkedFromEachDocumentOfAPageAndBesideSelf(Engine engine) {
        Api api = Api.on(engine);
        String books = newBooks(api);
        String database = books.replace("/books", "");
        api.put(books + "/b", "{author: {$oid: '507f1f77bcf86cd799439011'}}").expect(201);

        BsonDocument compact = api.get(books).documents().getFirst().asDocument();
        BsonDocument full = api.get(books + "?hal=f").documents().getFirst().asDocument();

        assertEquals(database + "/people/507f1f77bcf86cd799439011", href(compact, "author"));
        assertFalse(compact.getDocument("_links").containsKey("self"));
        assertEquals(href(compact, "author"), href(full, "author"));
        assertEquals(books + "/b", href(full, "self"));
    }

    @OnEveryEngine
    void leadToWhatTheyName(Engine engine) {
        Api api = Api.on(engine);
        String books = newBooks(api);
        String database = books.replace("/books", "");
        api.put(database + "/reviews", null).expect(201);
        api.put(database + "/parts", null).expect(201);
        api.put(books + "/b", "{list: [{part: 1}, {part: \"it's\"}]}").expect(201);
        api.put(database + "/reviews/r", "{book: 'b'}").expect(201);
        api.put(database + "/reviews/s", "{book: 'c'}").expect(201);
        api.post(database + "/parts", "[{_id: 1}, {_id: \"it's\"}, {_id: 2}]").expect(200);
        BsonDocument book = api.get(books + "/b").json();

        assertEquals(1, api.get(href(book, "reviews")).documents().size());
        assertEquals(2, api.get(href(book, "parts")).documents().size());
    }

    @OnEveryEngine
    void areLeftOutWhereThereIsNoReference(Engine engine) {
        Api api = Api.on(engine);
        String books = newBooks(api);
        api.put(books + "/b", "{author: null, tags: 'no array'}").expect(201);

        BsonDocument links = api.get(books + "/b").json().getDocument("_links");

        assertEquals(
                List.of("reviews", "shelves"), links.keySet().stream().sorted().toList());
        assertFalse(api.get(books + "/b?rep=STANDARD").json().containsKey("_links"));
        assertFalse(api.get(books + "?rep=SHAL").text().contains("_links"));
    }

    @OnEveryEngine
    void areRefusedWhenMalformed(Engine engine) {
        Api api = Api.on(engine);
        String books = newBooks(api);
        String before = api.get(books + "/_meta").text();
        String good = "{rel: 'r', type: 'ONE_TO_ONE', role: 'OWNING', 'target-coll': 't', 'ref-field': 'f'}";
        String[][] malformed = {
            {"{}", "rels"},
            {"['r']", "rels.0"},
            {"[" + good.replace("rel: 'r', ", "") + "]", "rels.0.rel"},
            {"[" + good.replace("'r'", "'self'") + "]", "rels.0.rel"},
            {"[" + good.replace("'r'", "'a.b'") + "]", "rels.0.rel"},
            {"[" + good + "," + good + "]", "rels.1.rel"},
            {"[" + good.replace("ONE_TO_ONE", "ONE") + "]", "rels.0.type"},
            {"[" + good.replace("OWNING", "OWNER") + "]", "rels.0.role"},
            {"[" + good.replace("'t'", "'_schemas'") + "]", "rels.0.target-coll"},
            {"[" + good.replace("'t'", "'t', 'target-db': 'admin'") + "]", "rels.0.target-db"},
            {"[" + good.replace("'f'", "'$.[*].f'") + "]", "rels.0.ref-field"},
            {"[" + good.replace("'f'", "'a..b'") + "]", "rels.0.ref-field"},
        };
        for (String[] row : malformed) {
            Answer refused = api.patch(books, "{rels: " + row[0] + "}").expectProblem(400, "invalid-properties");
            assertEquals(row[1], refused.json().getString("path").getValue());
        }
        assertEquals(before, api.get(books + "/_meta").text());
        assertTrue(before.contains("shelves"));
    }
}
