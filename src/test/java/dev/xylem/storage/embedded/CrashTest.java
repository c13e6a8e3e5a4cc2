package dev.xylem.storage.embedded;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CrashTest {

    private static final int ROUNDS = 20;

    @TempDir
    Path folder;

    private final Random random = new Random(4);
    private final List<Document> acknowledged = new ArrayList<>();
    private final Map<String, Integer> counters = new HashMap<>();

    @Test
    void everyAcknowledgedWriteSurvivesTheKilledProcess() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            int before = acknowledged.size();
            crash(round);
            verify(acknowledged.subList(before, acknowledged.size()));
        }
        verify(acknowledged);
        System.out.printf("%d rounds, %d acknowledged documents, all there%n", ROUNDS, acknowledged.size());
        assertTrue(acknowledged.size() > ROUNDS * CrashWriter.WRITERS, "too little was written");
    }

    private void crash(int round) throws Exception {
        try (CrashWriter.Child child = CrashWriter.Child.start(folder, round)) {
            child.awaitFirstLine();
            Thread.sleep(random.nextInt(50, 900));
            child.kill();
            child.acknowledged().forEach(this::remember);
        }
    }

    private void remember(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "one" -> acknowledged.add(CrashWriter.document(words[1]));
            case "batch" -> acknowledged.addAll(CrashWriter.batch(words[1]));
            default -> counters.merge(words[1], Integer.parseInt(words[2]), Math::max);
        }
    }

    private void verify(List<Document> expected) {
        try (EmbeddedMongo store = EmbeddedMongo.open(folder.toString());
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> documents = client.getDatabase("crash").getCollection("documents");
            expected.forEach(document -> assertEquals(
                    document, documents.find(eq("_id", document.get("_id"))).first()));
            verifyCounters(documents);
            verifyWhole(documents);
        }
    }

    /** A counter may be one further: the last write was done, and killed before it was acknowledged. */
    private void verifyCounters(MongoCollection<Document> documents) {
        counters.replaceAll((name, last) -> {
            int found = documents.find(eq("_id", name)).first().getInteger("n");
            assertTrue(found == last || found == last + 1, name + " is " + found + " after " + last);
            return found;
        });
    }

    /** Also what was not acknowledged is there as a whole or not at all, and is found by its _id. */
    private static void verifyWhole(MongoCollection<Document> documents) {
        Set<String> ids = new HashSet<>();
        documents.find().forEach(document -> ids.add(document.getString("_id")));
        assertEquals(ids.size(), documents.countDocuments(in("_id", ids)));
        Map<String, Integer> batches = new HashMap<>();
        ids.stream()
                .filter(id -> id.split("-", -1).length == 4)
                .forEach(id -> batches.merge(id.substring(0, id.lastIndexOf('-')), 1, Integer::sum));
        batches.forEach((id, size) -> assertEquals(CrashWriter.BATCH, size, "half a batch: " + id));
    }
}
