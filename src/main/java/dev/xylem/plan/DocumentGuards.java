package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.WriteMode;
import dev.xylem.config.EtagPolicy;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** The conditions on writes of documents: what the request demands, and what a policy demands of it. */
final class DocumentGuards {
    private static final String WHAT = "document";

    private final EtagPolicy configured;
    private final Catalog catalog;

    DocumentGuards(EtagPolicy configured, Catalog catalog) {
        this.configured = configured;
        this.catalog = catalog;
    }

    /** @param properties of the collection */
    Guard guard(ApiRequest request, Namespace namespace, RawBsonDocument properties, BsonValue id, WriteMode mode) {
        return new Guard(
                WHAT,
                id,
                mode,
                request.query().filter(),
                request.preconditions().ifMatch(),
                request.preconditions().ifNoneMatch(),
                isEtagMissing(request, namespace, properties));
    }

    private boolean isEtagMissing(ApiRequest request, Namespace namespace, RawBsonDocument properties) {
        Stream<RawBsonDocument> database =
                catalog.database(namespace.database()).map(Catalog.Entry::properties).stream();
        return EtagRule.isMissing(
                request, EtagRule.of("etagDocPolicy", configured, Stream.concat(Stream.of(properties), database)));
    }

    /**
     * The filter of a write to many documents, each under the same condition as a single one: with If-Match only those that still have
     * the ETag are touched.
     */
    BsonDocument selection(ApiRequest request, Namespace namespace, RawBsonDocument properties) {
        Guard each = guard(request, namespace, properties, BsonNull.VALUE, WriteMode.UPDATE);
        if (each.etagMissing()) {
            throw Problem.of(
                            ProblemType.ETAG_MISSING,
                            "Writes here need If-Match, and so do writes of many: send the ETag that they share, or If-Match: * for whatever they have. Nothing was changed.")
                    .exception();
        }
        BsonDocument etag = each.etagCondition();
        BsonDocument filter = request.query().filter();
        return etag.isEmpty()
                ? filter
                : new BsonDocument("$and", new BsonArray(List.of(filter, new BsonDocument("_etag", etag))));
    }
}
