package dev.xylem.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.storage.embedded.EmbeddedMongo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sort on the embedded store holds only so much. */
final class SortMemoryTest {

    private static final int DOCUMENTS = 1_000;
    private static final long SORT_BYTES = 20_000;
    private static final BsonDocument BY_N = BsonDocument.parse("{n: 1}");

    private final EmbeddedMongo store =
            EmbeddedMongo.open(EmbeddedMongo.MEMORY, new EmbeddedMongo.Options(false, 10, 1_000_000, SORT_BYTES));
    private final MongoClient client = MongoClients.create(store.connectionString());
    private final MongoCollection<BsonDocument> items =
            client.getDatabase("shop").getCollection("items", BsonDocument.class);

    @BeforeEach
    void fill() {
        items.insertMany(IntStream.range(0, DOCUMENTS)
                .mapToObj(i -> BsonDocument.parse("{_id: " + i + ", n: " + -i + "}"))
                .toList());
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    @Test
    void ofMoreIsRefusedAndSaysWhatHelps() {
        MongoException refused =
                assertThrows(MongoException.class, () -> items.find().sort(BY_N).into(new ArrayList<>()));
        assertEquals(292, refused.getCode());

        Problem problem = new MongoErrors(true).map(refused).problem();
        assertEquals(ProblemType.INVALID_REQUEST, problem.type());
        assertEquals(
                "The database refuses this: the sort needs more memory than allowed; use an index or a narrower filter."
                        + " Nothing was changed.",
                problem.detail());
    }

    @Test
    void ofMoreIsRefusedInAnAggregationToo() {
        List<BsonDocument> doubled =
                List.of(BsonDocument.parse("{$set: {n: {$multiply: ['$n', 2]}}}"), new BsonDocument("$sort", BY_N));
        MongoException refused = assertThrows(
                MongoException.class, () -> items.aggregate(doubled).into(new ArrayList<>()));
        assertEquals(292, refused.getCode());
    }

    @Test
    void holdsNoMoreThanALimitNeeds() {
        assertEquals(
                List.of(999, 998),
                items.find().sort(BY_N).limit(2).into(new ArrayList<>()).stream()
                        .map(each -> each.getInt32("_id").getValue())
                        .toList());
    }

    @Test
    void holdsNothingWhereAnIndexHasTheOrder() {
        items.createIndex(BY_N);

        assertEquals(DOCUMENTS, items.find().sort(BY_N).into(new ArrayList<>()).size());
    }
}
