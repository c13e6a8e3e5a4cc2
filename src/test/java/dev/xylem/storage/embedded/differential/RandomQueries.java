package dev.xylem.storage.embedded.differential;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Filters and orders. */
final class RandomQueries {

    private static final List<String> TYPES = List.of(
            "double",
            "string",
            "object",
            "array",
            "binData",
            "objectId",
            "bool",
            "date",
            "null",
            "regex",
            "int",
            "timestamp",
            "long",
            "decimal",
            "number",
            "minKey",
            "maxKey");
    private static final List<String> COMPARISONS = List.of("$eq", "$ne", "$gt", "$gte", "$lt", "$lte");
    private static final List<String> PATTERNS = List.of("a", "^a", "b$", "A", "^$");

    private final RandomValues values;

    RandomQueries(RandomValues values) {
        this.values = values;
    }

    BsonDocument filter() {
        return filter(2);
    }

    private BsonDocument filter(int depth) {
        if (depth > 0 && values.chance(0.2)) {
            BsonArray parts = new BsonArray(List.of(filter(depth - 1), filter(depth - 1)));
            return new BsonDocument(values.one(List.of("$and", "$or", "$nor")), parts);
        }
        BsonDocument filter = new BsonDocument();
        for (int i = values.chance(0.3) ? 2 : 1; i > 0; i--) {
            filter.put(values.path(), values.chance(0.25) ? values.value(1) : operators(values.chance(0.2) ? 2 : 1));
        }
        return filter;
    }

    private BsonDocument operators(int count) {
        BsonDocument operators = new BsonDocument();
        for (int i = 0; i < count; i++) {
            operators.putAll(operator());
        }
        return operators;
    }

    private BsonDocument operator() {
        return switch (values.random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> comparison();
            case 5, 6 -> new BsonDocument(values.one(List.of("$in", "$nin")), several());
            case 7 -> new BsonDocument("$exists", BsonBoolean.valueOf(values.chance(0.5)));
            case 8 -> new BsonDocument("$type", new BsonString(values.one(TYPES)));
            case 9 -> new BsonDocument("$size", new BsonInt32(values.random.nextInt(3)));
            case 10 -> new BsonDocument("$all", several());
            case 11 -> new BsonDocument("$elemMatch", element());
            case 12 ->
                new BsonDocument(
                        "$mod",
                        new BsonArray(List.of(
                                new BsonInt32(values.random.nextInt(2, 4)), new BsonInt32(values.random.nextInt(2)))));
            case 13 -> new BsonDocument("$regex", new BsonString(values.one(PATTERNS)));
            case 14 -> new BsonDocument("$not", values.chance(0.3) ? pattern() : comparison());
            default -> new BsonDocument("$eq", values.value(2));
        };
    }

    private BsonDocument comparison() {
        return new BsonDocument(values.one(COMPARISONS), plain());
    }

    /** $ne and the orders take no pattern. */
    private BsonValue plain() {
        BsonValue value = values.value(1);
        return value.isRegularExpression() ? new BsonInt32(1) : value;
    }

    private BsonValue pattern() {
        return new BsonRegularExpression(values.one(PATTERNS));
    }

    private BsonArray several() {
        List<BsonValue> all = new ArrayList<>();
        for (int i = values.random.nextInt(1, 4); i > 0; i--) {
            all.add(values.value(1));
        }
        return new BsonArray(all);
    }

    private BsonDocument element() {
        return values.chance(0.5)
                ? new BsonDocument(values.inner(), values.chance(0.5) ? values.scalar() : comparison())
                : operators(values.chance(0.3) ? 2 : 1);
    }

    /** Ends with the _id, so that it is one order. */
    BsonDocument sort() {
        BsonDocument sort = new BsonDocument(values.pathOfNames(), direction());
        if (values.chance(0.3)) {
            sort.put(values.field(), direction());
        }
        return sort.append("_id", direction());
    }

    private BsonInt32 direction() {
        return new BsonInt32(values.chance(0.5) ? 1 : -1);
    }
}
