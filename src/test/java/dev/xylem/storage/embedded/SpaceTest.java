package dev.xylem.storage.embedded;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates of the same documents do not make the file grow for ever. {@code -Dxylem.updates=300000} for all of it. */
final class SpaceTest {

    private static final int DOCUMENTS = 1_000;
    private static final int UPDATES = Integer.getInteger("xylem.updates", 10_000);
    private static final EmbeddedMongo.Options OPTIONS = new EmbeddedMongo.Options(false, 1_000, 1 << 20);

    @TempDir
    Path folder;

    private final Random random = new Random(3);

    @Test
    void theSpaceOfOldVersionsIsUsedAgain() throws Exception {
        try (EmbeddedMongo store = EmbeddedMongo.open(folder.toString(), OPTIONS);
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> items = client.getDatabase("shop").getCollection("items");
            items.insertMany(
                    IntStream.range(0, DOCUMENTS).mapToObj(this::document).toList());
            long loaded = size();
            for (int i = 0; i < UPDATES; i++) {
                items.updateOne(eq("_id", random.nextInt(DOCUMENTS)), set("n", i));
            }
            long now = size();
            for (int tries = 0; tries < 20 && now >= 3 * loaded; tries++) {
                Thread.sleep(1_000); // compaction goes on in the background
                now = size();
            }
            System.out.printf("%d updates: %d bytes after loading, %d now%n", UPDATES, loaded, now);
            assertTrue(now < 3 * loaded, now + " bytes, " + loaded + " after loading");
        }
    }

    private Document document(int id) {
        byte[] noise = new byte[4_000];
        random.nextBytes(noise);
        return new Document("_id", id).append("noise", noise);
    }

    private long size() throws IOException {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
