package dev.xylem.storage.embedded;

import static java.util.Locale.ROOT;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.Cursor;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The embedded store's commands: changes are committed before they are answered, and reading creates nothing. */
final class EmbeddedBackend extends AbstractMongoBackend {

    private static final Logger LOG = Logger.getLogger(EmbeddedBackend.class.getName());

    private static final Set<String> CHANGES = Set.of("insert", "update", "delete", "findandmodify");
    private static final Set<String> STRUCTURE =
            Set.of("create", "createindexes", "dropindexes", "drop", "dropdatabase", "renamecollection");

    /** How long a change stream waits for news when its reader does not say. */
    private static final int AWAIT_MILLIS = 1_000;

    /** What one command may bring. Twice this and more is in memory while it is committed. */
    private static final int MESSAGE_BYTES = 17 * 1024 * 1024;

    private static final int BATCH_DOCUMENTS = 10_000;

    private final Supplier<MapStore> reopen;
    private final ChangeLog.Limits limits;
    private final long sortBytes;
    private final Examined examined = new Examined();
    private final CommitGate gate = new CommitGate(this::commitOrReopen);
    private volatile MapStore store;
    private volatile ChangeLog log;

    /** @param reopen opens the same store again, after a commit has failed */
    EmbeddedBackend(MapStore store, Supplier<MapStore> reopen, ChangeLog.Limits limits, long sortBytes) {
        this.sortBytes = sortBytes;
        this.store = store;
        this.reopen = reopen;
        this.limits = limits;
        this.log = new ChangeLog(store, limits, getCursorRegistry());
        openDatabases();
        store.commit();
    }

    private void openDatabases() {
        enableOplog();
        store.names().stream()
                .flatMap(map -> EmbeddedDatabase.databaseOf(map).stream())
                .distinct()
                .forEach(this::resolveDatabase);
    }

    @Override
    protected Oplog createOplog() {
        return log;
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new EmbeddedDatabase(name, store, log, getCursorRegistry(), sortBytes);
    }

    /** A commit that fails has lost its changes on the disk; so they are forgotten in memory as well. */
    private void commitOrReopen() {
        try {
            store.commit();
            log.show();
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "The embedded store could not be written; what was not acknowledged is undone", e);
            reopen();
            throw Failures.ofWriting(e);
        }
        tidy(MapStore::pace);
    }

    /** What moves data without changing any. A store that could not be written to is closed then, and is opened again. */
    private void tidy(Consumer<MapStore> work) {
        try {
            work.accept(store);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The embedded store could not be compacted; it will be tried again", e);
            reopen();
        }
    }

    private void reopen() {
        log.close();
        store.abandon();
        store = reopen.get();
        log = new ChangeLog(store, limits, getCursorRegistry());
        super.close();
        openDatabases();
    }

    /** To be called from time to time: gives space back. */
    void compact() {
        gate.quiet(() -> tidy(MapStore::compact));
    }

    /** To be called often: what was acknowledged goes to the disk. */
    void force() {
        store.force();
    }

    Examined examined() {
        return examined;
    }

    /** Never fails: a thrown exception would be logged with the document that caused it. */
    @Override
    public Document handleMessage(MongoMessage message) {
        try {
            return super.handleMessage(message);
        } catch (RuntimeException e) {
            return failure(Failures.of(e));
        }
    }

    static Document failure(MongoServerError error) {
        return new Document("ok", 0)
                .append("errmsg", error.getMessageWithoutErrorCode())
                .append("code", error.getCode())
                .append("codeName", error.getCodeName());
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        String name = command.toLowerCase(ROOT);
        if (STRUCTURE.contains(name) || hasAny(query, "pipeline", EmbeddedBackend::writesItsResult)) {
            return gate.alone(() -> dispatch(channel, database, command, query));
        }
        if (CHANGES.contains(name)) {
            // The time counts while the documents are looked for; what is found is changed.
            return gate.shared(
                    () -> Deadline.during(query.get("maxTimeMS"), () -> dispatch(channel, database, command, query)));
        }
        return Deadline.during(query.get("maxTimeMS"), () -> read(channel, database, command, query));
    }

    private Document read(Channel channel, String database, String command, Document query) {
        return switch (command.toLowerCase(ROOT)) {
            case "hello" ->
                bounded(super.handleCommand(channel, database, "ismaster", query))
                        .append("isWritablePrimary", true);
            case "ismaster" -> bounded(super.handleCommand(channel, database, command, query));
            case "listdatabases" -> listDatabases(query);
            case "find" -> examined.keep(dispatch(channel, database, command, query), query.get("comment"));
            case "whatsmyuri" ->
                new Document("you", channel instanceof Peer peer ? peer.address() : "").append("ok", 1.0);
            case "getmore" -> getMore(database, command, query);
            // The engine has no collections in that database.
            case "explain" -> dispatch(channel, database.equals("admin") ? "nothing" : database, command, query);
            default -> dispatch(channel, database, command, query);
        };
    }

    /** Drivers split what they send accordingly. */
    private static Document bounded(Document hello) {
        return hello.append("maxMessageSizeBytes", MESSAGE_BYTES).append("maxWriteBatchSize", BATCH_DOCUMENTS);
    }

    private Document dispatch(Channel channel, String database, String command, Document query) {
        if (!isKnown(database) && !database.equals("admin") && !creates(command, query)) {
            return onNothing(channel, database, command, query);
        }
        return store.reading(() -> super.handleCommand(channel, database, command, query));
    }

    private boolean isKnown(String database) {
        return listDatabaseNames().contains(database);
    }

    /** Whether a command may need a database that is not there yet. */
    private static boolean creates(String command, Document query) {
        return switch (command.toLowerCase(ROOT)) {
            case "insert", "create", "createindexes" -> true;
            case "findandmodify" -> EmbeddedDatabase.isUpsert(query);
            case "update" -> hasAny(query, "updates", EmbeddedDatabase::isUpsert);
            case "aggregate" -> hasAny(query, "pipeline", EmbeddedBackend::needsDatabase);
            default -> false;
        };
    }

    private static boolean needsDatabase(Document stage) {
        return writesItsResult(stage) || stage.containsKey("$changeStream");
    }

    private static boolean writesItsResult(Document stage) {
        return stage.containsKey("$out") || stage.containsKey("$merge");
    }

    private static boolean hasAny(Document query, String key, Predicate<Document> test) {
        return query.get(key) instanceof List<?> entries
                && entries.stream().anyMatch(entry -> entry instanceof Document document && test.test(document));
    }

    /** Asked about a database that is not there, the stock backend would create it. */
    private static Document onNothing(Channel channel, String name, String command, Document query) {
        try (MapStore nothing = MapStore.memory()) {
            return new EmbeddedBackend(nothing, MapStore::memory, ChangeLog.Limits.DEFAULT, SortMemory.MOST)
                    .superCommand(channel, name, command, query);
        }
    }

    private Document superCommand(Channel channel, String database, String command, Document query) {
        return super.handleCommand(channel, database, command, query);
    }

    /** A change stream without news waits for them; the others never wait. */
    private Document getMore(String database, String command, Document query) {
        long id = query.get(command) instanceof Number number ? number.longValue() : 0;
        Cursor cursor = getCursorRegistry().getCursor(id);
        if (cursor instanceof ChangeCursor changes) {
            int millis = query.get("maxTimeMS") instanceof Number limit ? limit.intValue() : AWAIT_MILLIS;
            changes.await(Duration.ofMillis(millis));
        }
        return store.reading(() -> next(cursor, database, query));
    }

    private Document next(Cursor cursor, String database, Document query) {
        int most = query.get("batchSize") instanceof Number number ? number.intValue() : 0;
        List<?> batch = cursor instanceof FindCursor find
                ? find.batch(most)
                : cursor.takeDocuments(most > 0 ? most : Integer.MAX_VALUE);
        boolean isOver = cursor.isEmpty();
        if (isOver) {
            getCursorRegistry().remove(cursor);
        } else if (cursor instanceof FindCursor find) {
            find.pause();
        }
        Document reply = new Document("id", isOver ? 0L : cursor.getId())
                .append("ns", database + "." + query.get("collection"))
                .append("nextBatch", batch);
        if (cursor instanceof ChangeCursor changes) {
            reply.append("postBatchResumeToken", changes.token());
        }
        return new Document("cursor", reply).append("ok", 1.0);
    }

    private Document listDatabases(Document query) {
        Document filter = query.get("filter") instanceof Document given ? given : new Document();
        Condition condition = Condition.of(filter);
        List<Document> found = listDatabaseNames().stream()
                .sorted()
                .filter(name -> resolveDatabase(name) instanceof EmbeddedDatabase database && database.hasCollections())
                .map(name -> new Document("name", name).append("sizeOnDisk", 0L).append("empty", false))
                .filter(condition::holds)
                .toList();
        return new Document("databases", found).append("totalSize", 0L).append("ok", 1.0);
    }

    /** Lets those go who wait for changes. */
    void stopWaiting() {
        log.close();
    }

    @Override
    public void close() {
        super.close();
        store.close();
    }
}
