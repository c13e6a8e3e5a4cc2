package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One change stream's place in the change log. */
final class ChangeCursor extends AbstractCursor {

    private static final int BATCH = 1000;
    private static final int BAD_TOKEN = 260;

    private final ChangeLog log;
    private final MapStore store;
    private final String namespace;
    private final boolean looksUp;
    private final Aggregation aggregation;
    private long position;
    private boolean invalidated;
    private boolean over;

    private ChangeCursor(
            long id,
            ChangeLog log,
            MapStore store,
            Document stream,
            String namespace,
            Aggregation aggregation,
            long position) {
        super(id);
        this.log = log;
        this.store = store;
        this.namespace = namespace;
        this.looksUp = "updateLookup".equals(stream.get("fullDocument"));
        this.aggregation = aggregation;
        this.position = position;
    }

    static ChangeCursor open(
            long id, ChangeLog log, MapStore store, Document stream, String namespace, Aggregation aggregation) {
        long position = start(log, stream);
        log.requireComplete(position);
        ChangeCursor cursor = new ChangeCursor(id, log, store, stream, namespace, aggregation, position);
        Document last = stream.get("resumeAfter") == null ? null : log.at(position);
        cursor.invalidated = last != null && cursor.drops(last);
        return cursor;
    }

    private static long start(ChangeLog log, Document stream) {
        if (stream.get("startAfter") instanceof Document token) {
            return timeOf(token);
        }
        if (stream.get("resumeAfter") instanceof Document token) {
            return timeOf(token);
        }
        return stream.get("startAtOperationTime") instanceof BsonTimestamp time ? time.getValue() - 1 : log.shown();
    }

    private static long timeOf(Document token) {
        try {
            return Long.parseUnsignedLong(String.valueOf(token.get("_data")), 16);
        } catch (NumberFormatException e) {
            throw new MongoServerError(BAD_TOKEN, "InvalidResumeToken", "this is no resume token", e);
        }
    }

    private static Document token(long time) {
        return new Document("_data", Long.toHexString(time));
    }

    /** Where a stream that begins here would go on. */
    Document token() {
        return token(position);
    }

    /** When the collection is dropped, the stream ends. */
    @Override
    public boolean isEmpty() {
        return over;
    }

    void await(Duration limit) {
        if (!invalidated) {
            log.await(position, limit);
        }
    }

    @Override
    public synchronized List<Document> takeDocuments(int most) {
        List<Document> events = new ArrayList<>();
        int limit = most > 0 ? Math.min(most, BATCH) : BATCH;
        for (var entries = log.after(position); !invalidated && events.size() < limit && entries.hasNext(); ) {
            position = MapStore.toLong(entries.next());
            Document entry = ChangeLog.read(entries.getValue());
            if (namespace.equals(entry.get("ns"))) {
                events.addAll(seen(event(position, entry)));
                invalidated = drops(entry);
            }
        }
        if (invalidated && !over && events.size() < limit) {
            events.add(new Document("_id", token())
                    .append("operationType", "invalidate")
                    .append("clusterTime", new BsonTimestamp(position)));
            over = true;
        }
        return events;
    }

    private boolean drops(Document entry) {
        return "c".equals(entry.get("op")) && namespace.equals(entry.get("ns"));
    }

    private List<Document> seen(Document event) {
        return aggregation.runStages(Stream.of(event));
    }

    private Document event(long time, Document entry) {
        String operation = String.valueOf(entry.get("op"));
        Document event = new Document("_id", token(time))
                .append("operationType", operationType(operation))
                .append("clusterTime", new BsonTimestamp(time))
                .append("wallTime", entry.get("wall"));
        switch (operation) {
            case "i", "r" -> event.append("fullDocument", entry.get("o"));
            case "u" -> {
                if (looksUp) {
                    event.append("fullDocument", current(entry.get("id")));
                }
            }
            default -> {}
        }
        event.append("ns", namespaceOf(String.valueOf(entry.get("ns"))));
        if (!operation.equals("c")) {
            event.append("documentKey", new Document("_id", id(entry)));
        }
        if (operation.equals("u")) {
            event.append(
                    "updateDescription",
                    new Document("updatedFields", entry.get("set"))
                            .append("removedFields", entry.get("unset"))
                            .append("truncatedArrays", List.of()));
        }
        return event;
    }

    private static String operationType(String operation) {
        return switch (operation) {
            case "i" -> "insert";
            case "u" -> "update";
            case "r" -> "replace";
            case "d" -> "delete";
            default -> "drop";
        };
    }

    private static Document namespaceOf(String namespace) {
        int dot = namespace.indexOf('.');
        return new Document("db", namespace.substring(0, dot)).append("coll", namespace.substring(dot + 1));
    }

    private static @Nullable Object id(Document entry) {
        return entry.get("o") instanceof Document document ? document.get("_id") : entry.get("id");
    }

    private @Nullable Document current(@Nullable Object id) {
        String map = EmbeddedDatabase.documentsOf(namespace);
        byte[] found = store.has(map) ? store.map(map).get(OrderedBytes.of(id)) : null;
        return found == null ? null : BsonReader.read(found);
    }
}
