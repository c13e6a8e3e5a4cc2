package dev.xylem.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonNumber;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonUndefined;
import org.bson.BsonValue;

/**
 * A query that is answered in process, by <a href="https://www.mongodb.com/docs/manual/reference/operator/query/">MongoDB's rules</a>:
 * comparison, logic, {@code $exists}, {@code $type}, {@code $mod}, {@code $regex} and the array operators. Compiled once, used by any
 * thread.
 */
public final class Matcher {
    private final Predicate<BsonDocument> compiled;

    private Matcher(Predicate<BsonDocument> compiled) {
        this.compiled = compiled;
    }

    /** @throws IllegalArgumentException when the query has an operator that this cannot answer, or misuses one */
    public static Matcher of(BsonDocument query) {
        return new Matcher(query(query));
    }

    public boolean matches(BsonDocument document) {
        return compiled.test(document);
    }

    private static Predicate<BsonDocument> query(BsonDocument query) {
        var all = new ArrayList<Predicate<BsonDocument>>();
        query.forEach((key, value) -> all.add(clause(key, value)));
        return document -> all.stream().allMatch(one -> one.test(document));
    }

    private static Predicate<BsonDocument> clause(String key, BsonValue value) {
        return switch (key) {
            case "$and" -> {
                var all = queries(key, value);
                yield document -> all.stream().allMatch(one -> one.test(document));
            }
            case "$or" -> {
                var any = queries(key, value);
                yield document -> any.stream().anyMatch(one -> one.test(document));
            }
            case "$nor" -> {
                var none = queries(key, value);
                yield document -> none.stream().noneMatch(one -> one.test(document));
            }
            case "$comment" -> _ -> true;
            default -> {
                if (key.startsWith("$")) {
                    throw unknown(key);
                }
                String[] path = key.split("\\.", -1);
                Predicate<List<BsonValue>> test = field(value);
                yield document -> test.test(MatchedValues.of(document, path));
            }
        };
    }

    private static List<Predicate<BsonDocument>> queries(String key, BsonValue value) {
        if (!(value instanceof BsonArray array) || array.isEmpty()) {
            throw new IllegalArgumentException(key + " needs a list of queries");
        }
        return array.stream().map(one -> query(object(key, one))).toList();
    }

    /** What stands behind a field's name. */
    private static Predicate<List<BsonValue>> field(BsonValue value) {
        return switch (value) {
            case BsonRegularExpression regex -> regex(regex);
            case BsonDocument document when hasOperators(document) -> operators(document);
            default -> equal(value);
        };
    }

    static boolean hasOperators(BsonDocument document) {
        return !document.isEmpty()
                && document.getFirstKey().startsWith("$")
                && !FieldName.isReference(document.getFirstKey());
    }

    private static Predicate<List<BsonValue>> operators(BsonDocument operators) {
        var all = new ArrayList<Predicate<List<BsonValue>>>();
        operators.forEach((name, operand) -> all.add(operator(name, operand, operators)));
        return values -> all.stream().allMatch(one -> one.test(values));
    }

    private static Predicate<List<BsonValue>> operator(String name, BsonValue operand, BsonDocument beside) {
        return switch (name) {
            case "$eq" -> equal(operand);
            case "$ne" -> equal(operand).negate();
            case "$gt" -> compare(operand, order -> order > 0, false);
            case "$gte" -> compare(operand, order -> order >= 0, true);
            case "$lt" -> compare(operand, order -> order < 0, false);
            case "$lte" -> compare(operand, order -> order <= 0, true);
            case "$in" -> in(name, operand);
            case "$nin" -> in(name, operand).negate();
            case "$exists" -> exists(operand);
            case "$not" -> not(operand);
            case "$type" -> type(operand);
            case "$mod" -> mod(operand);
            case "$regex" -> regex(RegexOperand.of(operand, beside.get("$options", new BsonString(""))));
            case "$options", "$comment" -> _ -> true;
            case "$size" -> size(operand);
            case "$all" -> all(operand);
            case "$elemMatch" -> elemMatch(object(name, operand));
            default -> throw unknown(name);
        };
    }

    private static Predicate<List<BsonValue>> equal(BsonValue operand) {
        return values -> MatchedValues.any(values, value -> isSame(value, operand));
    }

    /** Numbers by value; null also stands for what is missing. */
    private static boolean isSame(BsonValue value, BsonValue operand) {
        if (operand instanceof BsonNull) {
            return value instanceof BsonNull || value instanceof BsonUndefined;
        }
        return value != MatchedValues.MISSING && BsonOrder.INSTANCE.compare(value, operand) == 0;
    }

    /** Values of other types don't match, whatever their order. */
    private static Predicate<List<BsonValue>> compare(BsonValue operand, IntPredicate wanted, boolean orEqual) {
        boolean anyType = operand instanceof BsonMinKey || operand instanceof BsonMaxKey;
        return values -> MatchedValues.any(values, value -> {
            if (operand instanceof BsonNull || isNaN(operand) || isNaN(value)) {
                return orEqual && isSame(value, operand);
            }
            boolean comparable = anyType || BsonRank.of(value.getBsonType()) == BsonRank.of(operand.getBsonType());
            return value != MatchedValues.MISSING
                    && comparable
                    && wanted.test(BsonOrder.INSTANCE.compare(value, operand));
        });
    }

    private static boolean isNaN(BsonValue value) {
        return value instanceof BsonNumber number && Double.isNaN(number.doubleValue());
    }

    private static Predicate<List<BsonValue>> in(String name, BsonValue operand) {
        if (!(operand instanceof BsonArray array)) {
            throw new IllegalArgumentException(name + " needs a list");
        }
        List<Predicate<List<BsonValue>>> any = array.stream()
                .map(one -> one instanceof BsonRegularExpression regex ? regex(regex) : equal(one))
                .toList();
        return values -> any.stream().anyMatch(one -> one.test(values));
    }

    private static Predicate<List<BsonValue>> exists(BsonValue operand) {
        boolean wanted = switch (operand) {
            case BsonBoolean flag -> flag.getValue();
            case BsonNumber number -> number.doubleValue() != 0;
            case BsonNull _ -> false;
            default -> true;
        };
        return values -> values.stream().anyMatch(value -> value != MatchedValues.MISSING) == wanted;
    }

    private static Predicate<List<BsonValue>> not(BsonValue operand) {
        return switch (operand) {
            case BsonRegularExpression regex -> regex(regex).negate();
            case BsonDocument document
            when hasOperators(document) -> operators(document).negate();
            default -> throw new IllegalArgumentException("$not needs an object of operators, or a pattern");
        };
    }

    private static Predicate<List<BsonValue>> type(BsonValue operand) {
        var types = operand instanceof BsonArray array ? array : new BsonArray(List.of(operand));
        List<Predicate<BsonType>> any = types.stream().map(TypeNames::of).toList();
        return values -> MatchedValues.any(
                values,
                value -> value != MatchedValues.MISSING && any.stream().anyMatch(one -> one.test(value.getBsonType())));
    }

    private static Predicate<List<BsonValue>> mod(BsonValue operand) {
        if (!(operand instanceof BsonArray array)
                || array.size() != 2
                || !(array.get(0) instanceof BsonNumber divisor)
                || !(array.get(1) instanceof BsonNumber remainder)
                || divisor.longValue() == 0) {
            throw new IllegalArgumentException("$mod needs a divisor that is not 0, and a remainder");
        }
        return values -> MatchedValues.any(
                values,
                value -> value instanceof BsonNumber number
                        && Double.isFinite(number.doubleValue())
                        && number.longValue() % divisor.longValue() == remainder.longValue());
    }

    private static Predicate<List<BsonValue>> regex(BsonRegularExpression regex) {
        var pattern = RegexOperand.compile(regex);
        return values -> MatchedValues.any(
                values,
                value -> (value instanceof BsonString text && RegexOperand.find(pattern, text.getValue()))
                        || value.equals(regex));
    }

    private static Predicate<List<BsonValue>> size(BsonValue operand) {
        if (!(operand instanceof BsonNumber number) || number.doubleValue() != number.intValue()) {
            throw new IllegalArgumentException("$size needs a whole number");
        }
        return values -> MatchedValues.anyArray(values, array -> array.size() == number.intValue());
    }

    private static Predicate<List<BsonValue>> all(BsonValue operand) {
        if (!(operand instanceof BsonArray array)) {
            throw new IllegalArgumentException("$all needs a list");
        }
        List<Predicate<List<BsonValue>>> each =
                array.stream().map(Matcher::field).toList();
        return values -> !each.isEmpty() && each.stream().allMatch(one -> one.test(values));
    }

    private static Predicate<List<BsonValue>> elemMatch(BsonDocument operand) {
        boolean ofValues =
                hasOperators(operand) && !Map.of("$and", 1, "$or", 1, "$nor", 1).containsKey(operand.getFirstKey());
        if (ofValues) {
            Predicate<List<BsonValue>> test = operators(operand);
            // an element that is an array is one value here
            return values -> MatchedValues.anyArray(
                    values,
                    array -> array.stream().anyMatch(element -> test.test(List.of(MatchedValues.whole(element)))));
        }
        Predicate<BsonDocument> test = query(operand);
        return values ->
                MatchedValues.anyArray(values, array -> array.stream().anyMatch(element -> isMatch(element, test)));
    }

    /** An array is an object here, with its places as names. */
    private static boolean isMatch(BsonValue element, Predicate<BsonDocument> test) {
        return switch (element) {
            case BsonDocument document -> test.test(document);
            case BsonArray list -> {
                var places = new BsonDocument();
                list.forEach(value -> places.append(Integer.toString(places.size()), value));
                yield test.test(places);
            }
            default -> false;
        };
    }

    private static BsonDocument object(String name, BsonValue value) {
        if (!(value instanceof BsonDocument document)) {
            throw new IllegalArgumentException(name + " needs an object");
        }
        return document;
    }

    private static IllegalArgumentException unknown(String operator) {
        return new IllegalArgumentException(operator + " can't be answered here");
    }
}
