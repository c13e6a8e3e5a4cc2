package dev.xylem.plan.live;

import dev.xylem.api.Problem;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/** What happened in a collection, to whoever watches it. */
public sealed interface Occurrence {

    /** The store's position after it. */
    BsonDocument token();

    /** About how many bytes it holds. */
    default int size() {
        return 0;
    }

    /** Something that a feed may show. */
    sealed interface News extends Occurrence {}

    /** It concerns one document. */
    sealed interface OfDocument extends News {
        BsonValue id();

        long print();
    }

    /** A document is there, in this state. One object is shared by all feeds: what each of them would compute is computed once. */
    final class Written implements OfDocument {
        private final BsonDocument token;
        private final BsonValue id;
        private final long print;
        private final RawBsonDocument state;
        private final boolean created;
        private final AtomicReference<@Nullable BsonDocument> decoded = new AtomicReference<>();

        /** @param created false when it was there before */
        public Written(BsonDocument token, BsonValue id, RawBsonDocument state, boolean created) {
            this.token = token;
            this.id = id;
            this.print = Fingerprint.of(id);
            this.state = state;
            this.created = created;
        }

        @Override
        public BsonDocument token() {
            return token;
        }

        @Override
        public BsonValue id() {
            return id;
        }

        @Override
        public long print() {
            return print;
        }

        @Override
        public int size() {
            return state.getByteBuffer().remaining();
        }

        public RawBsonDocument state() {
            return state;
        }

        /** 64 bits that stand for the state. */
        public long statePrint() {
            return Fingerprint.of(state);
        }

        public boolean created() {
            return created;
        }

        /** All have looked: what was computed for them is let go, and computed again for who comes later. */
        public void rest() {
            decoded.set(null);
        }

        /** The state, to be looked into by many. */
        public BsonDocument decoded() {
            BsonDocument known = decoded.get();
            if (known == null) {
                known = state.decode(new BsonDocumentCodec());
                decoded.set(known);
            }
            return known;
        }
    }

    /** A document is there no more. */
    record Deleted(BsonDocument token, BsonValue id, long print) implements OfDocument {
        public Deleted(BsonDocument token, BsonValue id) {
            this(token, id, Fingerprint.of(id));
        }
    }

    /** What a stored stream made of a change. */
    record Made(BsonDocument token, RawBsonDocument document) implements News {
        /** Under which name the stages leave it in the document of the change. */
        public static final String FIELD = "made";

        @Override
        public int size() {
            return document.getByteBuffer().remaining();
        }
    }

    /** A stored stream can't run. */
    record Broken(BsonDocument token, Problem problem) implements Occurrence {}

    /** The collection is there no more, under this name. */
    record Gone(BsonDocument token) implements Occurrence {}

    /** What happened between two positions can't be told. */
    record Lost(BsonDocument token) implements Occurrence {}
}
