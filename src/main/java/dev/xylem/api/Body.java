package dev.xylem.api;

import java.util.List;
import org.bson.BsonDocument;

/** The body of a request, parsed and of the right outer shape for its resource. */
public sealed interface Body {

    record None() implements Body {}

    /** A document, with plain keys, dotted keys and update operators. */
    record Single(BsonDocument document) implements Body {}

    /** A bulk POST: documents, each like {@link Single}'s. */
    record Many(List<BsonDocument> documents) implements Body {
        public Many {
            documents = List.copyOf(documents);
        }
    }

    /** {@code application/merge-patch+json}, RFC 7396. */
    record MergePatch(BsonDocument patch) implements Body {}

    /** {@code application/json-patch+json}, RFC 6902: the operations as sent, each an object. */
    record JsonPatch(List<BsonDocument> operations) implements Body {
        public JsonPatch {
            operations = List.copyOf(operations);
        }
    }

    /** An array on a document's PATCH: an aggregation pipeline for the update command. */
    record Pipeline(List<BsonDocument> stages) implements Body {
        public Pipeline {
            stages = List.copyOf(stages);
        }
    }
}
