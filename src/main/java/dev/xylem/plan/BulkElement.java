package dev.xylem.plan;

import dev.xylem.api.Query.WriteMode;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** One document of a bulk POST. */
public sealed interface BulkElement {
    BsonValue id();

    /** True when it must not touch what exists. */
    boolean onlyCreates();

    /** Must not exist yet. {@code document} is complete, {@code _id} first. */
    record Insert(BsonValue id, BsonDocument document) implements BulkElement {
        @Override
        public boolean onlyCreates() {
            return true;
        }
    }

    /** Changes only the given properties, under the guard's condition; creates what is absent where the guard may. */
    record Update(Guard guard, Change.Operators change) implements BulkElement {
        @Override
        public BsonValue id() {
            return guard.id();
        }

        @Override
        public boolean onlyCreates() {
            return guard.mode() == WriteMode.INSERT;
        }
    }
}
