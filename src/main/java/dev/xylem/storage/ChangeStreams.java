package dev.xylem.storage;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.OperationType;
import dev.xylem.api.Namespace;
import dev.xylem.plan.live.Occurrence;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** The store's own change streams of one collection. */
final class ChangeStreams implements ChangeSource {
    /** How long the store waits for news. It bounds what a new feed waits for the word that it is live. */
    private static final int AWAIT_MILLIS = 50;

    private static final Duration KEPT = Duration.ofSeconds(2);
    private static final int BATCH = 1_000;
    private static final int REMEMBERED = 4_096;

    /** The history was cut, the token is of another history, or what it tells is larger than a message. */
    private static final Set<Integer> LOST = Set.of(136, 234, 260, 280, 286);

    /** A stage has lost the place of a change. */
    private static final int FATAL = 280;

    private final Store store;
    private final Namespace namespace;
    private final @Nullable List<BsonDocument> stages;

    /** @param stages of a stored stream; null for the collection as it is */
    ChangeStreams(Store store, Namespace namespace, @Nullable List<BsonDocument> stages) {
        this.stages = stages;
        this.store = store;
        this.namespace = namespace;
    }

    /** True when the stream can't go on from where it was. */
    private static boolean isLost(MongoException e) {
        return e instanceof MongoCommandException && LOST.contains(e.getCode());
    }

    /** True when the stages of a stored stream are to blame. */
    private static boolean isBroken(MongoException e) {
        return e instanceof MongoCommandException && (!isLost(e) || e.getCode() == FATAL);
    }

    @Override
    public boolean isOpen() {
        return !store.isClosed();
    }

    /** It takes a connection, and the store remembers for those who come back. */
    @Override
    public Duration kept() {
        return KEPT;
    }

    @Override
    public Stream open(@Nullable BsonDocument after) {
        return asking(() -> new Open(watch(after)));
    }

    private <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (MongoException e) {
            if (stages != null && isBroken(e)) {
                throw store.errors().mapAggregation(e, false);
            }
            throw isLost(e) ? new PositionLost(e) : e;
        }
    }

    private MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> watch(@Nullable BsonDocument after) {
        ChangeStreamIterable<RawBsonDocument> changes = store.streams()
                .getDatabase(namespace.database())
                .getCollection(namespace.collection(), RawBsonDocument.class)
                .watch(stages == null ? List.of() : stages)
                .fullDocument(FullDocument.UPDATE_LOOKUP)
                .maxAwaitTime(AWAIT_MILLIS, TimeUnit.MILLISECONDS)
                .batchSize(BATCH);
        if (after != null) {
            changes = changes.resumeAfter(after);
        }
        return changes.cursor();
    }

    private final class Open implements Stream {
        private final MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> cursor;

        /** Which state of a document was told last: an update is told with the state of now, so that two of them may tell the same. */
        private final Map<Long, Long> told = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
                return size() > REMEMBERED;
            }
        };

        Open(MongoChangeStreamCursor<ChangeStreamDocument<RawBsonDocument>> cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean read(List<Occurrence> into) {
            return asking(() -> hasDrained(into));
        }

        private boolean hasDrained(List<Occurrence> into) {
            int count = 0;
            for (var change = cursor.tryNext(); change != null; change = next()) {
                add(change, into);
                count++;
            }
            if (stages != null && count == 0 && cursor.getServerCursor() == null) {
                // the stages may have kept back the word that the collection is gone
                into.add(new Occurrence.Gone(new BsonDocument()));
            }
            return count < BATCH;
        }

        private @Nullable ChangeStreamDocument<RawBsonDocument> next() {
            return cursor.available() > 0 ? cursor.next() : null;
        }

        private void add(ChangeStreamDocument<RawBsonDocument> change, List<Occurrence> into) {
            BsonDocument token = change.getResumeToken();
            var type = change.getOperationType();
            if (type == null) {
                return;
            }
            switch (type) {
                case INSERT, REPLACE, UPDATE -> {
                    if (stages == null) {
                        written(change, token, into);
                    } else {
                        made(change, token, into);
                    }
                }
                case DELETE -> {
                    var deleted = new Occurrence.Deleted(token, id(change));
                    told.remove(deleted.print());
                    into.add(deleted);
                }
                case DROP, RENAME, DROP_DATABASE, INVALIDATE -> into.add(new Occurrence.Gone(token));
                default -> {}
            }
        }

        private void made(ChangeStreamDocument<RawBsonDocument> change, BsonDocument token, List<Occurrence> into) {
            RawBsonDocument wrapped = change.getFullDocument();
            if (wrapped != null && wrapped.get(Occurrence.Made.FIELD) instanceof BsonDocument made) {
                into.add(new Occurrence.Made(token, Raw.of(made)));
            }
        }

        private void written(ChangeStreamDocument<RawBsonDocument> change, BsonDocument token, List<Occurrence> into) {
            RawBsonDocument state = change.getFullDocument();
            if (state == null) {
                // deleted meanwhile, which is told next
                return;
            }
            boolean created = change.getOperationType() == OperationType.INSERT;
            var written = new Occurrence.Written(token, id(change), state, created);
            Long before = told.put(written.print(), written.statePrint());
            boolean isNews = change.getOperationType() != OperationType.UPDATE
                    || before == null
                    || before != written.statePrint();
            if (isNews) {
                into.add(written);
            }
        }

        private static BsonValue id(ChangeStreamDocument<RawBsonDocument> change) {
            BsonDocument key = change.getDocumentKey();
            BsonValue id = key == null ? null : key.get("_id");
            return id == null ? new BsonInt32(0) : id;
        }

        @Override
        public @Nullable BsonDocument position() {
            return cursor.getResumeToken();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
