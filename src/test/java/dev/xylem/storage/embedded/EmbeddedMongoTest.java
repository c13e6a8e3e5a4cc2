package dev.xylem.storage.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedMongoTest {

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsThereAfterReopening() {
        String path = folder.resolve("not/there/yet").toString();
        Document document = new Document("_id", 1).append("name", "xylem").append("parts", new Document("a", 1.5));
        onStore(path, documents -> documents.insertOne(document));
        onStore(path, documents -> assertEquals(document, documents.find().first()));
    }

    @Test
    void memoryKeepsNothing() {
        onStore(EmbeddedMongo.MEMORY, documents -> documents.insertOne(new Document("_id", 1)));
        onStore(EmbeddedMongo.MEMORY, documents -> assertNull(documents.find().first()));
    }

    @Test
    void twoStoresInMemoryDoNotDisturbEachOther() {
        onStore(
                EmbeddedMongo.MEMORY,
                first -> onStore(EmbeddedMongo.MEMORY, second -> {
                    first.insertOne(new Document("_id", 1));
                    assertNull(second.find().first());
                }));
    }

    @Test
    void aSecondStoreOnOnePathIsRefusedAndNamesThePath() {
        EmbeddedMongo first = EmbeddedMongo.open(folder.toString());
        try (first) {
            var refusal =
                    assertThrows(EmbeddedMongo.LockedException.class, () -> EmbeddedMongo.open(folder.toString()));
            assertNames(folder.toString(), refusal);
        }
        EmbeddedMongo.open(folder.toString()).close();
    }

    @Test
    void aSecondProcessOnOnePathIsRefused() throws Exception {
        try (CrashWriter.Child child = CrashWriter.Child.start(folder, 0)) {
            child.awaitFirstLine();
            assertThrows(EmbeddedMongo.LockedException.class, () -> EmbeddedMongo.open(folder.toString()));
            child.kill();
        }
        EmbeddedMongo.open(folder.toString()).close();
    }

    @Test
    void aFileThatIsNoStoreIsRefusedByNameAndLeftAlone() throws IOException {
        Path file = folder.resolve("xylem.mv.db");
        Files.writeString(file, "not a store at all ".repeat(1000));
        var refusal = assertThrows(EmbeddedMongo.DamagedException.class, () -> EmbeddedMongo.open(folder.toString()));
        assertNames(file.toString(), refusal);
        assertEquals("not a store at all ".repeat(1000), Files.readString(file));
    }

    @Test
    void aDamagedStoreIsRefusedByName() throws IOException {
        onStore(folder.toString(), documents -> documents.insertOne(new Document("_id", 1)));
        Path file = folder.resolve("xylem.mv.db");
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i += 7) {
            bytes[i] ^= 0x55;
        }
        Files.write(file, bytes);
        assertThrows(EmbeddedMongo.DamagedException.class, () -> EmbeddedMongo.open(folder.toString()));
    }

    private static void assertNames(String path, RuntimeException refusal) {
        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(path), message);
    }

    private static void onStore(String path, Consumer<MongoCollection<Document>> test) {
        try (EmbeddedMongo store = EmbeddedMongo.open(path);
                MongoClient client = MongoClients.create(store.connectionString())) {
            test.accept(client.getDatabase("shop").getCollection("items"));
        }
    }
}
