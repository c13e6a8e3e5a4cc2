package dev.xylem.storage;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.model.Sorts;
import dev.xylem.api.Namespace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/** Reads all that a store holds, except what is MongoDB's own: databases admin, config and local, collections {@code system.*}. */
public final class Dump {
    private static final Set<String> NOT_DATA = Set.of("admin", "config", "local");
    private static final Set<String> OF_THE_STORE = Set.of("v", "ns", "storageEngine");
    private static final int BATCH = 1_000;

    private final StoreConnection connection;

    public Dump(StoreConnection connection) {
        this.connection = connection;
    }

    /**
     * What there is, by name.
     *
     * @param database which databases are asked at all
     * @param chosen which collections are wanted
     */
    public List<StoredCollection> collections(Predicate<String> database, Predicate<Namespace> chosen) {
        return connection.ask(client -> client.listDatabaseNames().into(new ArrayList<>()).stream()
                .filter(name -> !NOT_DATA.contains(name) && database.test(name))
                .sorted()
                .flatMap(name -> collections(client, name, chosen).stream())
                .toList());
    }

    private static List<StoredCollection> collections(
            MongoClient client, String database, Predicate<Namespace> chosen) {
        return client.getDatabase(database).listCollections(BsonDocument.class).into(new ArrayList<>()).stream()
                .filter(description -> !name(description).startsWith("system."))
                .filter(description -> chosen.test(new Namespace(database, name(description))))
                .sorted(Comparator.comparing(Dump::name))
                .map(description -> collection(client, database, description))
                .toList();
    }

    private static String name(BsonDocument description) {
        return description.getString("name").getValue();
    }

    private static StoredCollection collection(MongoClient client, String database, BsonDocument description) {
        var namespace = new Namespace(database, name(description));
        String type =
                description.getString("type", new BsonString("collection")).getValue();
        var described = new StoredCollection(
                namespace, type, description.getDocument("options", new BsonDocument()), List.of());
        return described.isView()
                ? described
                : new StoredCollection(namespace, type, described.options(), indexes(client, namespace));
    }

    private static List<BsonDocument> indexes(MongoClient client, Namespace namespace) {
        return client
                .getDatabase(namespace.database())
                .getCollection(namespace.collection())
                .listIndexes(BsonDocument.class)
                .into(new ArrayList<>())
                .stream()
                .filter(index -> !index.getString("name").getValue().equals("_id_") && !index.containsKey("clustered"))
                .map(Dump::specification)
                .toList();
    }

    /** Without what a store says about itself. */
    private static BsonDocument specification(BsonDocument listed) {
        BsonDocument index = listed.clone();
        OF_THE_STORE.forEach(index::remove);
        return index;
    }

    /**
     * All documents of a collection, each once and as it was at one moment between start and end: read along the index of {@code _id}, where
     * no update moves a document.
     */
    public void documents(StoredCollection collection, Consumer<RawBsonDocument> to) {
        connection.ask(client -> {
            documents(client, collection).forEach(to);
            return true;
        });
    }

    private static FindIterable<RawBsonDocument> documents(MongoClient client, StoredCollection collection) {
        var all = client.getDatabase(collection.namespace().database())
                .getCollection(collection.namespace().collection(), RawBsonDocument.class)
                .find()
                .batchSize(BATCH);
        return collection.hasOrderOfItsOwn() ? all : all.sort(Sorts.ascending("_id"));
    }
}
