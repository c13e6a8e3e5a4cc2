package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.Wire;
import java.util.List;

final class MethodsTest {

    private static final List<String> METHODS = List.of(
            "GET",
            "HEAD",
            "PUT",
            "PATCH",
            "POST",
            "DELETE",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "FOO",
            "get",
            "Put",
            "delete");

    private static final String CONTAINER = "GET, HEAD, PUT, PATCH, DELETE";

    @OnEveryEngine
    void whatAResourceDoesNotServeIs405WithWhatItServes(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String database = collection.substring(0, collection.lastIndexOf('/'));
        api.put(collection + "/a", "{n: 1}").expect(201);

        serves(api, "/", "GET, HEAD");
        serves(api, "/_size", "GET, HEAD");
        serves(api, database, CONTAINER);
        serves(api, database + "/_size", "GET, HEAD");
        serves(api, database + "/_meta", "GET, HEAD");
        serves(api, collection, "GET, HEAD, PUT, PATCH, POST, DELETE, QUERY");
        serves(api, collection + "/_size", "GET, HEAD");
        serves(api, collection + "/_meta", "GET, HEAD");
        serves(api, collection + "/a", CONTAINER);
        serves(api, collection + "/*", "PATCH, DELETE");
        assertEquals(
                "{\"_id\":\"a\",\"n\":1}",
                api.get(collection + "/a?keys=" + Api.encode("{_etag: 0}"))
                        .expect(200)
                        .text());
    }

    private static void serves(Api api, String path, String methods) {
        String allow = methods + ", OPTIONS";
        Wire.Reply described = Wire.send(api.base(), "OPTIONS", path, "Content-Length", "0");
        assertEquals(204, described.status(), path);
        assertEquals(allow, described.headers().get("allow"), path);
        List<String> served = List.of(allow.split(", "));
        for (String method : METHODS) {
            if (!served.contains(method)) {
                Wire.Reply reply = Wire.send(api.base(), method, path, "Content-Length", "0");
                assertEquals(405, reply.status(), method + " " + path);
                assertEquals(allow, reply.headers().get("allow"), method + " " + path);
                if (!method.equals("HEAD")) {
                    assertEquals("method-not-allowed", reply.code(), method + " " + path);
                }
            }
        }
    }

    @OnEveryEngine
    void aBodyWithARefusedMethodIsNotStored(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        api.put(collection + "/*", "{n: 1}").expectProblem(405, "method-not-allowed");
        api.post(collection + "/a", "{n: 1}").expectProblem(405, "method-not-allowed");
        api.put(collection + "/_size", "{n: 1}").expectProblem(405, "method-not-allowed");

        assertEquals("{\"_size\":0}", api.get(collection + "/_size").expect(200).text());
    }
}
