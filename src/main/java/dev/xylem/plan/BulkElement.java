package dev.xylem.plan;

import dev.xylem.api.Problem;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** One document of a bulk POST. */
public sealed interface BulkElement {
    Guard guard();

    default BsonValue id() {
        return guard().id();
    }

    /** True when it must not touch what exists. */
    boolean onlyCreates();

    /** Why it failed, where its id is taken and it may only create. */
    default Problem taken() {
        return guard().refusal(true, null, false).problem();
    }

    /** Must not exist yet. {@code document} is complete, {@code _id} first. */
    record Insert(Guard guard, BsonDocument document) implements BulkElement {
        @Override
        public boolean onlyCreates() {
            return true;
        }
    }

    /** Changes only the given properties, under the guard's condition; creates what is absent where the guard may. */
    record Update(Guard guard, Change.Operators change) implements BulkElement {
        @Override
        public boolean onlyCreates() {
            return !guard.mayChange();
        }
    }
}
