package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads what a query asks of a field. */
final class Demands {

    /** A reference to another document, and no operators. */
    static final Set<String> REFERENCE = Set.of("$ref", "$id", "$db");

    private static final Set<String> GEO =
            Set.of("$geoWithin", "$geoIntersects", "$near", "$nearSphere", "$within", "$maxDistance", "$minDistance");

    private Demands() {}

    static Demand of(@Nullable Object value) {
        if (value instanceof Document operators && isOperators(operators)) {
            return all(operators);
        }
        return value instanceof BsonRegularExpression expression
                ? new Demand.Any(true, matches(expression))
                : new Demand.Any(true, equal(value));
    }

    static boolean isOperators(Document value) {
        return Evaluation.isOperator(value)
                && !REFERENCE.contains(value.keySet().iterator().next());
    }

    private static Demand all(Document operators) {
        if (operators.containsKey("$options") && !operators.containsKey("$regex")) {
            throw refused("$options needs a $regex");
        }
        List<Demand> demands = new ArrayList<>();
        operators.forEach((operator, operand) -> {
            if (!operator.equals("$options")) {
                demands.add(one(operators, operator, operand));
            }
        });
        return demands.size() == 1 ? demands.getFirst() : new Demand.Every(demands);
    }

    private static Demand one(Document operators, String operator, @Nullable Object operand) {
        return switch (operator) {
            case "$eq" -> new Demand.Any(true, equal(operand));
            case "$ne" -> new Demand.Not(new Demand.Any(true, equal(noPattern(operator, operand))));
            case "$gt" -> new Demand.Any(true, ordered(operand, false, order -> order > 0));
            case "$gte" -> new Demand.Any(true, ordered(operand, true, order -> order >= 0));
            case "$lt" -> new Demand.Any(true, ordered(operand, false, order -> order < 0));
            case "$lte" -> new Demand.Any(true, ordered(operand, true, order -> order <= 0));
            case "$in" -> in(operator, operand);
            case "$nin" -> new Demand.Not(in(operator, operand));
            case "$not" -> new Demand.Not(negated(operand));
            case "$exists" -> {
                Demand exists = new Demand.Any(false, value -> value != Values.MISSING);
                yield Utils.isTrue(operand) ? exists : new Demand.Not(exists);
            }
            case "$type" -> new Demand.Any(true, TypeOperand.test(operand));
            case "$regex" -> new Demand.Any(true, matches(expression(operand, operators.get("$options"))));
            case "$mod" -> new Demand.Any(true, mod(operand));
            case "$size" -> size(operand);
            case "$all" -> every(operand);
            case "$elemMatch" -> element(operand);
            case String geo when GEO.contains(geo) -> throw Failures.notImplemented();
            default -> throw refused("unknown operator: " + operator);
        };
    }

    private static MongoServerError refused(String why) {
        return new MongoServerError(Failures.BAD_VALUE, "BadValue", why);
    }

    // -- Order and equality

    private static Predicate<@Nullable Object> equal(@Nullable Object operand) {
        if (operand == null || operand == Values.MISSING) {
            return Missing::isNullOrMissing;
        }
        byte[] bytes = OrderedBytes.of(operand);
        byte tag = bytes[0];
        return switch (operand) {
            case String text -> text::equals;
            case Boolean flag -> flag::equals;
            default ->
                value -> value == operand
                        || (value != null
                                && value != Values.MISSING
                                && OrderedBytes.tagOf(value) == tag
                                && Arrays.equals(OrderedBytes.of(value), bytes));
        };
    }

    /** Only values of the operand's type are compared; those of all types to the least and the greatest value there is. */
    private static Predicate<@Nullable Object> ordered(@Nullable Object operand, boolean orEqual, IntPredicate order) {
        if (operand instanceof BsonRegularExpression) {
            throw refused("Can't have RegEx as arg to a comparison");
        }
        if (operand == null) {
            return orEqual ? Missing::isNullOrMissing : _ -> false;
        }
        if (Values.isNaN(operand)) {
            return orEqual ? Values::isNaN : _ -> false;
        }
        byte[] bytes = OrderedBytes.of(operand);
        if (operand instanceof MinKey || operand instanceof MaxKey) {
            return value -> order.test(Arrays.compareUnsigned(OrderedBytes.of(value), bytes));
        }
        if (operand instanceof Integer small) {
            return value -> value instanceof Integer number
                    ? order.test(number.compareTo(small))
                    : isSameType(value, bytes) && order.test(Arrays.compareUnsigned(OrderedBytes.of(value), bytes));
        }
        return value -> isSameType(value, bytes) && order.test(Arrays.compareUnsigned(OrderedBytes.of(value), bytes));
    }

    private static boolean isSameType(@Nullable Object value, byte[] operand) {
        return value != null
                && value != Values.MISSING
                && OrderedBytes.tagOf(value) == operand[0]
                && !Values.isNaN(value);
    }

    private static @Nullable Object noPattern(String operator, @Nullable Object operand) {
        if (operand instanceof BsonRegularExpression) {
            throw refused("Can't have regex as arg to " + operator);
        }
        return operand;
    }

    private static Demand in(String operator, @Nullable Object operand) {
        if (!(operand instanceof List<?> values)) {
            throw refused(operator + " needs an array");
        }
        boolean hasOperators =
                values.stream().anyMatch(each -> each instanceof Document document && isOperators(document));
        if (hasOperators) {
            throw refused("cannot nest $ under " + operator);
        }
        Set<Key> plain = new HashSet<>();
        List<Predicate<@Nullable Object>> patterns = new ArrayList<>();
        values.forEach(each -> {
            if (each instanceof BsonRegularExpression expression) {
                patterns.add(matches(expression));
            } else {
                plain.add(Key.of(each));
            }
        });
        return new Demand.Any(
                true,
                value -> plain.contains(Key.of(value)) || patterns.stream().anyMatch(pattern -> pattern.test(value)));
    }

    // -- Text

    private static BsonRegularExpression expression(@Nullable Object pattern, @Nullable Object options) {
        return switch (pattern) {
            case String text -> new BsonRegularExpression(text, options instanceof String flags ? flags : "");
            case BsonRegularExpression given ->
                options instanceof String flags ? new BsonRegularExpression(given.getPattern(), flags) : given;
            case null, default -> throw refused("$regex has to be a string");
        };
    }

    /** A text in which the pattern is found, or the same pattern. */
    private static Predicate<@Nullable Object> matches(BsonRegularExpression expression) {
        Pattern pattern = compiled(expression);
        byte[] bytes = OrderedBytes.of(expression);
        return value -> switch (value) {
            case String text -> isFound(pattern, text);
            case BsonRegularExpression other -> Arrays.equals(OrderedBytes.of(other), bytes);
            case null, default -> false;
        };
    }

    private static boolean isFound(Pattern pattern, String text) {
        try {
            return pattern.matcher(new TimedText(text)).find();
        } catch (StackOverflowError e) {
            throw refused("Regular expression is too complicated for a text that it meets");
        }
    }

    private static Pattern compiled(BsonRegularExpression expression) {
        int flags = Pattern.UNICODE_CASE;
        for (char option :
                Objects.requireNonNullElse(expression.getOptions(), "").toCharArray()) {
            flags |= switch (option) {
                case 'i' -> Pattern.CASE_INSENSITIVE;
                case 'm' -> Pattern.MULTILINE;
                case 's' -> Pattern.DOTALL;
                case 'x' -> Pattern.COMMENTS;
                case 'u' -> 0;
                default -> throw refused("invalid flag in regex options: " + option);
            };
        }
        if (expression.getPattern().indexOf('\0') >= 0) {
            throw refused("Regular expression cannot contain an embedded null byte");
        }
        try {
            return Pattern.compile(expression.getPattern(), flags);
        } catch (PatternSyntaxException e) {
            throw new MongoServerError(Failures.BAD_VALUE, "BadValue", "Regular expression is invalid");
        }
    }

    // -- Numbers and arrays

    private static Predicate<@Nullable Object> mod(@Nullable Object operand) {
        if (!(operand instanceof List<?> pair)
                || pair.size() != 2
                || !(pair.getFirst() instanceof Number divisor)
                || !(pair.getLast() instanceof Number remainder)
                || divisor.longValue() == 0) {
            throw refused("malformed mod");
        }
        long by = divisor.longValue();
        long rest = remainder.longValue();
        return value -> value instanceof Number number && isWhole(number) && whole(number) % by == rest;
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long || Math.abs(number.doubleValue()) < 0x1p63;
    }

    private static long whole(Number number) {
        return number instanceof Decimal128 decimal ? decimal.toBigDecimal().longValue() : number.longValue();
    }

    private static Demand size(@Nullable Object operand) {
        if (!(operand instanceof Number size)
                || size.doubleValue() < 0
                || size.doubleValue() != Math.rint(size.doubleValue())) {
            throw refused("$size needs a whole number that is not negative");
        }
        return new Demand.Any(false, value -> value instanceof List<?> array && array.size() == size.intValue());
    }

    private static Demand every(@Nullable Object operand) {
        if (!(operand instanceof List<?> values)) {
            throw refused("$all needs an array");
        }
        List<Demand> demands = values.stream().map(Demands::contained).toList();
        return demands.isEmpty() ? new Demand.Never() : new Demand.Every(demands);
    }

    private static Demand contained(@Nullable Object value) {
        return value instanceof Document document && isOperators(document) && !document.containsKey("$elemMatch")
                ? throwRefused("no $ expressions in $all")
                : of(value);
    }

    private static Demand throwRefused(String why) {
        throw refused(why);
    }

    private static Demand negated(@Nullable Object operand) {
        boolean isExpression = operand instanceof BsonRegularExpression
                || (operand instanceof Document operators && isOperators(operators));
        return isExpression ? of(operand) : throwRefused("$not needs a regex or a document");
    }

    private static Demand element(@Nullable Object operand) {
        if (!(operand instanceof Document query)) {
            throw refused("$elemMatch needs an Object");
        }
        boolean isOfValues = isOperators(query)
                && !Condition.LOGICAL.contains(query.keySet().iterator().next());
        if (isOfValues) {
            Demand demand = all(query);
            return new Demand.Any(
                    false,
                    value -> value instanceof List<?> array && array.stream().anyMatch(demand::isMetBy));
        }
        Condition condition = Condition.of(query);
        return new Demand.Any(
                false,
                value -> value instanceof List<?> array
                        && array.stream().anyMatch(each -> isObject(each) && condition.holds(asObject(each))));
    }

    private static boolean isObject(@Nullable Object value) {
        return value instanceof Document || value instanceof List;
    }

    /** An array is an object whose fields are its places. */
    private static Document asObject(@Nullable Object value) {
        if (value instanceof Document document) {
            return document;
        }
        Document object = new Document();
        if (value instanceof List<?> array) {
            for (int i = 0; i < array.size(); i++) {
                object.put(String.valueOf(i), array.get(i));
            }
        }
        return object;
    }
}
