package dev.xylem.plan;

import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonUndefined;
import org.bson.BsonValue;

/**
 * Recognises by their shape alone filters that match every document, for bulk writes, where such a filter is more likely a slip than a
 * wish. On doubt about an empty list, which MongoDB refuses and other stores read in their own way, a filter counts as one of them.
 */
public final class AlwaysTrue {

    private static final BsonDocument UNKNOWN = new BsonDocument("unknown", BsonNull.VALUE);

    private AlwaysTrue() {}

    /** True for {@code {}}, {@code {"$and":[{}]}} and their kind; never for a filter that looks at a field. */
    public static boolean matchesAll(BsonDocument filter) {
        return filter.entrySet().stream().allMatch(AlwaysTrue::isTrue);
    }

    private static boolean matchesNone(BsonDocument filter) {
        return filter.entrySet().stream().anyMatch(AlwaysTrue::isFalse);
    }

    private static boolean isTrue(Map.Entry<String, BsonValue> clause) {
        return switch (clause.getKey()) {
            case "$comment", "$alwaysTrue" -> true;
            case "$and" -> branches(clause).stream().allMatch(AlwaysTrue::matchesAll);
            case "$or" ->
                branches(clause).isEmpty() || branches(clause).stream().anyMatch(AlwaysTrue::matchesAll);
            case "$nor" -> branches(clause).stream().allMatch(AlwaysTrue::matchesNone);
            case "$expr" -> truth(clause.getValue()) == Truth.ALWAYS;
            case "$jsonSchema" -> clause.getValue() instanceof BsonDocument schema && schema.isEmpty();
            default -> excludesNothing(clause.getValue());
        };
    }

    private static boolean isFalse(Map.Entry<String, BsonValue> clause) {
        return switch (clause.getKey()) {
            case "$alwaysFalse" -> true;
            case "$and" -> branches(clause).stream().anyMatch(AlwaysTrue::matchesNone);
            case "$or" -> branches(clause).stream().allMatch(AlwaysTrue::matchesNone);
            case "$nor" -> branches(clause).stream().anyMatch(AlwaysTrue::matchesAll);
            case "$expr" -> truth(clause.getValue()) == Truth.NEVER;
            default -> false;
        };
    }

    /** Something that is no list of filters is left to the database to refuse: it counts as one that looks at a field. */
    private static List<BsonDocument> branches(Map.Entry<String, BsonValue> clause) {
        return clause.getValue() instanceof BsonArray array
                ? array.stream().map(AlwaysTrue::branch).toList()
                : List.of(UNKNOWN);
    }

    private static BsonDocument branch(BsonValue value) {
        return value instanceof BsonDocument document ? document : UNKNOWN;
    }

    /** {@code {"a":{"$nin":[]}}} */
    private static boolean excludesNothing(BsonValue condition) {
        return condition instanceof BsonDocument operators
                && operators.size() == 1
                && operators.get("$nin") instanceof BsonArray values
                && values.isEmpty();
    }

    private enum Truth {
        ALWAYS,
        NEVER,
        DEPENDS
    }

    /** <a href="https://www.mongodb.com/docs/manual/reference/aggregation-quick-reference/">Aggregation</a> takes false, null, undefined and 0 for false. */
    private static Truth truth(BsonValue expression) {
        return switch (expression) {
            case BsonBoolean bool -> bool.getValue() ? Truth.ALWAYS : Truth.NEVER;
            case BsonNumber number -> number.doubleValue() != 0 ? Truth.ALWAYS : Truth.NEVER;
            case BsonNull _, BsonUndefined _ -> Truth.NEVER;
            case BsonString text when text.getValue().startsWith("$") -> Truth.DEPENDS;
            case BsonDocument literal
            when literal.size() == 1 && literal.containsKey("$literal") -> truthOfLiteral(literal.get("$literal"));
            case BsonDocument object
            when object.keySet().stream().anyMatch(key -> key.startsWith("$")) -> Truth.DEPENDS;
            default -> Truth.ALWAYS;
        };
    }

    private static Truth truthOfLiteral(BsonValue value) {
        return value.isString() || value.isDocument() ? Truth.ALWAYS : truth(value);
    }
}
