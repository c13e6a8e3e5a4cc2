package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** {@code /<db>/_schemas}: where JSON schemas are kept. */
class SchemaStoreTest {

    private static String newStore(Api api) {
        String store = api.newDatabase() + "/_schemas";
        api.put(store, null).expect(201);
        return store;
    }

    @OnEveryEngine
    void isCreatedByPutAndTakesItAgain(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        api.get(database + "/_schemas").expectProblem(404, "collection-not-found");
        api.put(database + "/_schemas/s", "{}").expectProblem(404, "collection-not-found");

        api.put(database + "/_schemas", "{descr: 'all of them'}").expect(201);
        api.put(database + "/_schemas", "{descr: 'some'}").expect(200);

        assertEquals(
                "some",
                api.get(database + "/_schemas").json().getString("descr").getValue());
        assertTrue(api.get(database + "?rep=STANDARD").array().isEmpty(), "a store is no collection");
    }

    @OnEveryEngine
    void storesASchemaAndShowsItWithItsNames(Engine engine) {
        Api api = Api.on(engine);
        String store = newStore(api);
        String schema = "{type: 'object', properties: {n: {type: 'integer'}, 'a.b': {'$ref': '#/properties/n'}}}";

        Answer created = api.put(store + "/s", schema).expect(201);

        Answer read = api.get(store + "/s").expect(200);
        assertEquals(created.etag(), read.etag());
        String database = store.substring(1, store.lastIndexOf('/'));
        BsonDocument expected = BsonDocument.parse(schema)
                .append("id", new BsonString("http://schema-store/" + database + "/s#"))
                .append("$schema", new BsonString("http://json-schema.org/draft-04/schema#"));
        BsonDocument shown = read.json();
        shown.remove("_id");
        shown.remove("_etag");
        assertEquals(expected, shown);
    }

    @OnEveryEngine
    void takesWhatItShows(Engine engine) {
        Api api = Api.on(engine);
        String store = newStore(api);
        api.put(store + "/s", "{'$schema': 'https://json-schema.org/draft/2020-12/schema', '$defs': {a: {const: 1}}}")
                .expect(201);
        String shown = api.get(store + "/s").text();

        api.put(store + "/s", shown).expect(200);

        BsonDocument again = api.get(store + "/s").json();
        BsonDocument before = BsonDocument.parse(shown);
        again.remove("_etag");
        before.remove("_etag");
        assertEquals(before, again);
    }

    @OnEveryEngine
    void listsSchemasInEachRepresentation(Engine engine) {
        Api api = Api.on(engine);
        String store = newStore(api);
        api.put(store + "/a", "{'$schema': 'http://json-schema.org/draft-07/schema#'}")
                .expect(201);
        api.post(store, "{_id: 'b'}").expect(201);

        BsonValue hal = api.get(store + "?sort=_id")
                .json()
                .getDocument("_embedded")
                .getArray("rh:schema")
                .getFirst();
        BsonValue standard = api.get(store + "?sort=_id&rep=STANDARD").array().getFirst();

        assertEquals(
                "http://json-schema.org/draft-07/schema#",
                hal.asDocument().getString("$schema").getValue());
        assertEquals(hal, standard);
    }

    @OnEveryEngine
    void makesAnIdForAPostWithoutOne(Engine engine) {
        Api api = Api.on(engine);
        String store = newStore(api);

        String location = api.post(store, "{type: 'object'}").expect(201).header("Location");

        assertTrue(location.matches(store + "/[0-9a-f]{24}"), location);
        assertEquals("object", api.get(location).json().getString("type").getValue());
    }

    @OnEveryEngine
    void keepsToEtags(Engine engine) {
        Api api = Api.on(engine);
        String store = newStore(api);
        String old = api.put(store + "/s", "{type: 'object'}").expect(201).etag();
        String etag = api.put(store + "/s", "{type: 'array'}").expect(200).etag();

        api.put(store + "/s", "{type: 'string'}", "If-Match", old).expectProblem(412, "etag-mismatch");
        api.get(store + "/s", "If-None-Match", etag).expect(304);
        assertEquals("array", api.get(store + "/s").json().getString("type").getValue());
        api.delete(store + "/s", "If-Match", etag).expect(204);
        api.get(store + "/s").expectProblem(404, "document-not-found");
    }

    @OnEveryEngine
    void refusesWhatItsDraftDoesNotAllow(Engine engine) {
        Api api = Api.on(engine);
        String store = newStore(api);
        for (String draft : new String[] {
            "http://json-schema.org/draft-04/schema#",
            "http://json-schema.org/draft-07/schema#",
            "https://json-schema.org/draft/2020-12/schema"
        }) {
            Answer refused = api.put(
                            store + "/s", "{'$schema': '" + draft + "', properties: {n: {type: 'no such type'}}}")
                    .expectProblem(400, "schema-invalid");
            assertEquals("/properties/n/type", refused.json().getString("path").getValue());
        }
        api.put(store + "/s", "{'$schema': 'http://json-schema.org/draft-03/schema#'}")
                .expectProblem(400, "schema-invalid");
        api.post(store, "[{}]").expectProblem(400, "wrong-body-shape");
        api.patch(store + "/s", "{type: 'object'}").expectProblem(405, "method-not-allowed");
        api.get(store + "/s").expectProblem(404, "document-not-found");
    }

    @OnEveryEngine
    void refusesReferencesOutOfTheStore(Engine engine) throws IOException {
        Api api = Api.on(engine);
        String store = newStore(api);
        try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String target : new String[] {
                "http://127.0.0.1:" + elsewhere.getLocalPort() + "/s",
                "file:///etc/passwd",
                "classpath:application.properties",
                "http://schema-store/another/s#",
                "../another/s",
                "//127.0.0.1/s"
            }) {
                Answer refused = api.put(store + "/s", "{properties: {n: {'$ref': '" + target + "'}}}")
                        .expectProblem(400, "schema-invalid");
                assertEquals(
                        "/properties/n/$ref", refused.json().getString("path").getValue());
            }
            api.get(store + "/s").expectProblem(404, "document-not-found");
            assertFalse(isCalled(elsewhere));
        }
    }

    /** The base that relative references start from can be moved; where they lead then is found when the schema is used. */
    @OnEveryEngine
    void fetchesNothingFromOutsideWhateverTheBaseIs(Engine engine) throws IOException {
        Api api = Api.on(engine);
        String store = newStore(api);
        String collection = store.replace("/_schemas", "/coll");
        try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            api.put(
                            store + "/s",
                            "{properties: {n: {id: 'http://127.0.0.1:" + elsewhere.getLocalPort()
                                    + "/', properties: {m: {'$ref': 's'}}}}}")
                    .expect(201);
            api.put(collection, "{jsonSchema: {schemaId: 's'}}").expect(201);

            api.put(collection + "/a", "{n: {m: 1}}").expectProblem(400, "schema-missing");

            api.get(collection + "/a").expectProblem(404, "document-not-found");
            assertFalse(isCalled(elsewhere));
        }
    }

    private static boolean isCalled(ServerSocket socket) throws IOException {
        socket.setSoTimeout(100);
        try {
            socket.accept().close();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
