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
}
