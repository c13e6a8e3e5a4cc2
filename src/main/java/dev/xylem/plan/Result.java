package dev.xylem.plan;

import dev.xylem.api.ProblemType;
import java.util.List;
import java.util.OptionalLong;
import org.bson.BsonDocument;
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
     * @param cursors where the pages around this one lie
     * @param effort what the page cost, null where that is unknown or not worth a word
     */
    record Page(
            @Nullable RawBsonDocument properties,
            List<RawBsonDocument> documents,
            OptionalLong size,
            boolean capped,
            Pager.Cursors cursors,
            @Nullable Effort effort)
            implements Result {
        /** The same page with its documents in another form. */
        public Page with(List<RawBsonDocument> others) {
            return new Page(properties, others, size, capped, cursors, effort);
        }
    }

    /**
     * What a query cost.
     *
     * @param scanned documents that the store read
     * @param indexes the keys of those that there are
     */
    record Effort(long scanned, OptionalLong returned, List<BsonDocument> indexes) {
        public Effort {
            indexes = List.copyOf(indexes);
        }
    }

    /**
     * Documents on their way. Whoever gets this closes the rows.
     *
     * @param properties of the collection, null when not wanted
     * @param size of the whole result, when counted
     * @param capped true when counting stopped early
     */
    record Export(@Nullable RawBsonDocument properties, Rows rows, OptionalLong size, boolean capped)
            implements Result {
        /** Rows that are no collection's, and not counted. */
        public static Export of(Rows rows) {
            return new Export(null, rows, OptionalLong.empty(), false);
        }
    }

    /** @param etag of the stored document, null when it has none; the document shown may leave it out */
    record One(RawBsonDocument document, @Nullable BsonValue etag) implements Result {}

    /**
     * What a collection holds beside its documents, or makes of them.
     *
     * @param rel what they are in HAL: {@code rh:index}, {@code rh:result}
     */
    record Members(String rel, List<RawBsonDocument> documents) implements Result {
        public Members {
            documents = List.copyOf(documents);
        }
    }

    /** An object that is no document: the same in every representation. */
    record Plain(RawBsonDocument object) implements Result {}

    /**
     * The store's plan, in its own words.
     *
     * @param effort null where it does not tell
     */
    record Explained(RawBsonDocument plan, @Nullable Effort effort) implements Result {}

    /** @param allow the methods that the resource serves */
    record Described(String allow) implements Result {}

    record IndexWritten(boolean created) implements Result {}

    /**
     * Documents with what they are related to.
     *
     * @param read a page or one document, the targets of the tree's branches in {@code _embedded} already
     */
    record Related(Result read, RelationTree tree) implements Result {}

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

    /**
     * A bulk write of any length.
     *
     * @param failed how many lines failed
     * @param failures the first of them
     * @param warnings for the caller, known only now
     * @param etag what all touched documents carry now
     */
    record Imported(
            long inserted,
            long modified,
            long matched,
            long failed,
            List<LineFailure> failures,
            List<String> warnings,
            BsonValue etag)
            implements Result {
        public Imported {
            failures = List.copyOf(failures);
            warnings = List.copyOf(warnings);
        }
    }

    /** @param line in the request, from 1 */
    record LineFailure(long line, ProblemType type, String detail) {}

    /** @param index of the element in the request, from 0 */
    record Failure(int index, ProblemType type, String detail) {}
}
