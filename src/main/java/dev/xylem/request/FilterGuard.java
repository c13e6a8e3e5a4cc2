package dev.xylem.request;

import dev.xylem.api.Operators;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Lets only known, harmless operators into a query: an allow-list, walked through the whole tree.
 * <a href="https://www.mongodb.com/docs/manual/reference/operator/query/">Query predicates in the manual</a>.
 */
final class FilterGuard {
    /** A longer pattern is one that nobody writes by hand, and may take for ever. */
    private static final int LONGEST_PATTERN = 1_000;

    private final String parameter;

    private FilterGuard(String parameter) {
        this.parameter = parameter;
    }

    /** Returns the filter, or refuses it. */
    static BsonDocument check(String parameter, BsonDocument filter) {
        new FilterGuard(parameter).query(filter, "");
        return filter;
    }

    /** True when the filter orders its result by distance: {@code $near} and {@code $nearSphere} stand on a field at the top. */
    static boolean usesDistance(BsonDocument filter) {
        return filter.values().stream()
                .anyMatch(value -> value instanceof BsonDocument condition
                        && (condition.containsKey("$near") || condition.containsKey("$nearSphere")));
    }

    /** Refuses what is no known operator inside {@code $expr}; for filters and projections alike. */
    private void query(BsonValue value, String path) {
        switch (value) {
            case BsonDocument document ->
                document.forEach((key, child) -> {
                    String at = path.isEmpty() ? key : path + "." + key;
                    allow(key, at, Operators.QUERY);
                    switch (key) {
                        case "$regex" -> pattern(child);
                        case "$expr" -> expression(child, at);
                        case "$jsonSchema" -> {} // a schema has keywords, not operators
                        default -> query(child, at);
                    }
                });
            case BsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    query(array.get(i), path + "." + i);
                }
            }
            default -> pattern(value, false);
        }
    }

    private void pattern(BsonValue value) {
        pattern(value, true);
    }

    private void pattern(BsonValue value, boolean isOne) {
        int length = switch (value) {
            case BsonRegularExpression regex -> regex.getPattern().length();
            case BsonString text when isOne -> text.getValue().length();
            default -> 0;
        };
        if (length > LONGEST_PATTERN) {
            throw Parameters.invalid(
                    parameter, "holds a regular expression of more than " + LONGEST_PATTERN + " characters");
        }
    }

    private void expression(BsonValue value, String path) {
        switch (value) {
            case BsonDocument document ->
                document.forEach((key, child) -> {
                    String at = path + "." + key;
                    allow(key, at, Operators.EXPRESSION);
                    if (key.equals("regex")) {
                        pattern(child);
                    }
                    if (!key.equals("$literal")) {
                        expression(child, at);
                    }
                });
            case BsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    expression(array.get(i), path + "." + i);
                }
            }
            default -> {}
        }
    }

    private void allow(String key, String path, Operators allowed) {
        if (key.startsWith("$") && !allowed.has(key)) {
            throw refused(key, path);
        }
    }

    private ProblemException refused(String operator, String path) {
        return Problem.of(
                        ProblemType.OPERATOR_NOT_ALLOWED,
                        "The operator '" + operator + "' is unknown or not allowed here.")
                .with("parameter", parameter)
                .with("path", path)
                .exception();
    }
}
