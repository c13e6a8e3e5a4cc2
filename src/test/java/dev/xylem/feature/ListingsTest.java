package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClients;
import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.EngineReport;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;

final class ListingsTest {

    @OnEveryEngine
    void theDatabaseShowsItsPropertiesAndItsCollections(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        String etag = api.patch(database, "{descr: 'd'}").expect(200).etag();
        api.put(database + "/b", "{descr: 'b'}").expect(201);
        api.put(database + "/a", null).expect(201);

        Answer read = api.get(database).expect(200);

        BsonDocument body = read.json();
        assertEquals(database.substring(1), body.getString("_id").getValue());
        assertEquals("d", body.getString("descr").getValue());
        assertEquals(2, body.getNumber("_size").intValue());
        assertEquals(1, body.getNumber("_total_pages").intValue());
        assertEquals(2, body.getNumber("_returned").intValue());
        var collections = body.getDocument("_embedded").getArray("rh:coll");
        assertEquals("a", collections.get(0).asDocument().getString("_id").getValue());
        assertEquals("b", collections.get(1).asDocument().getString("descr").getValue());
        assertEquals(etag, read.etag());
    }

    @OnEveryEngine
    void aListingHasPages(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        for (String name : List.of("c", "a", "b")) {
            api.put(database + "/" + name, null).expect(201);
        }

        assertEquals("[\"a\",\"b\",\"c\"]", names(api, database + "?rep=S"));
        assertEquals("[\"a\",\"b\"]", names(api, database + "?rep=S&pagesize=2"));
        assertEquals("[\"c\"]", names(api, database + "?rep=S&pagesize=2&page=2"));
        assertEquals("[]", names(api, database + "?rep=S&pagesize=0"));
        BsonDocument second =
                api.get(database + "?pagesize=2&page=2").expect(200).json();
        assertEquals(3, second.getNumber("_size").intValue());
        assertEquals(2, second.getNumber("_total_pages").intValue());
        assertEquals(1, second.getNumber("_returned").intValue());
    }

    @OnEveryEngine
    void theDatabasesTagSpeaksForItselfOnly(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();
        String etag = api.get(database).expect(200).etag();

        api.get(database, "If-None-Match", etag).expect(200);
        api.get(database + "?pagesize=0", "If-None-Match", etag).expect(304);
        api.get(database + "/_meta", "If-None-Match", etag).expect(304);
    }

    @OnEveryEngine
    void theRootShowsTheDatabasesAndNoReservedOne(Engine engine) {
        Api api = Api.on(engine);
        String database = api.newDatabase();

        List<String> names = allDatabases(api);

        assertTrue(names.contains(database.substring(1)));
        assertEquals(names.stream().sorted().toList(), names);
        for (String reserved : List.of("admin", "config", "local")) {
            assertFalse(names.contains(reserved), reserved);
        }
        assertTrue(names.stream().noneMatch(name -> name.startsWith("_")), names.toString());
    }

    private static List<String> allDatabases(Api api) {
        List<String> names = new ArrayList<>();
        for (int page = 1; names.size() == (page - 1) * 1000; page++) {
            api.get("/?rep=S&pagesize=1000&page=" + page)
                    .expect(200)
                    .array()
                    .forEach(name -> names.add(name.asString().getValue()));
        }
        return names;
    }

    @OnEveryEngine
    void theRootHasCountersAlways(Engine engine) {
        Api api = Api.on(engine);
        api.newDatabase();

        BsonDocument root = api.get("/?pagesize=1").expect(200).json();

        assertTrue(root.getNumber("_size").intValue() >= 1);
        assertTrue(root.containsKey("_total_pages"));
        assertEquals(1, root.getNumber("_returned").intValue());
        assertEquals(1, root.getDocument("_embedded").getArray("rh:db").size());
    }

    @OnEveryEngine
    void whatIsReservedIsAbsentWhoeverMadeIt(Engine engine) {
        EngineReport.require(!engine.isEmbedded(), "another program that writes to the store");
        Api api = Api.on(engine);
        String database = api.newDatabase();
        api.put(database + "/mine", null).expect(201);
        try (var client = MongoClients.create(Objects.requireNonNull(engine.mongoUri()))) {
            for (String name : List.of("_secret", "pictures.chunks", "theirs")) {
                client.getDatabase(database.substring(1))
                        .getCollection(name)
                        .insertOne(new Document("_id", "_x").append("n", 1));
            }
        }

        assertEquals("[\"mine\",\"theirs\"]", names(api, database + "?rep=S"));
        assertEquals("{\"_size\":2}", names(api, database + "/_size"));
        assertEquals(
                "[{\"_id\":\"_x\",\"n\":1}]",
                names(api, database + "/theirs?rep=S"),
                "readable in pages, whatever its id");
        api.get(database + "/_secret/_x").expectProblem(403, "reserved-name");
    }

    @Test
    void anEmptyStoreHasNoDatabases() {
        try (var server = ServerProcess.on(Engine.EMBEDDED)) {
            Api api = Api.of(server);

            assertEquals(
                    "{\"_size\":0,\"_total_pages\":0,\"_returned\":0,\"_embedded\":{\"rh:db\":[]}}", names(api, "/"));
            assertEquals("[]", names(api, "/?rep=STANDARD"));
            assertEquals("{\"_size\":0}", names(api, "/_size"));
            api.newCollection();
            assertEquals("{\"_size\":1}", names(api, "/_size"));
        }
    }

    private static String names(Api api, String target) {
        return api.get(target).expect(200).text();
    }
}
