package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code $group} gathers from the documents of one group. */
final class GroupValue {

    /** A field of {@code $group}. */
    record Field(String name, String operator, @Nullable Object expression) {

        static Field of(String name, @Nullable Object given) {
            if (!(given instanceof Document accumulator) || accumulator.size() != 1) {
                throw new MongoServerError(40238, "The field '" + name + "' must specify one accumulator");
            }
            String operator = accumulator.keySet().iterator().next();
            if (!OPERATORS.contains(operator)) {
                throw new MongoServerError(15952, "unknown group operator '" + operator + "'");
            }
            Object expression = operator.equals("$count") ? Integer.valueOf(1) : accumulator.get(operator);
            Evaluation.check(expression);
            return new Field(name, operator, expression);
        }
    }

    private static final List<String> OPERATORS =
            List.of("$sum", "$avg", "$min", "$max", "$push", "$addToSet", "$first", "$last", "$count", "$mergeObjects");

    private final String operator;
    private final List<@Nullable Object> all = new ArrayList<>();
    private final Map<Key, Object> different = new LinkedHashMap<>();
    private @Nullable Object value;
    private int count;

    GroupValue(Field field) {
        this.operator = field.operator;
        this.value = operator.equals("$sum") || operator.equals("$count") ? 0 : null;
    }

    void add(@Nullable Object next) {
        switch (operator) {
            case "$first" -> value = count++ == 0 ? Values.nullIfMissing(next) : value;
            case "$last" -> value = Values.nullIfMissing(next);
            case "$sum", "$count", "$avg" -> addNumber(next);
            default -> {
                if (next != Values.MISSING) {
                    addValue(next);
                }
            }
        }
    }

    private void addNumber(@Nullable Object next) {
        if (next instanceof Number) {
            count++;
            value = value == null ? next : Arithmetic.of("$add", List.of(value, next));
        }
    }

    private void addValue(@Nullable Object next) {
        switch (operator) {
            case "$push" -> all.add(next);
            case "$addToSet" -> different.putIfAbsent(Key.of(next), next);
            case "$mergeObjects" -> all.add(next);
            case "$min" -> value = next != null && (value == null || Values.compare(next, value) < 0) ? next : value;
            default -> value = next != null && (value == null || Values.compare(next, value) > 0) ? next : value;
        }
    }

    @Nullable
    Object result() {
        return switch (operator) {
            case "$push" -> all;
            case "$addToSet" -> new ArrayList<>(different.values());
            case "$mergeObjects" -> Operators.merged(Collections.singletonList(all));
            case "$avg" -> Missing.isNullOrMissing(value) ? null : average();
            default -> value;
        };
    }

    private @Nullable Object average() {
        return value instanceof Decimal128 || value instanceof Number
                ? Arithmetic.of("$divide", List.of(value, count))
                : null;
    }
}
