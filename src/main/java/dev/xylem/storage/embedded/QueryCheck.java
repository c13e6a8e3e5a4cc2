package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a malformed query even where there is nothing to match it against, as MongoDB does; the stock engine notices only
 * when it meets a document, and some faults never.
 */
final class QueryCheck {

    private static final Set<String> LOGICAL = Set.of("$and", "$or", "$nor");
    private static final Document EMPTY = new Document();

    private QueryCheck() {}

    static void check(@Nullable Object query) {
        if (query instanceof Document conditions) {
            for (Map.Entry<String, Object> condition : conditions.entrySet()) {
                equalToEmpty(condition);
                TypeOperand.adapt(condition.getValue());
                check(condition.getKey(), condition.getValue());
            }
        }
    }

    /** The queries that a pipeline holds; a count is one, too. */
    static void checkStages(@Nullable Object pipeline) {
        if (pipeline instanceof List<?> stages) {
            stages.stream()
                    .filter(Document.class::isInstance)
                    .forEach(stage -> check(((Document) stage).get("$match")));
        }
    }

    /** Equality with an empty document; the stock engine takes it for no condition at all and matches everything. */
    private static void equalToEmpty(Map.Entry<String, Object> condition) {
        boolean isField = !condition.getKey().startsWith("$");
        if (isField && condition.getValue() instanceof Document value && value.isEmpty()) {
            condition.setValue(new Document("$eq", new Document()));
        }
    }

    private static void check(String key, @Nullable Object value) {
        if (LOGICAL.contains(key) && value instanceof List<?> clauses && !clauses.isEmpty()) {
            clauses.forEach(QueryCheck::check);
        } else if (key.equals("$jsonSchema")) {
            throw Failures.notImplemented();
        } else if (!key.equals("$expr")) {
            operand("$eq", value);
            // An expression may fail on this document and be right for others.
            new DefaultQueryMatcher().matches(EMPTY, new Document(key, value));
        }
    }

    private static void operand(String operator, @Nullable Object operand) {
        if (!isFit(operator, operand)) {
            throw new MongoServerError(
                    Failures.BAD_VALUE, "BadValue", operator + " needs another operand than the one given");
        }
        if (operand instanceof Document operators) {
            operators.forEach(QueryCheck::operand);
        }
    }

    private static boolean isFit(String operator, @Nullable Object operand) {
        return switch (operator) {
            case "$all" -> operand instanceof List;
            case "$mod" -> operand instanceof List<?> pair && isDivision(pair);
            case "$not" -> operand instanceof BsonRegularExpression || isOperators(operand);
            case "$regex" -> isPattern(operand);
            case "$size" -> operand instanceof Number size && size.doubleValue() >= 0 && isWhole(size);
            default -> !(operand instanceof BsonRegularExpression) || isPattern(operand);
        };
    }

    private static boolean isDivision(List<?> pair) {
        return pair.size() == 2
                && pair.getFirst() instanceof Number divisor
                && pair.getLast() instanceof Number
                && divisor.longValue() != 0;
    }

    private static boolean isOperators(@Nullable Object value) {
        return value instanceof Document operators
                && !operators.isEmpty()
                && operators.keySet().stream().allMatch(key -> key.startsWith("$"));
    }

    private static boolean isWhole(Number number) {
        return number.doubleValue() == Math.rint(number.doubleValue());
    }

    private static boolean isPattern(@Nullable Object value) {
        return switch (value) {
            case String pattern -> compiles(pattern);
            case BsonRegularExpression expression -> compiles(expression.getPattern());
            case null, default -> false;
        };
    }

    private static boolean compiles(String pattern) {
        try {
            Pattern.compile(pattern);
            return pattern.indexOf('\0') < 0;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
