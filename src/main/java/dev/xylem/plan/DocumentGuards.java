package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Grant;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.WriteMode;
import dev.xylem.config.EtagPolicy;
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
    Conditions of(ApiRequest request, Grant grant, Namespace namespace, RawBsonDocument properties) {
        EtagPolicy policy = EtagRule.inCollection("etagDocPolicy", configured, namespace, properties, catalog);
        return new Conditions(request, grant, EtagRule.isMissing(request, policy));
    }

    /** @param etagMissing true when a policy asks for If-Match and none was sent */
    record Conditions(ApiRequest request, Grant grant, boolean etagMissing) {

        /** Of a write that changes no fields. */
        Guard guard(BsonValue id, WriteMode mode) {
            return guard(id, mode, true);
        }

        /** @param proven true when no state that the write leads to lies outside of the write filter */
        Guard guard(BsonValue id, WriteMode mode, boolean proven) {
            return new Guard(
                    "document",
                    id,
                    mode,
                    request.query().filter(),
                    Scope.of(grant.rows(), proven),
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
            BsonDocument current = etag.isEmpty() ? etag : new BsonDocument("_etag", etag);
            // not between the conditions that find an array's element for the operator $
            BsonDocument scope = Scope.of(grant.rows(), true).hiddenCondition();
            return Scope.join(request.query().filter(), current, scope);
        }
    }
}
