package dev.xylem.storage.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged store is refused by name, or all of it is there. */
final class DamageTest {

    private static final int PLACES = 200;
    private static final String SEAL = EmbeddedMongo.FILE + ".seal";

    @TempDir
    Path folder;

    private final Random random = new Random(5);

    @Test
    void isRefusedOrAllIsThere() throws IOException {
        Path whole = folder.resolve("whole");
        List<Document> expected = written(whole);
        int refused = 0;
        for (int i = 0; i < PLACES; i++) {
            Path copy = Files.createDirectory(folder.resolve("copy-" + i));
            String damaged = i % 10 == 0 ? SEAL : EmbeddedMongo.FILE;
            for (String name : List.of(SEAL, EmbeddedMongo.FILE)) {
                byte[] bytes = Files.readAllBytes(whole.resolve(name));
                Files.write(copy.resolve(name), name.equals(damaged) ? damage(bytes) : bytes);
            }
            refused += isRefused(copy, damaged, expected) ? 1 : 0;
        }
        System.out.printf("%d damaged copies: %d refused, %d complete%n", PLACES, refused, PLACES - refused);
        assertTrue(refused > PLACES / 10 && refused < PLACES, "the damage is too great, or too small");
    }

    private byte[] damage(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> overwritten(bytes, at, random.nextInt(1, 16));
            case 2 -> overwritten(bytes, at, random.nextInt(1, 8192));
            default -> zeroed(bytes, at / 512 * 512, 512 * random.nextInt(1, 16));
        };
    }

    private byte[] overwritten(byte[] bytes, int from, int length) {
        byte[] noise = new byte[Math.min(length, bytes.length - from)];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, from, noise.length);
        return bytes;
    }

    private static byte[] zeroed(byte[] bytes, int from, int length) {
        Arrays.fill(bytes, from, Math.min(bytes.length, from + length), (byte) 0);
        return bytes;
    }

    private boolean isRefused(Path copy, String damaged, List<Document> expected) {
        try (EmbeddedMongo store = EmbeddedMongo.open(copy.toString());
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> items = client.getDatabase("shop").getCollection("items");
            assertEquals(expected, items.find().sort(new Document("_id", 1)).into(new ArrayList<>()));
            assertEquals(
                    expected.size(),
                    items.find(new Document("n", new Document("$gte", 0)))
                            .into(new ArrayList<>())
                            .size());
            return false;
        } catch (EmbeddedMongo.DamagedException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains(copy.resolve(damaged).toString()) && message.contains("backup"), message);
            return true;
        }
    }

    private static List<Document> written(Path path) {
        Random random = new Random(6);
        List<Document> documents = IntStream.range(0, 600)
                .mapToObj(i -> new Document("_id", i)
                        .append("n", random.nextInt(50))
                        .append("text", Long.toHexString(random.nextLong()).repeat(random.nextInt(1, 20))))
                .toList();
        try (EmbeddedMongo store = EmbeddedMongo.open(path.toString());
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> items = client.getDatabase("shop").getCollection("items");
            items.createIndex(Indexes.ascending("n"));
            for (int i = 0; i < documents.size(); i += 30) {
                items.insertMany(documents.subList(i, i + 30));
            }
        }
        return documents;
    }
}
