package dev.xylem.storage;

import static java.util.Locale.ROOT;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** One database of the embedded store, corrected where the stock one differs from MongoDB in what Xylem relies on. */
final class EmbeddedDatabase extends H2Database {

    private static final String NAMESPACES = "system.namespaces";
    private static final String INDEXES = "system.indexes";
    private static final int FAILED_TO_PARSE = 9;

    private final MVStore store;

    EmbeddedDatabase(String name, MVStore store, CursorRegistry cursors) {
        // Before super: the stock constructor opens collections.
        this.store = store;
        super(name, store, cursors);
    }

    boolean hasCollections() {
        return !resolveCollection(NAMESPACES, true).isEmpty();
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        QueryCheck.check(query.get("filter"));
        QueryCheck.check(query.get("query"));
        QueryCheck.checkStages(query.get("pipeline"));
        return switch (command.toLowerCase(ROOT)) {
            case "update" ->
                WriteBatch.of(query, "updates").run(one -> {
                    QueryCheck.check(one.get("q"));
                    requireNoPipeline(one, "u");
                    return isUpsert(one) || exists(query, command)
                            ? super.handleCommand(
                                    channel, command, WriteBatch.only(query, "updates", one), databases, oplog)
                            : new Document("n", 0).append("nModified", 0);
                });
            case "delete" ->
                WriteBatch.of(query, "deletes").run(one -> {
                    QueryCheck.check(one.get("q"));
                    return super.handleCommand(
                            channel, command, WriteBatch.only(query, "deletes", one), databases, oplog);
                });
            case "find" -> {
                checkHint(query, command);
                yield super.handleCommand(channel, command, query, databases, oplog);
            }
            case "findandmodify" -> findAndModify(query, command, oplog);
            case "createindexes" -> {
                IndexGate.check(query, indexes(query, channel, databases, oplog));
                yield super.handleCommand(channel, command, query, databases, oplog);
            }
            case "aggregate" -> {
                checkStages(query.get("pipeline"));
                yield super.handleCommand(channel, command, query, databases, oplog);
            }
            case "listcollections" -> filter(super.handleCommand(channel, command, query, databases, oplog), query);
            default -> super.handleCommand(channel, command, query, databases, oplog);
        };
    }

    private Document findAndModify(Document query, String command, Oplog oplog) {
        requireNoPipeline(query, "update");
        if (!isUpsert(query) && !exists(query, command)) {
            return FoundAndModified.nothing(query);
        }
        MongoCollection<Object> collection = resolveOrCreateCollection(String.valueOf(query.get(command)));
        return ((EmbeddedCollection) collection).findAndModify(query, oplog);
    }

    private List<Document> indexes(Document query, Channel channel, DatabaseResolver databases, Oplog oplog) {
        Document list = new Document("listIndexes", query.get("createIndexes"));
        Document reply = super.handleCommand(channel, "listIndexes", list, databases, oplog);
        return reply.get("cursor") instanceof Document cursor && cursor.get("firstBatch") instanceof List<?> all
                ? all.stream().map(Document.class::cast).toList()
                : List.of();
    }

    /** The queries in a pipeline, however deep; and the stage that the stock engine does not come back from when the data go round. */
    private static void checkStages(@Nullable Object value) {
        switch (value) {
            case Document document -> document.forEach(EmbeddedDatabase::checkStage);
            case List<?> list -> list.forEach(EmbeddedDatabase::checkStages);
            case null, default -> {}
        }
    }

    private static void checkStage(String key, @Nullable Object value) {
        switch (key) {
            case "$graphLookup" -> throw Failures.notImplemented();
            case "$match" -> QueryCheck.check(value);
            case "$literal" -> {}
            default -> checkStages(value);
        }
    }

    private void checkHint(Document query, String command) {
        if (resolveCollection(String.valueOf(query.get(command)), false) instanceof EmbeddedCollection collection) {
            collection.checkHint(query.get("hint"));
        }
    }

    static boolean isUpsert(Document write) {
        return Utils.isTrue(write.get("upsert"));
    }

    private boolean exists(Document query, String command) {
        return resolveCollection(String.valueOf(query.get(command)), false) != null;
    }

    private static void requireNoPipeline(Document write, String key) {
        if (write.get(key) instanceof List) {
            throw new MongoServerError(
                    FAILED_TO_PARSE, "FailedToParse", "the embedded store does not update with a pipeline");
        }
    }

    private static Document filter(Document reply, Document query) {
        if (query.get("filter") instanceof Document filter
                && reply.get("cursor") instanceof Document cursor
                && cursor.get("firstBatch") instanceof List<?> all) {
            DefaultQueryMatcher matcher = new DefaultQueryMatcher();
            cursor.put(
                    "firstBatch",
                    all.stream()
                            .filter(each -> matcher.matches((Document) each, filter))
                            .toList());
        }
        return reply;
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(
            String collection, String index, List<IndexKey> keys, boolean sparse) {
        // The stock method finds this map open.
        store.openMap(getFullCollectionNamespace(collection) + "._index_" + index, KeyType.<Object>map());
        return super.openOrCreateUniqueIndex(collection, index, keys, sparse);
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
        String namespace = getFullCollectionNamespace(name);
        MVMap<Object, Document> documents = store.openMap("databases." + namespace, KeyType.map());
        MVMap<String, Object> metadata = store.openMap("meta." + namespace);
        if (namespace.equals(OplogCollection.DATABASE + "." + OplogCollection.NAME)) {
            return new OplogCollection(this, options, documents, metadata, cursorRegistry);
        }
        return new EmbeddedCollection(this, name, options, documents, metadata, cursorRegistry);
    }

    /** The stock method also removes what belongs to databases whose names only begin with this one's. */
    @Override
    public void drop(Oplog oplog) {
        List<String> names = resolveCollection(NAMESPACES, true)
                .queryAllAsStream()
                .map(namespace -> String.valueOf(namespace.get("name")))
                .map(namespace -> namespace.substring(databaseName.length() + 1))
                .toList();
        names.forEach(name -> dropCollection(name, oplog));
        if (resolveCollection(INDEXES, false) != null) {
            dropCollection(INDEXES, oplog);
        }
        dropCollection(NAMESPACES, oplog);
    }
}
