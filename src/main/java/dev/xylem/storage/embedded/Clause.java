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
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One demand of a query that a map's order can answer. */
record Clause(String field, Operator operator, @Nullable Object value) {

    enum Operator {
        EQUAL,
        IN,
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        /** The value is a list of the types' numbers. */
        TYPE
    }

    private static final Map<String, Operator> OPERATORS = Map.of(
            "$eq", Operator.EQUAL,
            "$in", Operator.IN,
            "$gt", Operator.GREATER,
            "$gte", Operator.GREATER_OR_EQUAL,
            "$lt", Operator.LESS,
            "$lte", Operator.LESS_OR_EQUAL,
            "$type", Operator.TYPE);

    private static final List<Integer> NUMBERS = List.of(1, 16, 18, 19);
    private static final Integer NULL = 10;

    /** Undefined, DBPointer, symbol, code with scope: no document here has them. */
    private static final Set<Integer> NEVER_HELD = Set.of(6, 12, 14, 15);

    /** The types that have a place of their own in an order; an array stands where its elements do. */
    private static final Map<Integer, Byte> TAGS = Map.ofEntries(
            Map.entry(-1, OrderedBytes.MIN_KEY),
            Map.entry(1, OrderedBytes.NUMBER),
            Map.entry(2, OrderedBytes.STRING),
            Map.entry(3, OrderedBytes.OBJECT),
            Map.entry(5, OrderedBytes.BINARY),
            Map.entry(7, OrderedBytes.OBJECT_ID),
            Map.entry(8, OrderedBytes.BOOLEAN),
            Map.entry(9, OrderedBytes.DATE),
            Map.entry(10, OrderedBytes.NULL),
            Map.entry(11, OrderedBytes.REGEX),
            Map.entry(13, OrderedBytes.CODE),
            Map.entry(16, OrderedBytes.NUMBER),
            Map.entry(17, OrderedBytes.TIMESTAMP),
            Map.entry(18, OrderedBytes.NUMBER),
            Map.entry(19, OrderedBytes.NUMBER),
            Map.entry(127, OrderedBytes.MAX_KEY));

    /** What the values of a {@link Operator#TYPE} begin with. */
    List<Byte> tags() {
        return value instanceof Collection<?> types
                ? types.stream()
                        .map(TAGS::get)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList()
                : List.of();
    }

    /**
     * The clauses of a query.
     *
     * @param complete with the choices, there is nothing else in the query
     * @param choices of each {@code $or} one holds as well
     */
    record Clauses(List<Clause> all, boolean complete, List<List<Clauses>> choices) {

        /** More ways than this to satisfy a query are not told apart. */
        private static final int MOST_WAYS = 64;

        private static final Clauses NOTHING = new Clauses(List.of(), false, List.of());

        static Clauses of(Document query) {
            List<Clause> all = new ArrayList<>();
            List<List<Clauses>> choices = new ArrayList<>();
            boolean complete = collect(query, all, choices);
            return new Clauses(all, complete, choices);
        }

        List<Clause> on(String field) {
            return all.stream().filter(clause -> clause.field().equals(field)).toList();
        }

        /** Clauses of which one set holds for each document that matches: these, and those of one choice. */
        List<Clauses> ways() {
            List<Clauses> ways = List.of(new Clauses(all, complete, List.of()));
            for (List<Clauses> choice : choices) {
                List<Clauses> branches = choice.stream()
                        .flatMap(branch -> branch.ways().stream())
                        .toList();
                boolean few = ways.size() * branches.size() <= MOST_WAYS;
                List<Clauses> more = few ? branches : List.of(NOTHING);
                ways = ways.stream().flatMap(way -> more.stream().map(way::and)).toList();
            }
            return ways;
        }

        private Clauses and(Clauses more) {
            return new Clauses(
                    Stream.concat(all.stream(), more.all.stream()).toList(), complete && more.complete, List.of());
        }
    }

    private static boolean collect(Document query, List<Clause> into, List<List<Clauses>> choices) {
        boolean complete = true;
        for (Map.Entry<String, Object> condition : query.entrySet()) {
            complete &= collect(condition.getKey(), condition.getValue(), into, choices);
        }
        return complete;
    }

    private static boolean collect(String key, @Nullable Object value, List<Clause> into, List<List<Clauses>> choices) {
        if (key.equals("$and") && value instanceof Collection<?> parts) {
            boolean complete = true;
            for (Object part : parts) {
                complete &= part instanceof Document query && collect(query, into, choices);
            }
            return complete;
        }
        if (key.equals("$or") && value instanceof Collection<?> parts) {
            choices.add(parts.stream()
                    .map(part -> part instanceof Document query ? Clauses.of(query) : Clauses.NOTHING)
                    .toList());
            return true;
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
        return switch (operator) {
            // a path to nowhere may lead through an array, where it means something else
            case EQUAL -> value != null || !field.contains(".");
            case TYPE -> isAllOrNoNumbers((Collection<?>) Objects.requireNonNull(value));
            default -> !(value instanceof Collection<?> values && values.contains(null));
        };
    }

    /** A missing field stands where null does, and numbers of all types stand together. */
    private static boolean isAllOrNoNumbers(Collection<?> types) {
        boolean someNumber = types.stream().anyMatch(NUMBERS::contains);
        return !types.contains(NULL) && (!someNumber || types.containsAll(NUMBERS));
    }

    private static boolean isAnswered(String field, Operator operator, @Nullable Object value) {
        return switch (operator) {
            case EQUAL -> value == null || isPlain(value) || (field.equals("_id") && isDocument(value));
            case IN ->
                value instanceof Collection<?> values
                        && values.stream().allMatch(each -> each == null || isPlain(each));
            case TYPE ->
                value instanceof Collection<?> types
                        && types.stream()
                                .allMatch(type -> type instanceof Integer number
                                        && (TAGS.containsKey(number) || NEVER_HELD.contains(number)));
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
