package dev.xylem.api;

import org.jspecify.annotations.Nullable;

/** What a request wants of its {@link Resource}. The grammar that decides it is {@code request.Grammar}. */
public sealed interface Action {

    /** Names and properties of what the root or a database holds. */
    record ReadListing() implements Action {}

    /** One page of a collection's documents. */
    record ReadPage() implements Action {}

    /** Every document of the result, streamed. */
    record Export() implements Action {}

    record ReadDocument() implements Action {}

    record ReadMeta() implements Action {}

    record ReadSize() implements Action {}

    /** Creates or changes a database or collection through its properties. */
    record WriteProperties(Mode mode) implements Action {}

    /** Deletes a database or collection with all it holds. */
    record Drop() implements Action {}

    record WriteDocument(Mode mode) implements Action {}

    record DeleteDocument() implements Action {}

    /** An array of documents POSTed to a collection. */
    record BulkWrite() implements Action {}

    record BulkPatch() implements Action {}

    record BulkDelete() implements Action {}

    record ReadIndexes() implements Action {}

    record ReadIndex() implements Action {}

    record WriteIndex() implements Action {}

    record DropIndex() implements Action {}

    record RunAggregation() implements Action {}

    /** Who the caller is, and in which roles. */
    record ReadRoles() implements Action {}

    /** Why a request would be allowed or denied. */
    record ExplainAccess() implements Action {}
    /** A ticket for one GET, for who can't send headers. */
    record IssueTicket() implements Action {}

    /** The token that the caller holds. */
    record ReadToken() implements Action {}

    record RevokeTokens() implements Action {}
    /** All that a stored aggregation gives, streamed. */
    record ExportAggregation() implements Action {}

    /**
     * OPTIONS (RFC 9110, section 9.3.7): nothing is read or written.
     *
     * @param allow the methods that the resource serves, as the header lists them
     */
    record Describe(String allow) implements Action {}

    /**
     * What is there now, and what becomes of it.
     *
     * @param snapshot false when only what happens from now on is wanted
     * @param after the id of the event that the caller saw last, sealed, as sent; null when it begins
     * @param stored true for a stored stream
     */
    record Watch(boolean snapshot, @Nullable String after, boolean stored) implements Action {
        /** The same from its beginning. */
        public Watch anew() {
            return new Watch(snapshot, null, stored);
        }
    }

    /** What becomes of the state that was there. */
    enum Mode {
        /** The body is the new state: PUT, and POST to a collection. */
        REPLACE,
        /** Only what the body names changes: PATCH. */
        MERGE
    }
}
