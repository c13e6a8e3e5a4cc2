package dev.xylem.bench.http;

import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.descending;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.xylem.bench.Packages;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.RawBsonDocument;

/** What all candidates read and write, the same for each: filled by the driver before anything is measured. */
public final class Dataset {
    static final String DATABASE = "bench";
    static final int DOCUMENTS = 10_000;
    static final int GROUPS = 50;

    /** The collection that is only added to. */
    static final String ADDED = "added";

    /** Documents whose id is their size. */
    static final String SIZES = "sizes";

    /** Of the packages, 100 on each. */
    static final int DEEP_PAGE = 599;

    private static final int EXISTS = 48;
    private static final int BATCH = 1_000;
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();
    private static final BsonDocument[] BODIES =
            IntStream.range(0, DOCUMENTS).mapToObj(i -> BsonDocument.parse(body(i))).toArray(BsonDocument[]::new);

    private final MongoDatabase database;

    Dataset(MongoClient client) {
        this.database = client.getDatabase(DATABASE);
    }

    void fill() {
        database.drop();
        IntStream.range(0, DOCUMENTS)
                .mapToObj(Dataset::stored)
                .gather(Gatherers.windowFixed(BATCH))
                .forEach(batch -> {
                    collection("docs").insertMany(batch);
                    collection("changed").insertMany(batch);
                });
        collection("docs").createIndex(ascending("group", "n", "_id"));
        clear();
        if (Files.exists(Packages.path())) {
            Packages.read().stream().gather(Gatherers.windowFixed(BATCH)).forEach(collection("packages")::insertMany);
        }
    }

    /** Documents of about so many bytes, each in a field of text. */
    void fillSizes(List<Integer> sizes) {
        List<RawBsonDocument> all = sizes.stream()
                .map(size -> new BsonDocument("_id", new BsonString(size.toString()))
                        .append("text", new BsonString("lorem \"ipsum\" ".repeat(Math.max(1, (size - 50) / 14))))
                        .append("_etag", new BsonObjectId()))
                .map(document -> new RawBsonDocument(document, CODEC))
                .toList();
        collection(SIZES).insertMany(all);
    }

    static String grown(int documents) {
        return "grown" + documents;
    }

    /** A collection of so many documents; the first ones are those of the usual collection, the rest have further ids. */
    void fillGrown(int documents) {
        IntStream.range(0, documents)
                .mapToObj(i -> document(new BsonString(id(i)), i % DOCUMENTS))
                .gather(Gatherers.windowFixed(BATCH))
                .forEach(collection(grown(documents))::insertMany);
    }

    /** Empties what is only added to, so that each candidate finds the same. */
    void clear() {
        collection(ADDED).drop();
        try {
            database.createCollection(ADDED);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != EXISTS) {
                throw e;
            }
            // A last request of the previous candidate, whose connection is closed by now, made it.
        }
    }

    /** The last id of the deep page; empty without packages. */
    String deepId() {
        RawBsonDocument last = collection("packages")
                .find()
                .sort(descending("_id"))
                .skip(DEEP_PAGE * 100 - 1)
                .first();
        return last == null ? "" : last.getString("_id").getValue();
    }

    MongoCollection<RawBsonDocument> collection(String name) {
        return database.getCollection(name, RawBsonDocument.class);
    }

    static String id(int number) {
        return String.format(Locale.ROOT, "doc-%05d", number);
    }

    public static RawBsonDocument stored(int number) {
        return document(new BsonString(id(number)), number);
    }

    /** As a server stores it. */
    static RawBsonDocument document(BsonValue id, int number) {
        var document = new BsonDocument("_id", id);
        document.putAll(BODIES[number]);
        return new RawBsonDocument(document.append("_etag", new BsonObjectId()), CODEC);
    }

    /** Some 300 bytes of JSON, as a small order looks. */
    public static String body(int number) {
        return String.format(
                Locale.ROOT,
                """
                {"n":%d,"group":%d,"name":"Customer number %d","mail":"customer.%d@example.org","active":%b,"price":%.2f,\
                "tags":["new","paid","weight-%d"],"address":{"street":"Long Street %d","city":"Springfield","zip":"%05d"},\
                "note":"Please ring twice; the bell is \\"odd\\", and the dog is friendly."}""",
                number,
                number % GROUPS,
                number,
                number,
                number % 3 == 0,
                number * 1.07,
                number % 9,
                number % 200,
                number);
    }

    /** Many of these. */
    static List<String> bodies(int count) {
        return IntStream.range(0, count).mapToObj(Dataset::body).toList();
    }
}
