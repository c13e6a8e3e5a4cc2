package dev.xylem.response;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.ApiResponse;
import dev.xylem.plan.Result;
import org.bson.RawBsonDocument;

/** Writes a result's body in one representation. */
abstract sealed class BodyWriter permits HalWriter, ShalWriter, StandardWriter {
    private static final int FIRST_CAPACITY = 1024;

    final ApiRequest request;
    final DocumentWriter documents;
    final JsonOutput out = new JsonOutput(FIRST_CAPACITY);

    BodyWriter(ApiRequest request) {
        this.request = request;
        this.documents = DocumentWriter.of(request.format().jsonMode());
    }

    static BodyWriter of(ApiRequest request) {
        return switch (request.format().representation()) {
            case HAL -> new HalWriter(request);
            case SHAL -> new ShalWriter(request);
            case STANDARD -> new StandardWriter(request);
            case NDJSON, CSV -> throw new IllegalStateException("documents only, which are streamed");
        };
    }

    ApiResponse.Content content() {
        return out.content();
    }

    abstract void listing(Result.Listing listing);

    abstract void page(Result.Page page);

    abstract void document(RawBsonDocument document);

    abstract void bulk(Result.BulkWritten written);

    /** The same in every representation. */
    void properties(RawBsonDocument properties, String id) {
        object(members -> members.membersOf(properties, id));
    }

    void size(long size) {
        object(members -> members.number("_size", size));
    }

    final void object(JsonMembers.Content content) {
        JsonMembers.object(out, documents, content);
    }

    final void array(JsonMembers.Content content) {
        JsonMembers.array(out, documents, content);
    }

    static void counts(JsonMembers members, Result.BulkWritten written) {
        members.number("deleted", written.deleted());
        members.number("modified", written.modified());
        members.number("matched", written.matched());
    }

    static void failures(JsonMembers members, Result.BulkWritten written) {
        written.failures()
                .forEach(failure -> members.object(member -> {
                    member.number("index", failure.index());
                    member.number("status", failure.type().status());
                    member.text("code", failure.type().code());
                    member.text("detail", failure.detail());
                }));
    }
}
