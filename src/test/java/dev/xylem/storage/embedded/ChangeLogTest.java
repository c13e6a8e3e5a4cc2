package dev.xylem.storage.embedded;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.OperationType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChangeLogTest {

    private static final EmbeddedMongo.Options SHORT = new EmbeddedMongo.Options(false, 10, 1 << 20);

    @TempDir
    Path folder;

    @Test
    void tellsWhatEachDocumentBecame() {
        on(items -> {
            try (var changes =
                    items.watch().fullDocument(FullDocument.UPDATE_LOOKUP).cursor()) {
                items.insertMany(List.of(parse("{_id: 1, a: {b: 1, c: 1}}"), parse("{_id: 2}")));
                items.updateMany(new BsonDocument(), parse("{$set: {'a.b': 2}, $unset: {'a.c': 1}}"));
                items.replaceOne(eq("_id", 2), parse("{x: 1}"));
                items.deleteOne(eq("_id", 1));
                assertEquals(
                        List.of("insert", "insert", "update", "update", "replace", "delete"),
                        operations(changes::next, 6));
            }
            return 0;
        });
    }

    @Test
    void anUpdateNamesItsFieldsAndItsDocument() {
        on(items -> {
            try (var changes = items.watch().cursor()) {
                items.insertOne(parse("{_id: 1, a: {b: 1, c: 1}}"));
                items.updateOne(eq("_id", 1), parse("{$set: {'a.b': 2}, $unset: {'a.c': 1}}"));
                changes.next();
                ChangeStreamDocument<BsonDocument> update = changes.next();
                var description = Objects.requireNonNull(update.getUpdateDescription());
                assertEquals(parse("{'a.b': 2}"), description.getUpdatedFields());
                assertEquals(List.of("a.c"), description.getRemovedFields());
                assertEquals(parse("{_id: 1}"), update.getDocumentKey());
            }
            return 0;
        });
    }

    private static List<String> operations(Supplier<ChangeStreamDocument<BsonDocument>> changes, int count) {
        List<String> operations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            operations.add(
                    Objects.requireNonNull(changes.get().getOperationType()).getValue());
        }
        return operations;
    }

    @Test
    void aTokenSurvivesTheRestart() {
        BsonDocument token = on(items -> {
            try (var changes = items.watch().cursor()) {
                items.insertOne(parse("{_id: 1}"));
                items.insertOne(parse("{_id: 2}"));
                return changes.next().getResumeToken();
            }
        });
        on(items -> {
            items.insertOne(parse("{_id: 3}"));
            try (var changes = items.watch().resumeAfter(token).cursor()) {
                assertEquals(parse("{_id: 2}"), changes.next().getDocumentKey());
                assertEquals(parse("{_id: 3}"), changes.next().getDocumentKey());
            }
            return 0;
        });
    }

    @Test
    void aTokenOlderThanTheLogIsRefusedAndANewerOneIsNot() {
        on(items -> {
            try (var changes = items.watch().cursor()) {
                items.insertOne(parse("{_id: 0}"));
                BsonDocument first = changes.next().getResumeToken();
                for (int i = 1; i <= 10; i++) {
                    items.insertOne(parse("{_id: " + i + "}"));
                }
                items.watch().resumeAfter(first).cursor().close();
                items.insertOne(parse("{_id: 11}"));
                items.insertOne(parse("{_id: 12}"));
                var lost = assertThrows(
                        MongoException.class,
                        () -> items.watch().resumeAfter(first).cursor());
                assertEquals(286, lost.getCode());
            }
            return 0;
        });
    }

    @Test
    void aStreamEndsWithItsCollection() {
        on(items -> {
            items.insertOne(parse("{_id: 0}"));
            try (var changes = items.watch().cursor()) {
                items.drop();
                assertEquals(OperationType.DROP, changes.next().getOperationType());
                assertEquals(OperationType.INVALIDATE, changes.next().getOperationType());
            }
            return 0;
        });
    }

    @Test
    void whatWasRefusedIsNotTold() {
        on(items -> {
            items.insertOne(parse("{_id: 1, a: 'x'}"));
            try (var changes = items.watch().cursor()) {
                assertThrows(MongoException.class, () -> items.insertOne(parse("{_id: 1}")));
                assertThrows(MongoException.class, () -> items.updateOne(eq("_id", 1), parse("{$inc: {a: 1}}")));
                items.updateOne(eq("_id", 1), set("b", 1));
                assertEquals(OperationType.UPDATE, changes.next().getOperationType());
            }
            return 0;
        });
    }

    private <T> T on(Function<MongoCollection<BsonDocument>, T> test) {
        try (EmbeddedMongo store = EmbeddedMongo.open(folder.toString(), SHORT);
                MongoClient client = MongoClients.create(store.connectionString())) {
            return test.apply(client.getDatabase("shop").getCollection("items", BsonDocument.class));
        }
    }

    private static BsonDocument parse(String json) {
        return BsonDocument.parse(json);
    }
}
