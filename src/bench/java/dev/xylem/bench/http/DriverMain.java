package dev.xylem.bench.http;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoClientSettings;
import com.mongodb.ConnectionString;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.bson.BsonObjectId;
import java.util.stream.IntStream;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * The limit: a bare loop on the driver that sends the same database commands, in a process of its own. Reads lines {@code OPERATION
 * THREADS MILLIS} from its standard input and answers each with {@code done REQUESTS MICROS P50 P99}.
 */
public final class DriverMain {
    private static final int PAGE = 100;

    /** Where the id's bytes begin in a document whose first field it is: after the length, the type and the name. */
    private static final int ID_AT = 4 + 1 + 4;

    private final MongoClient client;
    private final Map<String, MongoCollection<RawBsonDocument>> collections = new ConcurrentHashMap<>();
    private final String deep;
    private final RawBsonDocument added = withId(0);
    private final List<RawBsonDocument> many =
            IntStream.range(0, Workloads.BULK).mapToObj(DriverMain::withId).toList();
    private final RawBsonDocument[] states =
            IntStream.range(0, Dataset.DOCUMENTS).mapToObj(Dataset::stored).toArray(RawBsonDocument[]::new);

    private DriverMain(MongoClient client, String deep) {
        this.client = client;
        this.deep = deep;
    }

    /** Arguments: the store's URI, and the id behind which page 600 of the packages begins. */
    public static void main(String... args) throws IOException, InterruptedException {
        DriverLog.quiet();
        var settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(args[0]))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(1_000))
                .build();
        try (MongoClient client = MongoClients.create(settings);
                var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            var driver = new DriverMain(client, args[1]);
            System.out.println("ready");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                var loop = new Loop(driver.operation(words[0]), Integer.parseInt(words[1]));
                System.out.println(loop.run(Long.parseLong(words[2])));
            }
        }
    }

    /** @param name with an argument behind a colon, where one is needed */
    private Runnable operation(String name) {
        String argument = name.substring(name.indexOf(':') + 1);
        return switch (name.split(":", -1)[0]) {
            case "id" -> () -> docs(Dataset.SIZES).find(eq("_id", argument)).first();
            case "pagesize" -> () -> page(docs("docs").find().sort(descending("_id")), Integer.parseInt(argument));
            case "grown" -> () -> docs(argument).find(eq("_id", randomId())).first();
            case "grownpage" -> () -> page(docs(argument).find().sort(descending("_id")));
            case "one" -> () -> docs("docs").find(eq("_id", randomId())).first();
            case "missing" -> () -> docs("docs").find(eq("_id", "no-" + randomId())).first();
            case "page" -> () -> page(docs("docs").find().sort(descending("_id")));
            case "filtered" -> () -> page(docs("docs")
                    .find(eq("group", random().nextInt(Dataset.GROUPS)))
                    .sort(ascending("n", "_id")));
            case "first" -> () -> page(docs("packages").find().sort(descending("_id")));
            case "deep" -> () -> page(docs("packages").find(lt("_id", deep)).sort(descending("_id")));
            case "insert" -> () -> docs(Dataset.ADDED).insertOne(fresh(added));
            case "increment" -> () -> docs("changed")
                    .updateOne(eq("_id", randomId()), combine(inc("n", 1), etag()), new UpdateOptions().upsert(true));
            case "replace" -> () -> replace(states[random().nextInt(Dataset.DOCUMENTS)]);
            case "bulk" -> this::insertMany;
            case "import" -> () -> {
                for (int i = 0; i < Workloads.IMPORT; i += Workloads.BULK) {
                    insertMany();
                }
            };
            case "export" -> this::export;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private MongoCollection<RawBsonDocument> docs(String collection) {
        return collections.computeIfAbsent(
                collection, name -> client.getDatabase(Dataset.DATABASE).getCollection(name, RawBsonDocument.class));
    }

    private static void page(FindIterable<RawBsonDocument> find) {
        page(find, PAGE);
    }

    /** One more than the page: whether another follows. */
    private static void page(FindIterable<RawBsonDocument> find, int size) {
        int found = find.limit(size + 1)
                .batchSize(size + 2)
                .into(new ArrayList<>(size + 1))
                .size();
        if (found < size) {
            throw new IllegalStateException("only " + found);
        }
    }

    private void replace(RawBsonDocument state) {
        docs("changed").replaceOne(eq("_id", state.get("_id")), state, new ReplaceOptions().upsert(true));
    }

    private void insertMany() {
        docs(Dataset.ADDED).insertMany(many.stream().map(DriverMain::fresh).toList());
    }

    private void export() {
        int[] all = new int[1];
        docs("docs").find().sort(descending("_id")).batchSize(Workloads.BULK).forEach(_ -> all[0]++);
        if (all[0] != Dataset.DOCUMENTS) {
            throw new IllegalStateException("only " + all[0]);
        }
    }

    private static Bson etag() {
        return set("_etag", new ObjectId());
    }

    private static RawBsonDocument withId(int number) {
        return Dataset.document(new BsonObjectId(), number);
    }

    /** A copy with another id, which begins it. */
    private static RawBsonDocument fresh(RawBsonDocument document) {
        byte[] bytes = document.getByteBuffer().array().clone();
        new ObjectId().putToByteBuffer(ByteBuffer.wrap(bytes, ID_AT, 12));
        return new RawBsonDocument(bytes);
    }

    private static String randomId() {
        return Dataset.id(random().nextInt(Dataset.DOCUMENTS));
    }

    private static Random random() {
        return ThreadLocalRandom.current();
    }
}
