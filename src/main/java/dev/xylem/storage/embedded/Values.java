package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** MongoDB's equality, order and types of values. */
final class Values {

    static final Object MISSING = Missing.getInstance();

    private Values() {}

    /** As MongoDB sorts: nothing is the same as null. */
    static int compare(@Nullable Object a, @Nullable Object b) {
        return a instanceof Integer one && b instanceof Integer other
                ? one.compareTo(other)
                : Arrays.compareUnsigned(OrderedBytes.of(a), OrderedBytes.of(b));
    }

    /** As expressions compare: nothing comes before null. */
    static int compareExactly(@Nullable Object a, @Nullable Object b) {
        boolean bothNone = Missing.isNullOrMissing(a) && Missing.isNullOrMissing(b);
        return bothNone ? Boolean.compare(a == null, b == null) : compare(a, b);
    }

    static boolean isNaN(@Nullable Object value) {
        return (value instanceof Double || value instanceof Decimal128) && Double.isNaN(((Number) value).doubleValue());
    }

    static @Nullable Object nullIfMissing(@Nullable Object value) {
        return value instanceof Missing ? null : value;
    }

    /** The type's name, as {@code $type} has it. */
    static String typeOf(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Missing _ -> "missing";
            case Double _ -> "double";
            case String _ -> "string";
            case Document _ -> "object";
            case Collection<?> _ -> "array";
            case BinData _, Binary _, UUID _, LegacyUUID _ -> "binData";
            case ObjectId _ -> "objectId";
            case Boolean _ -> "bool";
            case Instant _ -> "date";
            case BsonRegularExpression _ -> "regex";
            case BsonJavaScript _ -> "javascript";
            case Integer _ -> "int";
            case BsonTimestamp _ -> "timestamp";
            case Long _ -> "long";
            case Decimal128 _ -> "decimal";
            case MinKey _ -> "minKey";
            case MaxKey _ -> "maxKey";
            default -> throw new IllegalArgumentException("no type for " + value.getClass());
        };
    }
}
