package dev.xylem.response;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Resource;
import dev.xylem.plan.Result;
import org.bson.RawBsonDocument;

/** STANDARD: arrays of documents, or of names; nothing else. */
final class StandardWriter extends BodyWriter {
    StandardWriter(ApiRequest request) {
        super(request);
    }

    @Override
    void listing(Result.Listing listing) {
        array(names -> listing.members().forEach(member -> names.text(member.name())));
    }

    @Override
    void page(Result.Page page) {
        array(elements -> page.documents().forEach(elements::document));
    }

    @Override
    void members(Result.Members members) {
        array(elements -> members.documents().forEach(elements::document));
    }

    @Override
    void document(RawBsonDocument document) {
        documents.writeDocument(document, out);
    }

    @Override
    void bulk(Result.BulkWritten written) {
        object(members -> {
            members.number("inserted", written.inserted());
            if (request.action() instanceof Action.BulkWrite
                    && request.resource() instanceof Resource.Collection(var namespace)) {
                var links = new Links(request.mount());
                members.array(
                        "links", array -> written.created().forEach(id -> array.text(links.document(namespace, id))));
            }
            counts(members, written);
            if (!written.failures().isEmpty()) {
                members.array("errors", errors -> failures(errors, written));
            }
        });
    }
}
