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
    private static final int LOOK_EVERY = 50;

    @TempDir
    Path folder;

    private final Random random = new Random(3);

    @Test
    void theSpaceOfOldVersionsIsUsedAgainAtAllTimes() throws Exception {
        try (EmbeddedMongo store = EmbeddedMongo.open(folder.toString());
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> items = client.getDatabase("shop").getCollection("items");
            items.insertMany(
                    IntStream.range(0, DOCUMENTS).mapToObj(this::document).toList());
            long loaded = size();
            long peak = 0;
            long start = System.nanoTime();
            for (int i = 0; i < UPDATES; i++) {
                items.updateOne(eq("_id", random.nextInt(DOCUMENTS)), set("n", i));
                peak = i % LOOK_EVERY == 0 ? Math.max(peak, size()) : peak;
            }
            System.out.printf(
                    "%d updates in %d ms: %d bytes after loading, at most %d meanwhile, %d now%n",
                    UPDATES, (System.nanoTime() - start) / 1_000_000, loaded, peak, size());
            assertTrue(peak < 3 * loaded, peak + " bytes, " + loaded + " after loading");
        }
    }

    private Document document(int id) {
        byte[] noise = new byte[10_000];
        random.nextBytes(noise);
        return new Document("_id", id).append("noise", noise);
    }

    private long size() throws IOException {
        try (var files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
