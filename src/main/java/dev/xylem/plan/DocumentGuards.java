package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.WriteMode;
import dev.xylem.config.EtagPolicy;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** The conditions on writes of documents: what the request demands, and what a policy demands of it. */
final class DocumentGuards {
    private final EtagPolicy configured;
    private final Catalog catalog;

    DocumentGuards(EtagPolicy configured, Catalog catalog) {
        this.configured = configured;
        this.catalog = catalog;
    }

    /**
     * The conditions of a request, the same for each document that it writes.
     *
     * @param properties of the collection
     */
    Conditions of(ApiRequest request, Namespace namespace, RawBsonDocument properties) {
        EtagPolicy policy = EtagRule.inCollection("etagDocPolicy", configured, namespace, properties, catalog);
        return new Conditions(request, EtagRule.isMissing(request, policy));
    }

    /** @param etagMissing true when a policy asks for If-Match and none was sent */
    record Conditions(ApiRequest request, boolean etagMissing) {

        Guard guard(BsonValue id, WriteMode mode) {
            return new Guard(
                    "document",
                    id,
                    mode,
                    request.query().filter(),
                    request.preconditions().ifMatch(),
                    request.preconditions().ifNoneMatch(),
                    etagMissing);
        }

        /**
         * The filter of a write to many documents, each under the same condition as a single one: with If-Match only those that still
         * have the ETag are touched.
         */
        BsonDocument selection() {
            if (etagMissing) {
                throw Problem.of(
                                ProblemType.ETAG_MISSING,
                                "Writes here need If-Match, and so do writes of many: send the ETag that they share, or If-Match: * for whatever they have. Nothing was changed.")
                        .exception();
            }
            BsonDocument etag = guard(BsonNull.VALUE, WriteMode.UPDATE).etagCondition();
            BsonDocument filter = request.query().filter();
            return etag.isEmpty()
                    ? filter
                    : new BsonDocument("$and", new BsonArray(List.of(filter, new BsonDocument("_etag", etag))));
        }
    }
}
