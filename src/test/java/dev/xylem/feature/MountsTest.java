package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.ServerProcess;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class MountsTest {

    private static final String MOUNTS = "[{what: \"*\", where: /all}, {what: /shop, where: /s}, "
            + "{what: /shop/items, where: /s/things}, {what: /shop/items/one, where: /the/one}, "
            + "{what: \"/{tenant}_db\", where: \"/{tenant}/api\"}, {what: /shop/orders, where: /shop/api}, "
            + "{what: \"/by_{a}/{b}\", where: \"/x/{a}/{b}\"}, {what: /sp, where: \"/with space\"}]";

    private static ServerProcess server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = ServerProcess.on(Engine.EMBEDDED, "--mongo-mounts=" + MOUNTS);
        api = Api.of(server);
        for (String database : List.of("shop", "acme_db", "by_v", "sp")) {
            api.put("/all/" + database, null).expect(201);
        }
        for (String collection : List.of("shop/items", "shop/orders", "acme_db/c", "by_v/w", "sp/c")) {
            api.put("/all/" + collection, null).expect(201);
        }
        api.put("/all/shop/items/one", "{n: 1}").expect(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void eachFormOfWhatIsReachedThroughItsWhere() {
        for (String path : List.of("/all/shop/items/one", "/s/items/one", "/s/things/one", "/the/one")) {
            assertEquals(1, api.get(path).expect(200).json().getNumber("n").intValue(), path);
        }
        assertEquals("shop", id("/s"));
        assertEquals("items", id("/s/things"));
        assertEquals("{\"_size\":1}", api.get("/s/things/_size").expect(200).text());
        api.get("/the/one/more").expectProblem(404, "no-such-route");
    }

    @Test
    void theLongestWhereWins() {
        assertEquals("items", id("/s/things"));
        api.get("/s/thing").expectProblem(404, "collection-not-found");
        assertEquals("orders", id("/shop/api"), "plain text before a variable");
        assertEquals("acme_db", id("/acme/api"));
    }

    @Test
    void templatesFillTheirVariables() {
        assertEquals("c", id("/acme/api/c"));
        assertEquals("w", id("/x/v/w"));
        api.get("/nobody/api").expectProblem(404, "database-not-found");
        api.get("/ad$min/api").expectProblem(400, "invalid-name");
        api.get("/a%2Fb/api").expectProblem(404, "not-mounted");
        api.get("/_acme/api").expectProblem(404, "not-mounted");
    }

    @Test
    void aVariableNeverLeadsToAReservedName() {
        try (var templated =
                ServerProcess.on(Engine.EMBEDDED, "--mongo-mounts=[{what: \"/{db}\", where: \"/t/{db}\"}]")) {
            Api through = Api.of(templated);

            for (String name : List.of("admin", "local", "config", "Admin")) {
                through.get("/t/" + name).expectProblem(403, "reserved-name");
                through.put("/t/" + name, null).expectProblem(403, "reserved-name");
            }
            through.put("/t/mine", null).expect(201);
        }
    }

    @Test
    void linksAndLocationPointBackThroughTheMountUsed() {
        assertEquals("/s/things/a%20b", location("/s/things", "a b"));
        assertEquals("/s/items/c", location("/s/items", "c"));
        assertEquals("/all/shop/items/d", location("/all/shop/items", "d"));
        assertEquals("/acme/api/c/e", location("/acme/api/c", "e"));
        assertEquals("/with%20space/c/f", location("/with%20space/c", "f"));
        for (String path : List.of("/s/things/a%20b", "/acme/api/c/e", "/with%20space/c/f")) {
            api.get(path).expect(200);
        }
        BsonDocument page = api.get("/s/things?hal=f&pagesize=1").expect(200).json();
        BsonDocument links = page.getDocument("_links");
        assertFalse(links.containsKey("rh:db"), "the database lies above the mount");
        assertTrue(links.getDocument("next").getString("href").getValue().startsWith("/s/things?hal=f&pagesize=1&"));
        assertEquals(
                "/all/shop",
                api.get("/all/shop/items?hal=f")
                        .expect(200)
                        .json()
                        .getDocument("_links")
                        .getDocument("rh:db")
                        .getString("href")
                        .getValue());
        assertEquals(
                "/s/items",
                api.get("/s?hal=f")
                        .expect(200)
                        .json()
                        .getDocument("_embedded")
                        .getArray("rh:coll")
                        .getFirst()
                        .asDocument()
                        .getDocument("_links")
                        .getDocument("self")
                        .getString("href")
                        .getValue());
    }

    @Test
    void whatNoMountCoversIs404() {
        for (String path : List.of("/", "/shop", "/shop/items", "/the", "/alls", "/x/v")) {
            api.get(path).expectProblem(404, "not-mounted");
            api.put(path, null).expectProblem(404, "not-mounted");
        }
        assertEquals("{\"_size\":4}", api.get("/all/_size").expect(200).text());
    }

    @Test
    void aBadMountIsAStartUpErrorThatNamesIt() {
        for (String mounts : List.of(
                "[{what: shop, where: /s}]",
                "[{what: /a/b/c/d, where: /s}]",
                "[{what: /a, where: s}]",
                "[{what: \"/{x}\", where: /s}]",
                "[{what: /a, where: /_s}]",
                "[{what: /a, where: /s}, {what: /b, where: /s}]",
                "[{what: /a}]",
                "[]")) {
            try (var refused = ServerProcess.launch(List.of("--check", "--mongo-mounts=" + mounts), Map.of())) {
                assertEquals(2, refused.awaitExit(), mounts);
                assertTrue(refused.stderr().contains("mongo-mounts"), refused.stderr());
            }
        }
    }

    private static String location(String collection, String id) {
        return api.post(collection, "{_id: '" + id + "'}").expect(201).header("Location");
    }

    private static String id(String path) {
        return api.get(path).expect(200).json().getString("_id").getValue();
    }
}
