package dev.xylem.plan;

import dev.xylem.api.FieldRules;
import dev.xylem.api.Namespace;
import dev.xylem.api.Query;
import dev.xylem.api.Query.Concerns;
import dev.xylem.api.Query.Count;
import dev.xylem.api.Resource.Container;
import dev.xylem.plan.live.FeedIds;
import dev.xylem.plan.live.Mark;
import dev.xylem.plan.live.Sight;
import java.util.List;
import java.util.OptionalInt;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** One fully resolved database command. It is data: what a debug log prints is exactly what runs. */
public sealed interface Plan {

    /** Nothing is left to ask of the store. */
    record Known(Result result) implements Plan {}

    /** @param members true when their properties are wanted, not the names alone */
    record ListDatabases(int skip, int limit, boolean members) implements Plan {}

    /** @param own the database's properties, null when not wanted */
    record ListCollections(String database, @Nullable RawBsonDocument own, int skip, int limit, boolean members)
            implements Plan {}

    /**
     * One page.
     *
     * @param filter the caller's, and what lies beyond the cursor
     * @param limit 0 for no documents at all; one more is fetched to see whether there is more
     * @param counted the caller's filter alone, which the whole result matches
     * @param properties the collection's properties, null when not wanted
     */
    record FindPage(
            Namespace namespace,
            BsonDocument filter,
            Shown keys,
            BsonDocument sort,
            @Nullable BsonValue hint,
            int skip,
            int limit,
            Count count,
            BsonDocument counted,
            Concerns concerns,
            @Nullable RawBsonDocument properties,
            Pager pager)
            implements Plan {}

    /** The whole result that the page is cut from, from the page's start on. */
    record Export(FindPage from) implements Plan {}

    /** @param of something that has documents, which are shown without what the rules hide; nor is it told what finding them took */
    record Masked(Plan of, FieldRules rules) implements Plan {}

    /** @param of a write of the user's account, after which what the user had to show for itself counts no more */
    record Revoking(Plan of, String user) implements Plan {}

    /** @param read of documents, which are shown with what the tree says */
    record Related(Plan read, RelationTree tree, Concerns concerns) implements Plan {}

    /** @param hidesEtag true when {@code keys} brings the {@code _etag} for the header alone */
    record FindOne(Namespace namespace, BsonDocument filter, BsonDocument keys, boolean hidesEtag, Concerns concerns)
            implements Plan {}

    /**
     * What is there of a resource, and what becomes of it.
     *
     * @param asked what the caller wants to see
     * @param rows what the caller may see, now
     * @param walk what of {@code rows} does not change by itself
     * @param snapshot false when what is there already isn't wanted
     * @param after where the feed goes on, null where it begins
     * @param ids of its events
     */
    record Watch(
            Namespace namespace,
            BsonDocument asked,
            BsonDocument rows,
            BsonDocument walk,
            FieldRules fields,
            BsonDocument keys,
            boolean snapshot,
            @Nullable Mark after,
            FeedIds ids)
            implements Plan {
        /** What it shows, by the rules of now. */
        public Sight sight() {
            return Sight.of(this);
        }

        /** The documents that it shows, as a query. */
        public BsonDocument query() {
            return Scope.join(rows, asked);
        }
    }

    record CountDocuments(Namespace namespace, BsonDocument filter, Concerns concerns) implements Plan {}

    /** How many members the root or a database shows. */
    record CountMembers(Container of) implements Plan {}

    /**
     * Creates or changes one document.
     *
     * @param etag the new one, which {@code change} writes
     * @param returning true when the new state is wanted back
     */
    record Write(Namespace namespace, Guard guard, Change change, BsonValue etag, boolean returning, Concerns concerns)
            implements Plan {}

    /**
     * Creates or changes a database or collection through its properties document.
     *
     * @param existed true when it was there before, with or without properties
     */
    record WriteProperties(Container of, Write write, boolean existed) implements Plan {}

    record DeleteOne(Namespace namespace, Guard guard, Concerns concerns) implements Plan {}

    /** @param hasProperties false when the guard finds nothing to check: nothing is stored about it */
    record Drop(Container of, Namespace properties, Guard guard, boolean hasProperties) implements Plan {}

    record BulkWrite(Namespace namespace, List<BulkElement> elements, BsonValue etag, Concerns concerns)
            implements Plan {
        public BulkWrite {
            elements = List.copyOf(elements);
        }
    }

    /** Bulk writes one after the other, for as long as lines come. */
    record Import(Namespace namespace, ImportBatches batches, BsonValue etag, Concerns concerns) implements Plan {}

    /**
     * @param filter the caller's, and what the scope demands of the documents as they are
     * @param max how many documents may match, when limited
     */
    record UpdateMany(
            Namespace namespace,
            BsonDocument filter,
            Scope scope,
            Change.Operators change,
            OptionalInt max,
            BsonValue etag,
            Concerns concerns)
            implements Plan {}

    record DeleteMany(Namespace namespace, BsonDocument filter, OptionalInt max, Concerns concerns) implements Plan {}

    record ListIndexes(Namespace namespace) implements Plan {}

    record FindIndex(Namespace namespace, String name) implements Plan {}

    /** @param specification as the command {@code createIndexes} takes it, {@code name} included */
    record CreateIndex(Namespace namespace, BsonDocument specification) implements Plan {}

    record DropIndex(Namespace namespace, String name) implements Plan {}

    /**
     * A stored aggregation.
     *
     * @param stages variables bound, the page cut
     * @param bound true when values of the caller's are among them, so that a failure may be the caller's doing
     */
    record Aggregate(Namespace namespace, List<BsonDocument> stages, boolean diskUse, boolean bound, Concerns concerns)
            implements Plan {
        public Aggregate {
            stages = List.copyOf(stages);
        }
    }

    /** @param target path and query of the one GET that it is good for */
    record IssueTicket(String target) implements Plan {}

    /** Ends all tokens of a user. */
    record RevokeTokens(String user) implements Plan {}
    /** All that comes out of it, on its way; no page is cut. */
    record ExportAggregate(Aggregate of) implements Plan {}

    /** How the store would run another plan: {@link FindPage}, {@link FindOne} or {@link Aggregate}. */
    record Explain(Plan of, Query.Explain verbosity) implements Plan {}
}
