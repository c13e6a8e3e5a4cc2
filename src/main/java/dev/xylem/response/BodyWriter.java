package dev.xylem.response;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.ApiResponse;
import dev.xylem.api.ProblemType;
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

    abstract void members(Result.Members members);

    abstract void document(RawBsonDocument document);

    abstract void bulk(Result.BulkWritten written);

    /** The counts of a bulk write without links, which would have no end, and the first failures. */
    void imported(Result.Imported imported) {
        object(members -> {
            counts(members, imported);
            if (!imported.failures().isEmpty()) {
                members.array("errors", errors -> failures(errors, imported));
            }
        });
    }

    static void counts(JsonMembers members, Result.Imported imported) {
        members.number("inserted", imported.inserted());
        members.number("deleted", 0);
        members.number("modified", imported.modified());
        members.number("matched", imported.matched());
        members.number("failed", imported.failed());
    }

    static void failures(JsonMembers members, Result.Imported imported) {
        imported.failures()
                .forEach(failure -> members.object(
                        member -> failure(member, "line", failure.line(), failure.type(), failure.detail())));
    }

    private static void failure(JsonMembers member, String place, long at, ProblemType type, String detail) {
        member.number(place, at);
        member.number("status", type.status());
        member.text("code", type.code());
        member.text("detail", detail);
    }

    /** The same in every representation. */
    void properties(RawBsonDocument properties, String id) {
        object(members -> members.membersOf(properties, id));
    }

    /** The same in every representation. */
    void plain(RawBsonDocument object) {
        documents.writeDocument(object, out);
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
                .forEach(failure -> members.object(
                        member -> failure(member, "index", failure.index(), failure.type(), failure.detail())));
    }
}
