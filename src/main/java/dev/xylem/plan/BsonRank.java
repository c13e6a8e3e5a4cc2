package dev.xylem.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bson.BsonType;

/**
 * MongoDB's <a href="https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/">order of the types</a>, lowest first.
 * A missing field ranks as null.
 */
enum BsonRank {
    MIN_KEY(BsonType.MIN_KEY),
    NULL(BsonType.NULL, BsonType.UNDEFINED),
    NUMBER(BsonType.DOUBLE, BsonType.INT32, BsonType.INT64, BsonType.DECIMAL128),
    STRING(BsonType.STRING, BsonType.SYMBOL),
    OBJECT(BsonType.DOCUMENT),
    ARRAY(BsonType.ARRAY),
    BINARY(BsonType.BINARY),
    OBJECT_ID(BsonType.OBJECT_ID),
    BOOLEAN(BsonType.BOOLEAN),
    DATE(BsonType.DATE_TIME),
    TIMESTAMP(BsonType.TIMESTAMP),
    REGEX(BsonType.REGULAR_EXPRESSION),
    OTHER(BsonType.DB_POINTER, BsonType.JAVASCRIPT, BsonType.JAVASCRIPT_WITH_SCOPE),
    MAX_KEY(BsonType.MAX_KEY);

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes it so
    private final List<BsonType> types;

    BsonRank(BsonType... types) {
        this.types = List.of(types);
    }

    static BsonRank of(BsonType type) {
        return Arrays.stream(values())
                .filter(rank -> rank.types.contains(type))
                .findFirst()
                .orElse(OTHER);
    }

    /** The types of all ranks above or below this one, arrays left out: they sort by what they hold. */
    List<BsonType> beyond(boolean above) {
        Predicate<BsonRank> side = above ? rank -> rank.compareTo(this) > 0 : rank -> rank.compareTo(this) < 0;
        return Arrays.stream(values())
                .filter(side)
                .filter(rank -> rank != ARRAY)
                .flatMap(rank -> rank.types.stream())
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
