package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import org.junit.jupiter.api.Test;

final class StandardRepresentationTest {

    @OnEveryEngine
    void standardIsArraysAndDocumentsThemselves(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String database = collection.substring(0, collection.lastIndexOf('/'));
        String oid = "{\"$oid\":"
                + api.post(collection, "[{_id:'a',n:1},{_id:'b'}]").expect(200).etag() + "}";
        String a = "{\"_id\":\"a\",\"n\":1,\"_etag\":" + oid + "}";

        for (String rep : new String[] {"S", "STANDARD", "standard", "s"}) {
            body(api, collection + "?rep=" + rep, "[{\"_id\":\"b\",\"_etag\":" + oid + "}," + a + "]");
        }
        body(api, collection + "/a?rep=S", a);
        body(api, collection + "?rep=S&pagesize=0", "[]");
        body(api, database + "?rep=S", "[\"coll\"]");
        body(api, collection + "/_size?rep=S", "{\"_size\":2}");
    }

    @OnEveryEngine
    void shalIsHalWithOneFlatArray(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String database = collection.substring(0, collection.lastIndexOf('/'));
        String ofCollection = "{\"$oid\":" + api.get(collection).etag() + "}";
        String ofDatabase = "{\"$oid\":" + api.get(database).etag() + "}";
        String ofDocument = "{\"$oid\":" + api.put(collection + "/a", "{}").etag() + "}";
        String a = "{\"_id\":\"a\",\"_etag\":" + ofDocument + "}";

        for (String rep : new String[] {"SHAL", "PJ", "PLAIN_JSON", "pj"}) {
            body(
                    api,
                    collection + "?count&rep=" + rep,
                    "{\"_id\":\"coll\",\"_etag\":" + ofCollection
                            + ",\"_size\":1,\"_total_pages\":1,\"_returned\":1,\"_embedded\":[" + a + "]}");
            body(api, collection + "?np&rep=" + rep, "[" + a + "]");
            body(api, collection + "/a?rep=" + rep, a);
            body(
                    api,
                    database + "?rep=" + rep,
                    "{\"_id\":\"" + database.substring(1) + "\",\"_etag\":" + ofDatabase
                            + ",\"_size\":1,\"_total_pages\":1,\"_returned\":1,\"_embedded\":[{\"_id\":\"coll\",\"_etag\":"
                            + ofCollection + "}]}");
        }
    }

    @Test
    void theDefaultIsConfigured() {
        try (var server = ServerProcess.on(Engine.EMBEDDED, "--default-representation-format=STANDARD")) {
            Api api = Api.of(server);
            String collection = api.newCollection();

            body(api, collection, "[]");
            Answer asked = api.get(collection, "Accept", "application/hal+json").expect(200);
            assertEquals("application/hal+json", asked.header("Content-Type"));
            assertEquals(0, asked.documents().size());
            assertEquals(
                    0, api.get(collection + "?rep=HAL").expect(200).documents().size());
        }
    }

    private static void body(Api api, String target, String expected) {
        Answer read = api.get(target).expect(200);
        assertEquals(expected, read.text(), target);
        assertEquals("application/json", read.header("Content-Type"), target);
    }
}
