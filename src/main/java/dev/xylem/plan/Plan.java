package dev.xylem.plan;

import dev.xylem.api.Namespace;
import dev.xylem.api.Query.Concerns;
import dev.xylem.api.Query.Count;
import dev.xylem.api.Resource.Container;
import java.util.List;
import java.util.OptionalInt;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/** One fully resolved database command. It is data: what a debug log prints is exactly what runs. */
public sealed interface Plan {

    /** Nothing is left to ask of the store. */
    record Known(Result result) implements Plan {}

    /** @param members true when their properties are wanted, not the names alone */
    record ListDatabases(int skip, int limit, boolean members) implements Plan {}

    /** @param own the database's properties, null when not wanted */
    record ListCollections(String database, @Nullable RawBsonDocument own, int skip, int limit, boolean members)
            implements Plan {}

    /**
     * One page.
     *
     * @param limit 0 for no documents at all
     * @param properties the collection's properties, null when not wanted
     */
    record FindPage(
            Namespace namespace,
            BsonDocument filter,
            BsonDocument keys,
            BsonDocument sort,
            @Nullable BsonValue hint,
            int skip,
            int limit,
            Count count,
            Concerns concerns,
            @Nullable RawBsonDocument properties)
            implements Plan {}

    /** @param hidesEtag true when {@code keys} brings the {@code _etag} for the header alone */
    record FindOne(Namespace namespace, BsonDocument filter, BsonDocument keys, boolean hidesEtag, Concerns concerns)
            implements Plan {}

    record CountDocuments(Namespace namespace, BsonDocument filter, Concerns concerns) implements Plan {}

    /** How many members the root or a database shows. */
    record CountMembers(Container of) implements Plan {}

    /**
     * Creates or changes one document.
     *
     * @param etag the new one, which {@code change} writes
     * @param returning true when the new state is wanted back
     */
    record Write(Namespace namespace, Guard guard, Change change, BsonValue etag, boolean returning, Concerns concerns)
            implements Plan {}

    /**
     * Creates or changes a database or collection through its properties document.
     *
     * @param existed true when it was there before, with or without properties
     */
    record WriteProperties(Container of, Write write, boolean existed) implements Plan {}

    record DeleteOne(Namespace namespace, Guard guard, Concerns concerns) implements Plan {}

    /** @param hasProperties false when the guard finds nothing to check: nothing is stored about it */
    record Drop(Container of, Namespace properties, Guard guard, boolean hasProperties) implements Plan {}

    record BulkWrite(Namespace namespace, List<BulkElement> elements, BsonValue etag, Concerns concerns)
            implements Plan {
        public BulkWrite {
            elements = List.copyOf(elements);
        }
    }

    /** @param max how many documents may match, when limited */
    record UpdateMany(
            Namespace namespace,
            BsonDocument filter,
            Change.Operators change,
            OptionalInt max,
            BsonValue etag,
            Concerns concerns)
            implements Plan {}

    record DeleteMany(Namespace namespace, BsonDocument filter, OptionalInt max, Concerns concerns) implements Plan {}
}
