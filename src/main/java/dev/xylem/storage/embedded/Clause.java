package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One demand of a query that a map's order can answer. */
record Clause(String field, Operator operator, @Nullable Object value) {

    enum Operator {
        EQUAL,
        IN,
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL
    }

    private static final Map<String, Operator> OPERATORS = Map.of(
            "$eq", Operator.EQUAL,
            "$in", Operator.IN,
            "$gt", Operator.GREATER,
            "$gte", Operator.GREATER_OR_EQUAL,
            "$lt", Operator.LESS,
            "$lte", Operator.LESS_OR_EQUAL);

    /**
     * The clauses of a query.
     *
     * @param complete there is nothing else in the query
     */
    record Clauses(List<Clause> all, boolean complete) {

        static Clauses of(Document query) {
            List<Clause> all = new ArrayList<>();
            boolean complete = collect(query, all);
            return new Clauses(all, complete);
        }

        List<Clause> on(String field) {
            return all.stream().filter(clause -> clause.field().equals(field)).toList();
        }
    }

    private static boolean collect(Document query, List<Clause> into) {
        boolean complete = true;
        for (Map.Entry<String, Object> condition : query.entrySet()) {
            complete &= collect(condition.getKey(), condition.getValue(), into);
        }
        return complete;
    }

    private static boolean collect(String key, @Nullable Object value, List<Clause> into) {
        if (key.equals("$and") && value instanceof Collection<?> parts) {
            boolean complete = true;
            for (Object part : parts) {
                complete &= part instanceof Document query && collect(query, into);
            }
            return complete;
        }
        if (key.startsWith("$") || hasNumber(key)) {
            return false;
        }
        if (value instanceof Document operators && isOperators(operators)) {
            boolean complete = true;
            for (Map.Entry<String, Object> each : operators.entrySet()) {
                complete &= add(key, OPERATORS.get(each.getKey()), each.getValue(), into);
            }
            return complete;
        }
        return add(key, Operator.EQUAL, value, into);
    }

    /** A part of a path that may mean a place in an array. */
    private static boolean hasNumber(String path) {
        for (String part : path.split("\\.", -1)) {
            if (!part.isEmpty() && part.chars().allMatch(Character::isDigit)) {
                return true;
            }
        }
        return false;
    }

    static boolean isOperators(Document value) {
        return !value.isEmpty() && value.keySet().iterator().next().startsWith("$");
    }

    /** Whether the clause says all that the condition says. */
    private static boolean add(String field, @Nullable Operator operator, @Nullable Object value, List<Clause> into) {
        if (operator == null || !isAnswered(field, operator, value)) {
            return false;
        }
        into.add(new Clause(field, operator, value));
        return value != null && !(value instanceof Collection<?> values && values.contains(null));
    }

    private static boolean isAnswered(String field, Operator operator, @Nullable Object value) {
        return switch (operator) {
            case EQUAL -> value == null || isPlain(value) || (field.equals("_id") && isDocument(value));
            case IN ->
                value instanceof Collection<?> values
                        && values.stream().allMatch(each -> each == null || isPlain(each));
            default -> value != null && isPlain(value) && !Values.isNaN(value);
        };
    }

    private static boolean isDocument(Object value) {
        return value instanceof Document document && !isOperators(document);
    }

    /** Of a type whose values are equal when their bytes are, for the engine as well. */
    private static boolean isPlain(Object value) {
        return value instanceof Number
                || value instanceof String
                || value instanceof ObjectId
                || value instanceof Boolean
                || value instanceof Instant
                || value instanceof BsonTimestamp
                || value instanceof BinData
                || value instanceof UUID
                || value instanceof LegacyUUID;
    }
}
