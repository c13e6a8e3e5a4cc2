package dev.xylem.storage.embedded;

import static java.util.Locale.ROOT;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One database of the embedded store: the stock engine's commands, corrected where they differ from MongoDB's. */
final class EmbeddedDatabase extends AbstractSynchronizedMongoDatabase<Key> {

    private static final String NAMESPACES = "system.namespaces";
    private static final String INDEXES = "system.indexes";
    private static final String DOCUMENTS = "documents.";

    private static final int FAILED_TO_PARSE = 9;
    private static final int NOT_IMPLEMENTED = 238;
    private static final int SYSTEM_NAMESPACE = 16459;

    private final MapStore store;
    private final ChangeLog log;
    private final long sortBytes;

    /** The index that is being made; null while the database opens. Guarded by this. */
    private @Nullable Document creating;

    EmbeddedDatabase(String name, MapStore store, ChangeLog log, CursorRegistry cursors, long sortBytes) {
        super(name, cursors);
        this.sortBytes = sortBytes;
        this.store = store;
        this.log = log;
        initializeNamespacesAndIndexes();
    }

    static String documentsOf(String namespace) {
        return DOCUMENTS + namespace;
    }

    /** With the length, because both names may have dots. */
    private static String entriesOf(String namespace, String index) {
        return "index." + namespace.length() + "." + namespace + "." + index;
    }

    /** The database that a map with documents belongs to. */
    static Optional<String> databaseOf(String map) {
        return map.startsWith(DOCUMENTS)
                ? Optional.of(map.substring(DOCUMENTS.length()).split("\\.", 2)[0])
                : Optional.empty();
    }

    boolean hasCollections() {
        return !resolveCollection(NAMESPACES, true).isEmpty();
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        Condition.check(query.get("filter"));
        Condition.check(query.get("query"));
        return switch (command.toLowerCase(ROOT)) {
            case "find" -> find(query, String.valueOf(query.get(command)));
            case "explain" -> explain(query, command);
            case "insert" -> insert(query, String.valueOf(query.get(command)));
            case "update" ->
                WriteBatch.of(query, "updates").run(one -> {
                    Condition.check(one.get("q"));
                    readPipeline(one, "u", one.getOrDefault("c", query.get("let")));
                    return isUpsert(one) || exists(query, command)
                            ? super.handleCommand(
                                    channel, command, WriteBatch.only(query, "updates", one), databases, oplog)
                            : new Document("n", 0).append("nModified", 0);
                });
            case "delete" ->
                WriteBatch.of(query, "deletes").run(one -> {
                    Condition.check(one.get("q"));
                    return super.handleCommand(
                            channel, command, WriteBatch.only(query, "deletes", one), databases, oplog);
                });
            case "findandmodify" -> findAndModify(query, command);
            case "createindexes" -> {
                String namespace = getFullCollectionNamespace(String.valueOf(query.get(command)));
                IndexGate.check(query, indexDescriptions(namespace));
                yield super.handleCommand(channel, command, query, databases, oplog);
            }
            case "aggregate" -> aggregate(channel, command, query, databases, oplog);
            case "listcollections" -> filter(super.handleCommand(channel, command, query, databases, oplog), query);
            case "dropindexes" -> {
                Document reply = new Document("ok", 1.0);
                for (Document one : DropIndexes.each(query, this::indexNames)) {
                    reply = super.handleCommand(channel, "dropIndexes", one, databases, oplog);
                }
                yield reply;
            }
            default -> super.handleCommand(channel, command, query, databases, oplog);
        };
    }

    private @Nullable EmbeddedCollection collection(String name) {
        return (EmbeddedCollection) resolveCollection(name, false);
    }

    private Document find(Document query, String name) {
        EmbeddedCollection collection = collection(name);
        if (collection == null) {
            return cursorReply(name, "firstBatch", List.of(), 0);
        }
        collection.checkHint(query.get("hint"));
        int limit = number(query, "limit");
        FindCursor cursor = collection.open(
                cursorRegistry.generateCursorId(), query(query, "filter"), (Document) query.get("projection"));
        List<?> batch = cursor.firstBatch(number(query, "batchSize"));
        boolean isOver = limit < 0 || Utils.isTrue(query.get("singleBatch")) || cursor.isEmpty();
        if (!isOver) {
            cursor.pause();
            cursorRegistry.add(cursor);
        }
        return cursor.told(cursorReply(name, "firstBatch", batch, isOver ? 0 : cursor.getId()));
    }

    private static Query query(Document command, String filter) {
        return Query.of(
                        (Document) command.get(filter),
                        (Document) command.get("sort"),
                        Math.max(number(command, "skip"), 0),
                        Math.abs(number(command, "limit")))
                .hinting(command.get("hint"));
    }

    private static int number(Document command, String key) {
        return command.get(key) instanceof Number number ? number.intValue() : 0;
    }

    Document cursorReply(String collection, String batchName, List<?> batch, long cursor) {
        return new Document(
                        "cursor",
                        new Document("id", cursor)
                                .append("ns", getFullCollectionNamespace(collection))
                                .append(batchName, batch))
                .append("ok", 1.0);
    }

    private Document explain(Document query, String command) {
        if (!(query.get(command) instanceof Document explained) || explained.isEmpty()) {
            throw new MongoServerError(FAILED_TO_PARSE, "FailedToParse", "explain needs a command");
        }
        String name = explained.keySet().iterator().next();
        Query asked = switch (name) {
            case "find" -> query(explained, "filter");
            case "count", "distinct" -> query(explained, "query");
            case "aggregate" -> leadOf(explained);
            default -> throw notImplemented("the embedded store explains find, count, distinct and aggregate");
        };
        Condition.check(asked.filter());
        String collection = String.valueOf(explained.get(name));
        EmbeddedCollection found = collection(collection);
        if (found != null) {
            found.checkHint(asked.hint());
        }
        boolean executes = !"queryPlanner".equals(query.get("verbosity"));
        return found == null
                ? Explanation.ofNothing(getFullCollectionNamespace(collection), executes)
                : found.explain(asked).describe(executes);
    }

    private static Query leadOf(Document aggregate) {
        return Lead.of(aggregate.get("pipeline") instanceof List<?> pipeline ? pipeline : List.of())
                .query();
    }

    private static MongoServerError notImplemented(String what) {
        return new MongoServerError(NOT_IMPLEMENTED, "NotImplemented", what);
    }

    private Document insert(Document query, String name) {
        if (name.startsWith("system.")) {
            throw new MongoServerError(SYSTEM_NAMESPACE, "attempt to insert in system namespace");
        }
        List<RawBson> documents = ((List<?>) query.getOrDefault("documents", List.of()))
                .stream().map(EmbeddedDatabase::raw).toList();
        boolean isOrdered = !Boolean.FALSE.equals(query.get("ordered"));
        EmbeddedCollection collection = (EmbeddedCollection) resolveOrCreateCollection(name);
        List<Document> errors = collection.insert(documents, isOrdered);
        int inserted =
                errors.isEmpty() || !isOrdered ? documents.size() - errors.size() : number(errors.getFirst(), "index");
        Document reply = new Document("n", inserted);
        if (!errors.isEmpty()) {
            reply.append("writeErrors", errors);
        }
        return reply.append("ok", 1.0);
    }

    private static RawBson raw(Object document) {
        return document instanceof RawBson raw ? raw : new RawBson(BsonWriter.write((Document) document));
    }

    private Document findAndModify(Document query, String command) {
        readPipeline(query, "update", query.get("let"));
        return isUpsert(query) || exists(query, command)
                ? resolveOrCreateCollection(String.valueOf(query.get(command))).findAndModify(query)
                : FoundAndModified.nothing(query);
    }

    static boolean isUpsert(Document write) {
        return Utils.isTrue(write.get("upsert"));
    }

    private boolean exists(Document query, String command) {
        return collection(String.valueOf(query.get(command))) != null;
    }

    private static void readPipeline(Document write, String key, @Nullable Object variables) {
        Object update = UpdatePipeline.asOperator(write.get(key), variables);
        if (update != write.get(key)) {
            UpdatePipeline.requireNoArrayFilters(write);
            write.put(key, update);
        }
    }

    /** What it matches and sorts at first is looked for with the indexes; a count of it is not read at all. */
    private Document aggregate(
            Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        checkStages(query.get("pipeline"));
        String name = String.valueOf(query.get(command));
        boolean isOfCollection = query.get(command) instanceof String;
        if (!isOfCollection || !(query.get("pipeline") instanceof List<?> pipeline)) {
            return super.handleCommand(channel, command, query, databases, oplog);
        }
        if (watches(pipeline)) {
            return positioned(super.handleCommand(channel, command, query, databases, oplog));
        }
        if (!query.containsKey("cursor")) {
            throw new MongoServerError(FAILED_TO_PARSE, "FailedToParse", "The 'cursor' option is required");
        }
        EmbeddedCollection collection = collection(name);
        Optional<CountPipeline> count = CountPipeline.of(pipeline);
        if (collection != null && count.isPresent()) {
            return cursorReply(name, "firstBatch", count.get().run(collection), 0);
        }
        Lead lead = Lead.of(pipeline);
        Stages stages = Stages.of(
                lead.rest(),
                stage -> Aggregation.fromPipeline(List.of(stage), databases, this, collection, oplog)
                        .getStages(),
                sortBytes);
        Matches found = collection == null ? Matches.NONE : collection.find(lead.query());
        Iterator<Document> results = stages.applied(found.stream()).iterator();
        return firstBatch(new FindCursor(cursorRegistry.generateCursorId(), found.turnedInto(results)), name, query);
    }

    private Document firstBatch(FindCursor cursor, String name, Document aggregate) {
        int most = aggregate.get("cursor") instanceof Document options ? number(options, "batchSize") : 0;
        List<?> batch = cursor.batch(most);
        boolean isOver = cursor.isEmpty();
        if (!isOver) {
            cursor.pause();
            cursorRegistry.add(cursor);
        }
        return cursorReply(name, "firstBatch", batch, isOver ? 0 : cursor.getId());
    }

    /** A change stream tells where it begins, so that its reader can come back there before anything has happened. */
    private Document positioned(Document reply) {
        if (reply.get("cursor") instanceof Document opened
                && opened.get("id") instanceof Number id
                && id.longValue() != 0
                && cursorRegistry.getCursor(id.longValue()) instanceof ChangeCursor changes) {
            opened.append("postBatchResumeToken", changes.token());
        }
        return reply;
    }

    private static boolean watches(List<?> pipeline) {
        return !pipeline.isEmpty()
                && pipeline.getFirst() instanceof Document stage
                && stage.containsKey("$changeStream");
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
            case "$match" -> Condition.check(value);
            case "$literal" -> {}
            default -> checkStages(value);
        }
    }

    private static Document filter(Document reply, Document query) {
        if (query.get("filter") instanceof Document filter
                && reply.get("cursor") instanceof Document cursor
                && cursor.get("firstBatch") instanceof List<?> all) {
            Condition condition = Condition.of(filter);
            cursor.put(
                    "firstBatch",
                    all.stream()
                            .filter(each -> condition.holds((Document) each))
                            .toList());
        }
        return reply;
    }

    // -- Indexes

    private List<Document> indexDescriptions(String namespace) {
        MongoCollection<Key> descriptions = resolveCollection(INDEXES, false);
        return descriptions == null
                ? List.of()
                : descriptions
                        .handleQueryAsStream(new Document("ns", namespace))
                        .toList();
    }

    private List<String> indexNames(String collection) {
        return indexDescriptions(getFullCollectionNamespace(collection)).stream()
                .map(description -> String.valueOf(description.get("name")))
                .toList();
    }

    @Override
    protected synchronized void addIndex(Document description) {
        String namespace = String.valueOf(description.get("ns"));
        boolean isThere = indexDescriptions(namespace).stream()
                .anyMatch(other -> Objects.equals(other.get("name"), description.get("name")));
        if (isThere) {
            return;
        }
        // Its collection may have to be made first, with an index of its own.
        Document outer = creating;
        creating = description;
        try {
            super.addIndex(description);
        } catch (RuntimeException e) {
            store.remove(entriesOf(namespace, String.valueOf(description.get("name"))));
            throw e;
        } finally {
            creating = outer;
        }
    }

    @Override
    protected Index<Key> openOrCreateUniqueIndex(String collection, String index, List<IndexKey> keys, boolean sparse) {
        return index.equals(IdIndex.NAME)
                ? new IdIndex(store.map(documentsOf(getFullCollectionNamespace(collection))))
                : ordered(collection, index, keys, true, sparse);
    }

    @Override
    protected Index<Key> openOrCreateSecondaryIndex(
            String collection, String index, List<IndexKey> keys, boolean sparse) {
        return ordered(collection, index, keys, false, sparse);
    }

    private OrderedIndex ordered(String collection, String index, List<IndexKey> keys, boolean unique, boolean sparse) {
        String namespace = getFullCollectionNamespace(collection);
        Document description = creating != null
                ? creating
                : indexDescriptions(namespace).stream()
                        .filter(each -> index.equals(each.get("name")))
                        .findFirst()
                        .orElseThrow();
        return new OrderedIndex(
                index,
                keys,
                unique,
                sparse,
                (Document) description.get("partialFilterExpression"),
                store.map(entriesOf(namespace, index)),
                creating == null);
    }

    @Override
    protected void dropIndex(MongoCollection<Key> collection, String index) {
        super.dropIndex(collection, index);
        store.remove(entriesOf(collection.getFullName(), index));
    }

    // -- Collections

    @Override
    protected MongoCollection<Key> openOrCreateCollection(String name, CollectionOptions options) {
        return new EmbeddedCollection(this, name, options, cursorRegistry, store, log, sortBytes);
    }

    @Override
    public void dropCollection(String name, Oplog oplog) {
        super.dropCollection(name, oplog);
        String namespace = getFullCollectionNamespace(name);
        store.remove(documentsOf(namespace));
        store.closeAccount(namespace);
    }

    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String newName) {
        if (from != this) {
            throw notImplemented("the embedded store does not rename into another database");
        }
        String before = collection.getFullName();
        String after = getFullCollectionNamespace(newName);
        List<String> indexes = indexNames(collection.getCollectionName());
        super.moveCollection(from, collection, newName);
        store.rename(documentsOf(before), documentsOf(after));
        indexes.forEach(index -> store.rename(entriesOf(before, index), entriesOf(after, index)));
        store.setAccount(after, store.account(before));
        store.closeAccount(before);
    }

    @Override
    public void drop(Oplog oplog) {
        List<String> names = resolveCollection(NAMESPACES, true)
                .queryAllAsStream()
                .map(namespace -> String.valueOf(namespace.get("name")))
                .map(namespace -> namespace.substring(databaseName.length() + 1))
                .toList();
        names.forEach(name -> dropCollection(name, oplog));
        for (String system : List.of(INDEXES, NAMESPACES)) {
            String namespace = getFullCollectionNamespace(system);
            store.remove(documentsOf(namespace));
            store.closeAccount(namespace);
        }
    }

    @Override
    protected long getStorageSize() {
        return store.fileSize();
    }

    @Override
    protected long getFileSize() {
        return store.fileSize();
    }
}
