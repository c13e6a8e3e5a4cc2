package dev.xylem.storage.embedded.differential;

import com.mongodb.MongoException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** What an engine makes of an operation: documents, or a refusal with its code. */
sealed interface Outcome {

    record Found(List<BsonDocument> documents) implements Outcome {

        /** Fields in another order make another document. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Found(var others)
                    && documents.equals(others)
                    && String.valueOf(documents).equals(String.valueOf(others));
        }

        @Override
        public int hashCode() {
            return documents.hashCode();
        }

        @Override
        public String toString() {
            return String.valueOf(documents.stream().map(Outcome::json).toList());
        }
    }

    record Refused(int code, String why) implements Outcome {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Refused;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    static String json(BsonDocument document) {
        return document.toJson();
    }

    /** @param isOrdered false where the order of the documents means nothing */
    static Outcome of(boolean isOrdered, Supplier<List<BsonDocument>> operation) {
        try {
            List<BsonDocument> found = operation.get();
            return new Found(
                    isOrdered
                            ? found
                            : found.stream()
                                    .sorted(Comparator.comparing(Outcome::json))
                                    .toList());
        } catch (MongoException e) {
            return new Refused(e.getCode(), String.valueOf(e.getMessage()));
        }
    }
}
