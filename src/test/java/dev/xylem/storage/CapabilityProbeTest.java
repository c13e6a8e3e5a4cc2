package dev.xylem.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.EngineReport;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.plan.Capabilities;
import dev.xylem.storage.embedded.EmbeddedMongo;
import java.util.ArrayList;
import java.util.function.Consumer;

final class CapabilityProbeTest {

    @OnEveryEngine
    void tellsWhatTheEngineCanDo(Engine engine) {
        onEngine(engine, client -> {
            Capabilities found = CapabilityProbe.ask(client);
            switch (engine.name()) {
                case "embedded" ->
                    assertEquals(new Capabilities(found.engine(), false, true, true, false, false, false, true), found);
                case "DocumentDB" ->
                    assertEquals(new Capabilities(found.engine(), false, false, true, true, true, false, true), found);
                default ->
                    assertEquals(
                            new Capabilities(
                                    found.engine(),
                                    found.transactions(),
                                    found.transactions(),
                                    true,
                                    true,
                                    true,
                                    true,
                                    true),
                            found);
            }
        });
    }

    @OnEveryEngine
    void namesTheEngine(Engine engine) {
        onEngine(engine, client -> {
            String name = CapabilityProbe.ask(client).engine();
            assertTrue(name.contains("MongoDB"), name);
            assertEquals(engine.isEmbedded(), name.startsWith("embedded"), name);
        });
    }

    @OnEveryEngine
    void createsNothing(Engine engine) {
        onEngine(engine, client -> {
            CapabilityProbe.ask(client);
            assertFalse(client.listDatabaseNames().into(new ArrayList<>()).contains("xylem_capabilities"));
        });
    }

    @OnEveryEngine
    void explainsWhereItSaysSo(Engine engine) {
        onEngine(engine, client -> {
            EngineReport.require(CapabilityProbe.ask(client).explain(), "explain");
            assertFalse(client.getDatabase("admin")
                    .getCollection("nothing")
                    .find()
                    .explain()
                    .isEmpty());
        });
    }

    private static void onEngine(Engine engine, Consumer<MongoClient> test) {
        String uri = engine.mongoUri();
        if (uri == null) {
            try (EmbeddedMongo store = EmbeddedMongo.open(EmbeddedMongo.MEMORY)) {
                onUri(store.connectionString(), test);
            }
        } else {
            onUri(uri, test);
        }
    }

    private static void onUri(String uri, Consumer<MongoClient> test) {
        try (MongoClient client = MongoClients.create(uri)) {
            test.accept(client);
        }
    }
}
