package dev.xylem.storage;

import static java.util.Locale.ROOT;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.h2.mvstore.MVStore;

/** The embedded store's commands: changes are committed before they are answered, and reading creates nothing. */
final class DurableBackend extends H2Backend {

    private static final Set<String> CHANGES = Set.of("insert", "update", "delete", "findandmodify");
    private static final Set<String> STRUCTURE =
            Set.of("create", "createindexes", "dropindexes", "drop", "dropdatabase", "renamecollection");

    private final CommitGate gate = new CommitGate(this::commitOrFail);

    DurableBackend(MVStore store) {
        super(store);
    }

    private void commitOrFail() {
        commit();
        if (getMvStore().isClosed()) {
            throw new IllegalStateException("the store's file could not be written");
        }
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new EmbeddedDatabase(name, getMvStore(), getCursorRegistry());
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

    private static Document failure(MongoServerError error) {
        return new Document("ok", 0)
                .append("errmsg", error.getMessageWithoutErrorCode())
                .append("code", error.getCode())
                .append("codeName", error.getCodeName());
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        String name = command.toLowerCase(ROOT);
        if (STRUCTURE.contains(name) || hasAny(query, "pipeline", DurableBackend::writesItsResult)) {
            return gate.alone(() -> dispatch(channel, database, command, query));
        }
        if (CHANGES.contains(name)) {
            return gate.shared(() -> dispatch(channel, database, command, query));
        }
        return Deadline.during(query.get("maxTimeMS"), () -> read(channel, database, command, query));
    }

    private Document read(Channel channel, String database, String command, Document query) {
        return switch (command.toLowerCase(ROOT)) {
            case "hello" ->
                super.handleCommand(channel, database, "ismaster", query).append("isWritablePrimary", true);
            case "listdatabases" -> listDatabases(query);
            default -> dispatch(channel, database, command, query);
        };
    }

    private Document dispatch(Channel channel, String database, String command, Document query) {
        if (isKnown(database) || database.equals("admin") || creates(command, query)) {
            return super.handleCommand(channel, database, command, query);
        }
        return onNothing(channel, database, command, query);
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
            case "aggregate" -> hasAny(query, "pipeline", DurableBackend::needsDatabase);
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
        try (MVStore nothing = MVStore.open(null)) {
            return new DurableBackend(nothing).superCommand(channel, name, command, query);
        }
    }

    private Document superCommand(Channel channel, String database, String command, Document query) {
        return super.handleCommand(channel, database, command, query);
    }

    private Document listDatabases(Document query) {
        Document filter = query.get("filter") instanceof Document given ? given : new Document();
        DefaultQueryMatcher matcher = new DefaultQueryMatcher();
        List<Document> found = listDatabaseNames().stream()
                .sorted()
                .filter(name -> resolveDatabase(name) instanceof EmbeddedDatabase database && database.hasCollections())
                .map(name -> new Document("name", name).append("sizeOnDisk", 0L).append("empty", false))
                .filter(description -> matcher.matches(description, filter))
                .toList();
        return new Document("databases", found).append("totalSize", 0L).append("ok", 1.0);
    }
}
