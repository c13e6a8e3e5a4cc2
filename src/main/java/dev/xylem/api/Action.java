package dev.xylem.api;

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

    /** What becomes of the state that was there. */
    enum Mode {
        /** The body is the new state: PUT, and POST to a collection. */
        REPLACE,
        /** Only what the body names changes: PATCH. */
        MERGE
    }
}
