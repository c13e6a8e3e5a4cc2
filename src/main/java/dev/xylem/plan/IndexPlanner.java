package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Resource;
import org.bson.BsonDocument;
import org.bson.BsonNumber;

/** Plans what happens to a collection's indexes. */
final class IndexPlanner {
    private static final String EXPIRY = "expireAfterSeconds";
    private static final int A_MINUTE = 60;

    private final Catalog catalog;
    private final Existing existing;

    IndexPlanner(Catalog catalog) {
        this.catalog = catalog;
        this.existing = new Existing(catalog);
    }

    Plan list(ApiRequest request) {
        var namespace = ((Resource.Indexes) request.resource()).namespace();
        existing.collection(namespace);
        return new Plan.ListIndexes(namespace);
    }

    Plan read(ApiRequest request) {
        var index = (Resource.Index) request.resource();
        existing.collection(index.namespace());
        return new Plan.FindIndex(index.namespace(), index.name());
    }

    Plan write(ApiRequest request) {
        var index = own(request);
        BsonDocument specification = IndexSpecification.of(index.name(), ((Body.Single) request.body()).document());
        existing.collection(index.namespace());
        requireConfirmation(specification, request.query().confirmed());
        StoreSupport.requireIndex(specification, catalog.capabilities());
        return new Plan.CreateIndex(index.namespace(), specification);
    }

    /** Seconds that are meant as days delete everything at once. */
    private static void requireConfirmation(BsonDocument specification, boolean confirmed) {
        boolean soon = specification.get(EXPIRY) instanceof BsonNumber seconds && seconds.doubleValue() < A_MINUTE;
        if (soon && !confirmed) {
            throw Problem.of(
                            ProblemType.CONFIRMATION_NEEDED,
                            "This index would delete documents less than a minute after the date in them. If that is meant, add ?confirm=ttl. Nothing was changed.")
                    .with("path", "ops." + EXPIRY)
                    .exception();
        }
    }

    Plan drop(ApiRequest request) {
        var index = own(request);
        existing.collection(index.namespace());
        return new Plan.DropIndex(index.namespace(), index.name());
    }

    /** The index, unless it is the database's own, that of {@code _id} first of all. */
    private static Resource.Index own(ApiRequest request) {
        var index = (Resource.Index) request.resource();
        if (index.name().startsWith("_")) {
            throw Problem.of(
                            ProblemType.RESERVED_NAME,
                            "Index names that start with '_' are reserved: '_id_' is the database's own and stays.")
                    .exception();
        }
        return index;
    }
}
