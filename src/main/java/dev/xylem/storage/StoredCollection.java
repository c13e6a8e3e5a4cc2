package dev.xylem.storage;

import dev.xylem.api.Namespace;
import java.util.List;
import org.bson.BsonDocument;

/**
 * A collection or view without its documents: what is needed to make the same one elsewhere.
 *
 * @param type {@code collection}, {@code view} or {@code timeseries}
 * @param options what {@code create} was told: {@code capped}, {@code validator}, {@code viewOn} ...
 * @param indexes as {@code listIndexes} tells them, without that of {@code _id} and without what only concerns that store
 */
public record StoredCollection(Namespace namespace, String type, BsonDocument options, List<BsonDocument> indexes) {

    private static final String VIEW = "view";
    private static final String TIME_SERIES = "timeseries";

    public StoredCollection {
        indexes = List.copyOf(indexes);
    }

    /** Views hold no documents of their own. */
    public boolean isView() {
        return type.equals(VIEW);
    }

    /** True where the order of insertion is part of the data, or where there is no index of {@code _id} to read along. */
    boolean hasOrderOfItsOwn() {
        return type.equals(TIME_SERIES) || options.containsKey("capped");
    }
}
