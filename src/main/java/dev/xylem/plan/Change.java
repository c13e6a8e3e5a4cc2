package dev.xylem.plan;

import java.util.List;
import org.bson.BsonDocument;

/** What a write does to a document: the second half of one MongoDB write command. */
public sealed interface Change {

    /** The whole new state, without {@code _id}: {@code replaceOne}. */
    record Replacement(BsonDocument state) implements Change {}

    /** Update operators, <a href="https://www.mongodb.com/docs/manual/reference/operator/update/">as the manual lists them</a>. */
    record Operators(BsonDocument update, List<BsonDocument> arrayFilters) implements Change {
        public Operators {
            arrayFilters = List.copyOf(arrayFilters);
        }
    }

    /** An aggregation pipeline, <a href="https://www.mongodb.com/docs/manual/tutorial/update-documents-with-aggregation-pipeline/">run by the update command</a>. */
    record Pipeline(List<BsonDocument> stages) implements Change {
        public Pipeline {
            stages = List.copyOf(stages);
        }
    }

    /**
     * What no single command can express: the new state is computed here, and written by compare-and-swap on the whole previous state.
     */
    sealed interface Swap extends Change permits Merge, Patch, Keeping {
        /**
         * The new state, {@code _id} and {@code _etag} as they were; the argument is left alone.
         *
         * @throws dev.xylem.api.ProblemException when the change does not apply to this state
         */
        BsonDocument apply(BsonDocument state);
    }

    /** RFC 7396. */
    record Merge(MergePatch patch) implements Swap {
        @Override
        public BsonDocument apply(BsonDocument state) {
            return patch.apply(state);
        }
    }

    /** RFC 6902. */
    record Patch(JsonPatch patch) implements Swap {
        @Override
        public BsonDocument apply(BsonDocument state) {
            return patch.apply(state);
        }
    }

    /** A new state, and of the old one what the caller cannot see; where nothing is yet, the new state alone. */
    record Keeping(BsonDocument state, Mask mask) implements Swap {
        @Override
        public BsonDocument apply(BsonDocument before) {
            var after = new BsonDocument("_id", before.get("_id"));
            after.putAll(state);
            return mask.keeping(after, before);
        }
    }
}
