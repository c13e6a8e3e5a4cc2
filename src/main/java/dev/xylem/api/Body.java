package dev.xylem.api;

import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The body of a request, parsed and of the right outer shape for its resource. */
public sealed interface Body {

    record None() implements Body {}

    /** Announced, but not read yet: it may turn out to be any of the others. */
    record Unread() implements Body {}

    /** A document, with plain keys, dotted keys and update operators. */
    record Single(BsonDocument document) implements Body {}

    /** A bulk POST: documents, each like {@link Single}'s. */
    record Many(List<BsonDocument> documents) implements Body {
        public Many {
            documents = List.copyOf(documents);
        }
    }

    /** A bulk POST of any length, read while it is written. */
    record Lines(Source source) implements Body {}

    /** Where the lines come from; read once, by one thread. */
    @FunctionalInterface
    interface Source {
        /**
         * Waits for the next line; null at the end.
         *
         * @throws ProblemException when the rest cannot be read
         */
        @Nullable
        Line next();
    }

    /** A line, or in a table a row, counted from 1. */
    sealed interface Line {
        long number();

        /** About how many bytes it takes. */
        int size();
    }

    /** A document, like {@link Single}'s. */
    record Parsed(long number, BsonDocument document, int size) implements Line {}

    /** A line that is none; the others are not concerned. */
    record Malformed(long number, Problem problem) implements Line {
        @Override
        public int size() {
            return 0;
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
