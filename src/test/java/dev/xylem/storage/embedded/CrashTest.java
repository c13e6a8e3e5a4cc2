package dev.xylem.storage.embedded;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Indexes.ascending;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.OperationType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CrashTest {

    private static final int ROUNDS = Integer.getInteger("xylem.crashes", 20);

    @TempDir
    Path folder;

    private final Random random = new Random(4);
    private final Set<Document> acknowledged = new LinkedHashSet<>();
    private final Set<String> gone = new HashSet<>();
    private final Map<String, Integer> counters = new HashMap<>();

    @Test
    void everyAcknowledgedWriteSurvivesTheKilledProcess() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<Document> before = List.copyOf(acknowledged);
            crash(round);
            List<Document> added = new ArrayList<>(acknowledged);
            added.removeAll(Set.copyOf(before));
            verify(added);
        }
        verify(acknowledged);
        System.out.printf("%d rounds, %d acknowledged documents, all there%n", ROUNDS, acknowledged.size());
        assertTrue(acknowledged.size() > ROUNDS * CrashWriter.WRITERS, "too little was written");
    }

    private void crash(int round) throws Exception {
        try (CrashWriter.Child child = CrashWriter.Child.start(folder, round)) {
            child.awaitLines(random.nextInt(2, 150));
            Thread.sleep(random.nextInt(50));
            child.kill();
            child.acknowledged().forEach(this::remember);
        }
    }

    private void remember(String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "one" -> acknowledged.add(CrashWriter.document(words[1]));
            case "batch" -> acknowledged.addAll(CrashWriter.batch(words[1]));
            case "goes" -> acknowledged.remove(CrashWriter.document(words[1]));
            case "gone" -> gone.add(words[1]);
            default -> counters.merge(words[1], Integer.parseInt(words[2]), Math::max);
        }
    }

    private void verify(Collection<Document> expected) {
        try (EmbeddedMongo store = EmbeddedMongo.open(folder.toString());
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> documents = client.getDatabase("crash").getCollection("documents");
            expected.forEach(document -> assertEquals(
                    document, documents.find(eq("_id", document.get("_id"))).first()));
            verifyCounters(documents);
            verifyWhole(documents);
            verifyIndexes(documents);
            verifyChangeLog(documents);
        }
    }

    private void verifyIndexes(MongoCollection<Document> documents) {
        List<Document> all = documents.find(exists("hash")).into(new ArrayList<>());
        assertEquals(all.size(), documents.countDocuments(gte("hash", Integer.MIN_VALUE)));
        assertEquals(all.size(), documents.countDocuments(gte("text", "")));
        assertEquals(0, documents.countDocuments(in("_id", gone)));
        documents.createIndex(ascending("hash"));
        assertEquals(all.size(), documents.countDocuments(gte("hash", Integer.MIN_VALUE)));
    }

    /** What it tells, one after the other, leads to what is there. */
    private static void verifyChangeLog(MongoCollection<Document> documents) {
        documents.insertOne(new Document("_id", "last-" + System.nanoTime()));
        Map<Object, Object> told = new HashMap<>();
        Set<Object> there = new HashSet<>();
        documents.find().forEach(document -> there.add(document.get("_id")));
        try (var changes =
                documents.watch().startAtOperationTime(new BsonTimestamp(1, 1)).cursor()) {
            for (var change = changes.next(); ; change = changes.next()) {
                Object id = change.getDocumentKey().getString("_id").getValue();
                if (change.getOperationType() == OperationType.DELETE) {
                    assertEquals(id, told.remove(id));
                } else {
                    told.put(id, id);
                }
                if (told.keySet().equals(there) && String.valueOf(id).startsWith("last-") && isLast(changes)) {
                    return;
                }
            }
        }
    }

    private static boolean isLast(MongoChangeStreamCursor<ChangeStreamDocument<Document>> changes) {
        return changes.available() == 0;
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
