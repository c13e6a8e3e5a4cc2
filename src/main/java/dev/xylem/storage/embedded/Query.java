package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What is looked for.
 *
 * @param sort empty: any order
 * @param limit 0: all
 * @param hint the index that the client wants to be used
 */
record Query(
        Document filter,
        Document sort,
        int skip,
        int limit,
        @Nullable Object hint) {

    static Query of(@Nullable Document filter, @Nullable Document sort, int skip, int limit) {
        return new Query(
                filter == null ? new Document() : filter,
                sort == null ? new Document() : byId(sort),
                skip,
                limit,
                null);
    }

    Query hinting(@Nullable Object wanted) {
        return new Query(filter, sort, skip, limit, wanted);
    }

    /** The natural order is that of _id. */
    private static Document byId(Document sort) {
        Object natural = sort.get("$natural");
        return natural == null ? sort : new Document("_id", natural);
    }
}
