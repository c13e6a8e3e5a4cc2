package dev.xylem.response;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Resource;
import dev.xylem.plan.Result;

/** What stands before {@code _embedded}: the resource's own properties and how many members there are. */
final class Counters {
    private Counters() {}

    static void ofListing(ApiRequest request, Result.Listing listing, JsonMembers members) {
        if (listing.own() != null && request.resource() instanceof Resource.Database(String name)) {
            members.membersOf(listing.own(), name);
        }
        sizes(request, listing.size(), members);
        members.number("_returned", listing.members().size());
    }

    static void ofPage(ApiRequest request, Result.Page page, JsonMembers members) {
        if (page.properties() != null && request.resource() instanceof Resource.Collection(var namespace)) {
            members.membersOf(page.properties(), namespace.collection());
        }
        if (page.size().isPresent()) {
            sizes(request, page.size().getAsLong(), members);
        }
        if (page.capped()) {
            members.bool("_size_capped", true);
        }
        members.number("_returned", page.documents().size());
    }

    private static void sizes(ApiRequest request, long size, JsonMembers members) {
        members.number("_size", size);
        members.number("_total_pages", totalPages(size, request.query().pagesize()));
    }

    static long totalPages(long size, int pagesize) {
        return pagesize == 0 ? 0 : Math.ceilDiv(size, (long) pagesize);
    }
}
