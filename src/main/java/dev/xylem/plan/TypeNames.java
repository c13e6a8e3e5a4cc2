package dev.xylem.plan;

import java.util.Map;
import java.util.function.Predicate;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;

/** The operand of <a href="https://www.mongodb.com/docs/manual/reference/operator/query/type/">{@code $type}</a>: a number or an alias. */
final class TypeNames {
    private static final int MIN_KEY = -1;

    private static final Map<String, BsonType> ALIASES = Map.ofEntries(
            Map.entry("double", BsonType.DOUBLE),
            Map.entry("string", BsonType.STRING),
            Map.entry("object", BsonType.DOCUMENT),
            Map.entry("array", BsonType.ARRAY),
            Map.entry("binData", BsonType.BINARY),
            Map.entry("undefined", BsonType.UNDEFINED),
            Map.entry("objectId", BsonType.OBJECT_ID),
            Map.entry("bool", BsonType.BOOLEAN),
            Map.entry("date", BsonType.DATE_TIME),
            Map.entry("null", BsonType.NULL),
            Map.entry("regex", BsonType.REGULAR_EXPRESSION),
            Map.entry("dbPointer", BsonType.DB_POINTER),
            Map.entry("javascript", BsonType.JAVASCRIPT),
            Map.entry("symbol", BsonType.SYMBOL),
            Map.entry("javascriptWithScope", BsonType.JAVASCRIPT_WITH_SCOPE),
            Map.entry("int", BsonType.INT32),
            Map.entry("timestamp", BsonType.TIMESTAMP),
            Map.entry("long", BsonType.INT64),
            Map.entry("decimal", BsonType.DECIMAL128),
            Map.entry("minKey", BsonType.MIN_KEY),
            Map.entry("maxKey", BsonType.MAX_KEY));

    private TypeNames() {}

    /** @throws IllegalArgumentException for what names no type */
    static Predicate<BsonType> of(BsonValue operand) {
        return switch (operand) {
            case BsonString alias
            when alias.getValue().equals("number") -> type -> BsonRank.of(type) == BsonRank.NUMBER;
            case BsonString alias
            when ALIASES.containsKey(alias.getValue()) -> type -> type == ALIASES.get(alias.getValue());
            case BsonNumber number
            when isType(number) ->
                type -> number.intValue() == MIN_KEY
                        ? type == BsonType.MIN_KEY
                        : type == BsonType.findByValue(number.intValue());
            default -> throw new IllegalArgumentException("$type needs the name or number of a type");
        };
    }

    private static boolean isType(BsonNumber number) {
        return number.intValue() == MIN_KEY
                || (number.intValue() > 0 && BsonType.findByValue(number.intValue()) != null);
    }
}
