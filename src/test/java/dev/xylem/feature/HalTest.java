package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import java.util.List;
import org.bson.BsonDocument;

final class HalTest {

    @OnEveryEngine
    void compactHasTheMembersOfTheContractInItsOrder(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String ofCollection = json(api.get(collection).expect(200).etag());
        String ofDocuments = json(api.post(collection, "[{_id:'a'},{_id:'b',o:{k:[1,{}]}}]")
                .expect(200)
                .etag());
        String a = "{\"_id\":\"a\",\"_etag\":" + ofDocuments + "}";
        String b = "{\"_id\":\"b\",\"o\":{\"k\":[1,{}]},\"_etag\":" + ofDocuments + "}";

        body(
                api,
                collection,
                "{\"_id\":\"coll\",\"_etag\":" + ofCollection + ",\"_returned\":2,\"_embedded\":{\"rh:doc\":[" + b + ","
                        + a + "]}}");
        body(
                api,
                collection + "?count&pagesize=1",
                "{\"_id\":\"coll\",\"_etag\":" + ofCollection
                        + ",\"_size\":2,\"_total_pages\":2,\"_returned\":1,\"_embedded\":{\"rh:doc\":[" + b + "]}}");
        body(
                api,
                collection + "?pagesize=0",
                "{\"_id\":\"coll\",\"_etag\":" + ofCollection + ",\"_returned\":0,\"_embedded\":{\"rh:doc\":[]}}");
        body(api, collection + "/a", a);
        body(api, collection + "/_meta", "{\"_id\":\"_meta\",\"_etag\":" + ofCollection + "}");
    }

    @OnEveryEngine
    void theCollectionsPropertiesComeFirst(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.patch(collection, "{descr: 'x', o: {a: [1]}}").expect(200);

        BsonDocument page = api.get(collection + "?count").expect(200).json();

        assertEquals("x", page.getString("descr").getValue());
        assertEquals("{\"a\": [1]}", page.getDocument("o").toJson());
        List<String> members = List.copyOf(page.keySet());
        assertEquals("_id", members.getFirst());
        assertEquals(List.of("_size", "_total_pages", "_returned", "_embedded"), members.subList(4, 8));
    }

    @OnEveryEngine
    void compactDatabasesHaveCountersAlways(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        String ofDatabase = json(api.get(database).expect(200).etag());
        String ofCollection = json(api.put(database + "/c", null).expect(201).etag());

        body(
                api,
                database,
                "{\"_id\":\"" + database.substring(1) + "\",\"_etag\":" + ofDatabase
                        + ",\"_size\":1,\"_total_pages\":1,\"_returned\":1,\"_embedded\":{\"rh:coll\":[{\"_id\":\"c\",\"_etag\":"
                        + ofCollection + "}]}}");
    }

    @OnEveryEngine
    void fullHasTypesAndLinks(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String database = collection.substring(0, collection.lastIndexOf('/'));
        api.post(collection, "[{_id:'a'},{_id:'b'},{_id:'c'},{_id:'d'},{_id:'e'}]")
                .expect(200);
        String target = collection + "?hal=f&pagesize=2&count";

        BsonDocument page = api.get(target + "&page=2").expect(200).json();

        assertEquals("COLLECTION", page.getString("_type").getValue());
        assertEquals(target + "&page=2", href(page, "self"));
        assertEquals(target + "&page=1", href(page, "first"));
        assertTrue(href(page, "prev").startsWith(target + "&before="));
        assertTrue(href(page, "next").startsWith(target + "&after="));
        assertEquals(target + "&page=3", href(page, "last"));
        assertEquals(database, href(page, "rh:db"));
        BsonDocument document =
                page.getDocument("_embedded").getArray("rh:doc").getFirst().asDocument();
        assertEquals("DOCUMENT", document.getString("_type").getValue());
        assertEquals(collection + "/c", href(document, "self"));
        BsonDocument last = api.get(href(page, "next")).expect(200).json();
        assertEquals(1, last.getNumber("_returned").intValue());
        assertFalse(last.getDocument("_links").containsKey("next"));
        BsonDocument first = api.get(href(page, "prev")).expect(200).json();
        assertFalse(first.getDocument("_links").containsKey("prev"));
        assertEquals(
                "c",
                api.get(href(document, "self"))
                        .expect(200)
                        .json()
                        .getString("_id")
                        .getValue());
    }

    @OnEveryEngine
    void pagingLinksKeepTheOtherParametersAsTheyWere(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, "[{_id:1,s:'ä&b'},{_id:2,s:'ä&b'},{_id:3,s:'x'}]").expect(200);
        String filter = "filter=" + Api.encode("{s: 'ä&b'}");

        BsonDocument page = api.get(collection + "?hal=f&pagesize=1&" + filter + "&sort=-_id")
                .expect(200)
                .json();
        BsonDocument next = api.get(href(page, "next")).expect(200).json();

        assertTrue(href(page, "next").startsWith(collection + "?hal=f&pagesize=1&" + filter + "&sort=-_id&after="));
        assertEquals(
                1,
                next.getDocument("_embedded")
                        .getArray("rh:doc")
                        .getFirst()
                        .asDocument()
                        .getNumber("_id")
                        .intValue());
        assertFalse(page.getDocument("_links").containsKey("last"), "without a count nobody knows");
    }

    @OnEveryEngine
    void databasesAndTheRootLinkToTheirMembers(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String database = collection.substring(0, collection.lastIndexOf('/'));

        BsonDocument read = api.get(database + "?hal=f").expect(200).json();
        BsonDocument root = api.get("/?hal=f&pagesize=1").expect(200).json();

        assertEquals("DB", read.getString("_type").getValue());
        assertEquals("/", href(read, "rh:root"));
        BsonDocument member =
                read.getDocument("_embedded").getArray("rh:coll").getFirst().asDocument();
        assertEquals("COLLECTION", member.getString("_type").getValue());
        assertEquals(collection, href(member, "self"));
        assertEquals("ROOT", root.getString("_type").getValue());
        BsonDocument first =
                root.getDocument("_embedded").getArray("rh:db").getFirst().asDocument();
        assertEquals("DB", first.getString("_type").getValue());
        assertEquals("/" + first.getString("_id").getValue(), href(first, "self"));
    }

    private static void body(Api api, String target, String expected) {
        assertEquals(expected, api.get(target).expect(200).text());
        assertEquals("application/hal+json", api.get(target).header("Content-Type"));
    }

    private static String json(String etag) {
        return "{\"$oid\":" + etag + "}";
    }

    private static String href(BsonDocument resource, String rel) {
        return resource.getDocument("_links").getDocument(rel).getString("href").getValue();
    }
}
