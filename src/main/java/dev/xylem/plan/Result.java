package dev.xylem.plan;

import dev.xylem.api.ProblemType;
import java.util.List;
import java.util.OptionalLong;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** What a plan came to. Failures are problems, not results; the exception is a bulk write that failed in part. */
public sealed interface Result {

    /**
     * Databases or collections, by name.
     *
     * @param own properties of the database that holds them, null when not wanted or for the root
     * @param size how many there are in all
     */
    record Listing(@Nullable RawBsonDocument own, List<Member> members, long size) implements Result {
        public Listing {
            members = List.copyOf(members);
        }
    }

    /** @param properties empty where none are stored or wanted */
    record Member(String name, RawBsonDocument properties) {}

    /**
     * Documents of a collection.
     *
     * @param properties of the collection, null when not wanted
     * @param size of the whole result, when counted
     * @param capped true when counting stopped early
     */
    record Page(
            @Nullable RawBsonDocument properties, List<RawBsonDocument> documents, OptionalLong size, boolean capped)
            implements Result {}

    /** @param etag of the stored document, null when it has none; the document shown may leave it out */
    record One(RawBsonDocument document, @Nullable BsonValue etag) implements Result {}

    record Properties(RawBsonDocument properties) implements Result {}

    record Size(long size) implements Result {}

    /** @param state the new state, null when not wanted */
    record Written(
            boolean created,
            BsonValue id,
            BsonValue etag,
            @Nullable RawBsonDocument state) implements Result {}

    record Deleted() implements Result {}

    /**
     * @param created ids of the documents that are new
     * @param etag what all touched documents carry now; null for a delete
     */
    record BulkWritten(
            int inserted,
            int deleted,
            int modified,
            int matched,
            List<BsonValue> created,
            List<Failure> failures,
            @Nullable BsonValue etag)
            implements Result {
        public BulkWritten {
            created = List.copyOf(created);
            failures = List.copyOf(failures);
        }
    }

    /** @param index of the element in the request, from 0 */
    record Failure(int index, ProblemType type, String detail) {}
}
