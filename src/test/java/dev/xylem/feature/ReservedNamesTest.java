package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;

final class ReservedNamesTest {

    @OnEveryEngine
    void reservedNamesAre403ForReadingAndWriting(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String database = collection.substring(0, collection.lastIndexOf('/'));

        for (String path : new String[] {
            "/admin",
            "/ADMIN",
            "/config/x",
            "/local/oplog.rs",
            "/local/oplog.rs/x",
            database + "/_properties",
            database + "/_properties/_properties",
            database + "/_foo",
            database + "/%5Fproperties",
            database + "/system.users",
            database + "/system.indexes/x",
            database + "/pictures.chunks",
            database + "/pictures.chunks/x",
            collection + "/_foo",
            collection + "/%5Ffoo",
            collection + "/_",
            collection + "/_id?id_type=STRING",
        }) {
            for (String method : new String[] {"GET", "HEAD", "DELETE"}) {
                assertEquals(403, api.send(method, path, null).status(), method + " " + path);
            }
            api.put(path, "{}").expectProblem(403, "reserved-name");
            api.patch(path, "{}").expectProblem(403, "reserved-name");
        }
        assertEquals("[\"coll\"]", api.get(database + "?rep=S").expect(200).text());
        assertEquals("{\"_size\":0}", api.get(collection + "/_size").expect(200).text());
    }

    @OnEveryEngine
    void reservedIdsInBodiesAre403(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        api.post(collection, "{_id: '_x'}").expectProblem(403, "reserved-name");
        api.post(collection, "{_id: '_null'}").expectProblem(403, "reserved-name");
        api.post(collection, "[{_id: '_x'}]").status();

        assertEquals("{\"_size\":0}", api.get(collection + "/_size").expect(200).text());
    }

    @OnEveryEngine
    void routesOfLaterVersionsAre404(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String database = collection.substring(0, collection.lastIndexOf('/'));

        for (String path : new String[] {
            "/_anything",
            "/_anything/x/y",
            "/_authtokens/x",
            "/_batch",
            "/_meta",
            collection + "/_aggrs",
            collection + "/_streams",
            database + "/pictures.files",
            collection + "/a/b",
            collection + "/a/b/c"
        }) {
            api.get(path).expectProblem(404, "no-such-route");
            api.put(path, "{}").expectProblem(404, "no-such-route");
        }
        assertEquals("[\"coll\"]", api.get(database + "?rep=S").expect(200).text());
    }

    @OnEveryEngine
    void invalidNamesAre400(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();

        for (String path : new String[] {
            "/a.b",
            "/a%20b",
            "/a%22b",
            "/a$b",
            "/a*",
            "/%2A",
            "/a%3Cb",
            "/" + "d".repeat(64),
            "/" + "%C3%A9".repeat(32),
            database + "/a$b",
            database + "/$cmd",
            database + "/.a",
            database + "/a.",
            database + "/*",
            database + "/" + "c".repeat(255),
        }) {
            api.put(path, null).expectProblem(400, "invalid-name");
            api.get(path).expectProblem(400, "invalid-name");
        }
        assertEquals("[]", api.get(database + "?rep=S").expect(200).text());
    }

    @OnEveryEngine
    void unusualButValidNamesWork(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();

        for (String name : new String[] {"a.b", "a-b", "%C3%A9", "a%20b", "systemx", "a_", "1"}) {
            String collection = database + "/" + name;
            api.put(collection, null).expect(201);
            assertEquals(
                    collection + "/x",
                    api.post(collection, "{_id: 'x'}").expect(201).header("Location"));
            api.get(collection + "/x").expect(200);
        }
        assertEquals("{\"_size\":7}", api.get(database + "/_size").expect(200).text());
    }
}
