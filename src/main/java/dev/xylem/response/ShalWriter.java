package dev.xylem.response;

import dev.xylem.api.ApiRequest;
import dev.xylem.plan.Result;
import org.bson.RawBsonDocument;

/** SHAL, which RESTHeart also calls plain JSON: HAL's members, {@code _embedded} as one array, no links; with {@code np} the array alone. */
final class ShalWriter extends BodyWriter {
    ShalWriter(ApiRequest request) {
        super(request);
    }

    @Override
    void listing(Result.Listing listing) {
        wrapped(
                members -> Counters.ofListing(request, listing, members),
                elements -> listing.members()
                        .forEach(member ->
                                elements.object(object -> object.membersOf(member.properties(), member.name()))));
    }

    @Override
    void page(Result.Page page) {
        wrapped(
                members -> Counters.ofPage(request, page, members),
                elements -> page.documents().forEach(elements::document));
    }

    @Override
    void members(Result.Members members) {
        wrapped(
                head -> head.number("_returned", members.documents().size()),
                elements -> members.documents().forEach(elements::document));
    }

    private void wrapped(JsonMembers.Content head, JsonMembers.Content elements) {
        if (!request.query().properties()) {
            array(elements);
            return;
        }
        object(members -> {
            head.write(members);
            members.array("_embedded", elements);
        });
    }

    @Override
    void document(RawBsonDocument document) {
        documents.writeDocument(document, out);
    }

    @Override
    void bulk(Result.BulkWritten written) {
        object(members -> {
            members.number("inserted", written.inserted());
            counts(members, written);
            HalWriter.newDocuments(request, written, members);
            if (!written.failures().isEmpty()) {
                members.array("errors", errors -> failures(errors, written));
            }
        });
    }
}
