package dev.xylem.security;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.Method;
import dev.xylem.api.Mount;
import dev.xylem.api.Namespace;
import dev.xylem.api.Preconditions;
import dev.xylem.api.Query;
import dev.xylem.api.Resource;
import java.util.List;
import java.util.Optional;

/** The request for a page of another collection, which a relation or a {@code $lookup} makes in passing. */
final class OtherReads {
    private OtherReads() {}

    /** Empty where the request's mount does not show the collection: no path leads there, so no rule can be asked. */
    static Optional<ApiRequest> of(ApiRequest request, Namespace namespace) {
        Mount mount = request.mount();
        if (!mount.shows(namespace)) {
            return Optional.empty();
        }
        String canonical = "/" + namespace.database() + "/" + namespace.collection();
        String path = canonical.equals(mount.what())
                ? "/"
                : canonical.substring(mount.what().length());
        return Optional.of(new ApiRequest(
                Method.GET,
                new Resource.Collection(namespace),
                new Action.ReadPage(),
                Query.ALL,
                request.format(),
                Preconditions.NONE,
                new Body.None(),
                request.caller(),
                mount,
                mount.where() + path,
                "",
                false,
                request.exchange().asking("GET", path),
                List.of()));
    }
}
