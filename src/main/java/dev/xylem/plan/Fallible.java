package dev.xylem.plan;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What of a query may fail on some document. A store evaluates the conditions of a query in the order that it likes: where one fails on a
 * document that another one keeps from the caller, the failure tells of that document.
 */
final class Fallible {
    /** These take any operand and give a result; the conditions outside of {@code $expr} all do. */
    private static final Set<String> SAFE = Set.of(
            "$and",
            "$or",
            "$not",
            "$eq",
            "$ne",
            "$gt",
            "$gte",
            "$lt",
            "$lte",
            "$cmp",
            "$cond",
            "$ifNull",
            "$isArray",
            "$isNumber",
            "$type",
            "$let",
            "$max",
            "$min");

    private Fallible() {}

    /** The first operator of that kind. */
    static Optional<String> in(BsonDocument query) {
        return query.entrySet().stream()
                .flatMap(clause -> switch (clause.getKey()) {
                    case "$expr" -> ofExpression(clause.getValue()).stream();
                    case "$and", "$or", "$nor" ->
                        elements(clause.getValue()).flatMap(one -> in(one.asDocument()).stream());
                    default -> Stream.empty();
                })
                .findFirst();
    }

    private static Optional<String> ofExpression(BsonValue expression) {
        return switch (expression) {
            case BsonArray array -> first(array.stream());
            case BsonDocument document ->
                document.entrySet().stream()
                        .flatMap(entry -> ofOperator(entry.getKey(), entry.getValue()).stream())
                        .findFirst();
            default -> Optional.empty();
        };
    }

    private static Optional<String> ofOperator(String name, BsonValue operands) {
        return switch (name) {
            case "$literal" -> Optional.empty();
            case "$in" -> hasList(operands) ? ofExpression(operands) : Optional.of(name);
            case "$switch" -> hasDefault(operands) ? ofExpression(operands) : Optional.of(name);
            default -> name.startsWith("$") && !SAFE.contains(name) ? Optional.of(name) : ofExpression(operands);
        };
    }

    /** A list that is computed need not be one. */
    private static boolean hasList(@Nullable BsonValue operands) {
        return operands instanceof BsonArray array && array.size() == 2 && array.get(1) instanceof BsonArray;
    }

    private static boolean hasDefault(BsonValue operands) {
        return operands instanceof BsonDocument members && members.containsKey("default");
    }

    private static Optional<String> first(Stream<BsonValue> expressions) {
        return expressions.flatMap(one -> ofExpression(one).stream()).findFirst();
    }

    private static Stream<BsonValue> elements(BsonValue value) {
        return value instanceof BsonArray array ? array.stream().filter(BsonValue::isDocument) : Stream.empty();
    }
}
