package dev.xylem.api;

import java.util.List;
import java.util.OptionalInt;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What the query string asks for, defaults filled in and operators checked.
 *
 * @param filter the MongoDB query; several are joined by {@code $and}; empty when none was given
 * @param keys the projection, empty for all fields
 * @param sort field to 1 or -1, in order; empty means unsorted
 * @param hint the index: a string (its name), an object (its keys) or null
 * @param page counted from 1; 1 when a cursor is followed
 * @param cursor where a page begins or ends instead, null when none is followed
 * @param pagesize 0 to {@code max-pagesize}
 * @param properties false when {@code np} asks to leave the collection's properties out
 * @param arrayFilters for the positional operator {@code $[name]}
 * @param max how many documents a bulk write may touch
 * @param embed relations whose targets are wanted, dotted for those of the targets
 * @param concerns the read and write settings for this request alone
 * @param variables what {@code avars} binds in a stored aggregation; plain values, no operators
 * @param explain what is told of the store's plan instead of the result, null for the result
 * @param confirmed true when the caller knows that the index deletes documents soon
 */
public record Query(
        BsonDocument filter,
        BsonDocument keys,
        BsonDocument sort,
        @Nullable BsonValue hint,
        int page,
        @Nullable Cursor cursor,
        int pagesize,
        Count count,
        boolean properties,
        WriteMode writeMode,
        List<BsonDocument> arrayFilters,
        OptionalInt max,
        List<String> embed,
        Concerns concerns,
        BsonDocument variables,
        @Nullable Explain explain,
        boolean confirmed) {

    /** Of somebody who asks for nothing in particular. */
    public static final Query ALL = new Query(
            new BsonDocument(),
            new BsonDocument(),
            new BsonDocument(),
            null,
            1,
            null,
            1,
            Count.NONE,
            false,
            WriteMode.UPSERT,
            List.of(),
            OptionalInt.empty(),
            List.of(),
            Concerns.DEFAULT,
            new BsonDocument(),
            null,
            false);

    public Query {
        arrayFilters = List.copyOf(arrayFilters);
        embed = List.copyOf(embed);
    }

    /**
     * {@code after} or {@code before}: a position that an earlier page's link told.
     *
     * @param token sealed, as sent
     * @param forward true for {@code after}
     */
    public record Cursor(String token, boolean forward) {}

    /** How the size of a listing is found. */
    public enum Count {
        NONE,
        EXACT,
        /** Never scans: the store's own figure, or a count that stops early. */
        ESTIMATED
    }

    /** How much of a plan is told; the names are MongoDB's. */
    public enum Explain {
        QUERYPLANNER,
        /** The query is run for it. */
        EXECUTIONSTATS
    }

    /** Narrows what a write may do: {@code wm}. */
    public enum WriteMode {
        INSERT,
        UPDATE,
        UPSERT
    }

    /** Names as MongoDB spells them, each null when not given. */
    public record Concerns(
            @Nullable String readConcern,
            @Nullable String readPreference,
            @Nullable String writeConcern) {
        public static final Concerns DEFAULT = new Concerns(null, null, null);
    }
}
