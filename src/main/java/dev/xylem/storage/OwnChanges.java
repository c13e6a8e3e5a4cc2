package dev.xylem.storage;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import dev.xylem.api.Namespace;
import dev.xylem.api.Query.Concerns;
import dev.xylem.plan.SameValue;
import dev.xylem.plan.live.Occurrence;
import dev.xylem.storage.Journal.News;
import dev.xylem.storage.Journal.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a collection that this server made itself. Of each document that a write has touched the state of now is read, after the write; so
 * the last state that is told is the one that is there.
 */
final class OwnChanges implements ChangeSource {
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final int REMEMBERED = 4_096;

    /** Counts what happened in all collections: a position is never told twice. */
    private static final AtomicLong POSITIONS = new AtomicLong();

    private final Store store;
    private final Collections collections;
    private final Namespace namespace;
    private final OwnWrites writes;

    OwnChanges(Store store, Collections collections, Namespace namespace, OwnWrites writes) {
        this.store = store;
        this.collections = collections;
        this.namespace = namespace;
        this.writes = writes;
    }

    /** The same, but reading what was written last, and not what other nodes of the store know of it. */
    static Concerns latest(Concerns concerns) {
        return new Concerns("local", "primary", concerns.writeConcern());
    }

    @Override
    public Stream open(@Nullable BsonDocument after) {
        if (after != null) {
            throw new PositionLost(null);
        }
        return new Open(writes.follow(namespace));
    }

    @Override
    public boolean isOpen() {
        return !store.isClosed();
    }

    /** It costs little, and nobody else remembers. */
    @Override
    public Duration kept() {
        return KEPT;
    }

    private static BsonDocument next() {
        return new BsonDocument("_data", new BsonString("%016x".formatted(POSITIONS.incrementAndGet())));
    }

    private final class Open implements Stream {
        private final Journal journal;
        private BsonDocument position = next();

        /** Which state of a document was told last: two writes may lead to the same one. */
        private final Map<Long, Long> told = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
                return size() > REMEMBERED;
            }
        };

        Open(Journal journal) {
            this.journal = journal;
        }

        @Override
        public boolean read(List<Occurrence> into) {
            News news = journal.take(MOMENT);
            try {
                tell(news.notes(), into);
                return news.settled();
            } catch (MongoException e) {
                into.clear();
                told.clear();
                journal.putBack(news.notes());
                pause();
                return false;
            }
        }

        private void pause() {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void tell(List<Note> notes, List<Occurrence> into) {
            Set<BsonValue> touched = new LinkedHashSet<>();
            for (Note note : notes) {
                switch (note) {
                    case Note.Touched(BsonValue id) -> touched.add(id);
                    case Note.Unknown _ -> {
                        touched.clear();
                        told.clear();
                        into.add(new Occurrence.Lost(moved()));
                    }
                    case Note.Gone _ -> {
                        into.add(new Occurrence.Gone(moved()));
                        return;
                    }
                }
            }
            if (!touched.isEmpty()) {
                tell(touched, into);
            }
        }

        private void tell(Set<BsonValue> touched, List<Occurrence> into) {
            var found = new ArrayList<RawBsonDocument>();
            collections
                    .bulk(namespace, latest(Concerns.DEFAULT))
                    .find(Filters.in("_id", touched))
                    .into(found);
            List<BsonValue> ids = found.stream()
                    .map(document -> document.get("_id", BsonNull.VALUE))
                    .toList();
            var gone = new LinkedHashSet<>(touched);
            ids.forEach(gone::remove);
            gone.removeIf(id -> ids.stream().anyMatch(other -> SameValue.same(id, other)));
            gone.forEach(id -> {
                var deleted = new Occurrence.Deleted(moved(), id);
                told.remove(deleted.print());
                into.add(deleted);
            });
            for (int i = 0; i < ids.size(); i++) {
                var written = new Occurrence.Written(moved(), ids.get(i), found.get(i), false);
                Long before = told.put(written.print(), written.statePrint());
                if (before == null || before != written.statePrint()) {
                    into.add(written);
                }
            }
        }

        private BsonDocument moved() {
            position = next();
            return position;
        }

        @Override
        public BsonDocument position() {
            return position;
        }

        @Override
        public void close() {
            writes.leave(namespace);
        }
    }
}
