package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operators of expressions that the stock engine lacks, or does otherwise than MongoDB. */
final class Operators {

    private static final Set<String> NAMES = Set.of(
            "$literal",
            "$cond",
            "$ifNull",
            "$switch",
            "$let",
            "$map",
            "$filter",
            "$reduce",
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
            "$in",
            "$mergeObjects",
            "$arrayToObject",
            "$objectToArray",
            "$arrayElemAt",
            "$first",
            "$last",
            "$max",
            "$min",
            "$type",
            "$isNumber",
            "$isArray");

    /** How many arguments those have that are not of any number. */
    private static final Map<String, Integer> ARGUMENTS = Map.ofEntries(
            Map.entry("$not", 1),
            Map.entry("$type", 1),
            Map.entry("$isNumber", 1),
            Map.entry("$isArray", 1),
            Map.entry("$abs", 1),
            Map.entry("$ceil", 1),
            Map.entry("$floor", 1),
            Map.entry("$first", 1),
            Map.entry("$last", 1),
            Map.entry("$arrayToObject", 1),
            Map.entry("$objectToArray", 1),
            Map.entry("$eq", 2),
            Map.entry("$ne", 2),
            Map.entry("$gt", 2),
            Map.entry("$gte", 2),
            Map.entry("$lt", 2),
            Map.entry("$lte", 2),
            Map.entry("$cmp", 2),
            Map.entry("$in", 2),
            Map.entry("$arrayElemAt", 2),
            Map.entry("$subtract", 2),
            Map.entry("$divide", 2),
            Map.entry("$mod", 2));

    private final Evaluation in;
    private final String name;

    Operators(Evaluation in, String name) {
        this.in = in;
        this.name = name;
    }

    static boolean isOne(String name) {
        return NAMES.contains(name) || Arithmetic.NAMES.contains(name);
    }

    /** Refuses another number of arguments, before there is a document. */
    static void check(String name, @Nullable Object given) {
        Integer wanted = ARGUMENTS.get(name);
        int size = given instanceof Collection<?> several ? several.size() : 1;
        if (wanted != null && wanted != size) {
            throw new MongoServerError(
                    16020,
                    "Expression " + name + " takes exactly " + wanted + " arguments. " + size + " were passed in.");
        }
    }

    @Nullable
    Object apply(@Nullable Object given) {
        return switch (name) {
            case "$literal" -> given;
            case "$cond" -> condition(given);
            case "$ifNull" -> ifNull(list(given));
            case "$switch" -> choice(named(given, 40060));
            case "$let" -> let(named(given, 16874));
            case "$map" -> map(named(given, 16878));
            case "$filter" -> filter(named(given, 28646));
            case "$reduce" -> reduce(named(given, 40075));
            case "$and" -> list(given).stream().allMatch(each -> Utils.isTrue(in.of(each)));
            case "$or" -> list(given).stream().anyMatch(each -> Utils.isTrue(in.of(each)));
            default -> of(in.arguments(given));
        };
    }

    private @Nullable Object of(List<@Nullable Object> values) {
        return switch (name) {
            case "$not" -> !Utils.isTrue(one(values));
            case "$eq" -> compares(values, order -> order == 0);
            case "$ne" -> compares(values, order -> order != 0);
            case "$gt" -> compares(values, order -> order > 0);
            case "$gte" -> compares(values, order -> order >= 0);
            case "$lt" -> compares(values, order -> order < 0);
            case "$lte" -> compares(values, order -> order <= 0);
            case "$cmp" -> Integer.signum(compare(values));
            case "$in" -> isIn(values);
            case "$mergeObjects" -> merged(values);
            case "$arrayToObject" -> object(one(values));
            case "$objectToArray" -> pairs(one(values));
            case "$arrayElemAt" -> element(values);
            case "$first" -> end(one(values), 0);
            case "$last" -> end(one(values), -1);
            case "$max" -> extreme(values, Values::compare);
            case "$min" -> extreme(values, (a, b) -> Values.compare(b, a));
            case "$type" -> Values.typeOf(one(values));
            case "$isNumber" -> one(values) instanceof Number;
            case "$isArray" -> one(values) instanceof Collection;
            default -> Arithmetic.of(name, values);
        };
    }

    // -- What is evaluated only where it is needed

    private static List<?> list(@Nullable Object given) {
        return given instanceof List<?> several ? several : Collections.singletonList(given);
    }

    private Document named(@Nullable Object given, int code) {
        if (given instanceof Document arguments) {
            return arguments;
        }
        throw new MongoServerError(code, name + " only supports an object as its argument");
    }

    private @Nullable Object required(Document arguments, String argument, int code) {
        if (!arguments.containsKey(argument)) {
            throw new MongoServerError(code, "Missing '" + argument + "' parameter to " + name);
        }
        return arguments.get(argument);
    }

    private @Nullable Object condition(@Nullable Object given) {
        if (given instanceof Document arguments) {
            Object test = required(arguments, "if", 17080);
            Object then = required(arguments, "then", 17081);
            Object otherwise = required(arguments, "else", 17082);
            return in.of(Utils.isTrue(in.of(test)) ? then : otherwise);
        }
        List<?> arguments = list(given);
        requireSize(arguments, 3);
        return in.of(arguments.get(Utils.isTrue(in.of(arguments.getFirst())) ? 1 : 2));
    }

    private @Nullable Object ifNull(List<?> expressions) {
        if (expressions.size() < 2) {
            throw new MongoServerError(1257300, "$ifNull needs at least two arguments");
        }
        Object value = null;
        for (Object expression : expressions) {
            value = in.of(expression);
            if (Missing.isNeitherNullNorMissing(value)) {
                return value;
            }
        }
        return value;
    }

    private @Nullable Object choice(Document arguments) {
        if (!(arguments.get("branches") instanceof List<?> branches) || branches.isEmpty()) {
            throw new MongoServerError(40068, "$switch requires at least one branch");
        }
        for (Object branch : branches) {
            Document pair = named(branch, 40062);
            if (Utils.isTrue(in.of(required(pair, "case", 40064)))) {
                return in.of(required(pair, "then", 40065));
            }
        }
        return in.of(required(arguments, "default", 40066));
    }

    private @Nullable Object let(Document arguments) {
        Evaluation inner = in;
        for (Map.Entry<String, Object> each :
                named(required(arguments, "vars", 16876), 16876).entrySet()) {
            inner = inner.with(each.getKey(), in.of(each.getValue()));
        }
        return inner.of(required(arguments, "in", 16877));
    }

    private @Nullable Object map(Document arguments) {
        List<?> input = input(arguments, 16882, 16883);
        if (input == null) {
            return null;
        }
        Object each = required(arguments, "in", 16882);
        List<@Nullable Object> result = new ArrayList<>();
        input.forEach(element ->
                result.add(Values.nullIfMissing(in.with(as(arguments), element).of(each))));
        return result;
    }

    private @Nullable Object filter(Document arguments) {
        List<?> input = input(arguments, 28648, 28651);
        if (input == null) {
            return null;
        }
        Object test = required(arguments, "cond", 28650);
        List<@Nullable Object> result = new ArrayList<>();
        for (Object element : input) {
            if (Utils.isTrue(in.with(as(arguments), element).of(test))) {
                result.add(element);
            }
        }
        return result;
    }

    private @Nullable Object reduce(Document arguments) {
        List<?> input = input(arguments, 40077, 40080);
        if (input == null) {
            return null;
        }
        Object value = in.of(required(arguments, "initialValue", 40078));
        Object step = required(arguments, "in", 40079);
        for (Object element : input) {
            value = in.with("this", element).with("value", value).of(step);
        }
        return value;
    }

    private static String as(Document arguments) {
        return String.valueOf(arguments.getOrDefault("as", "this"));
    }

    private @Nullable List<?> input(Document arguments, int missing, int code) {
        return arrayOrNull(in.of(required(arguments, "input", missing)), code);
    }

    private @Nullable List<?> arrayOrNull(@Nullable Object value, int code) {
        if (Missing.isNullOrMissing(value)) {
            return null;
        }
        if (value instanceof List<?> array) {
            return array;
        }
        throw new MongoServerError(code, name + " needs an array, not " + Values.typeOf(value));
    }

    // -- Functions of values

    private void requireSize(List<?> arguments, int size) {
        if (arguments.size() != size) {
            throw new MongoServerError(
                    16020,
                    "Expression " + name + " takes exactly " + size + " arguments. " + arguments.size()
                            + " were passed in.");
        }
    }

    private @Nullable Object one(List<@Nullable Object> values) {
        requireSize(values, 1);
        return values.getFirst();
    }

    private int compare(List<@Nullable Object> values) {
        requireSize(values, 2);
        return Values.compareExactly(values.getFirst(), values.getLast());
    }

    private boolean compares(List<@Nullable Object> values, IntPredicate test) {
        return test.test(compare(values));
    }

    private boolean isIn(List<@Nullable Object> values) {
        requireSize(values, 2);
        if (values.getLast() instanceof Collection<?> array) {
            return array.stream().anyMatch(each -> Values.compareExactly(values.getFirst(), each) == 0);
        }
        throw new MongoServerError(40081, "$in requires an array as a second argument");
    }

    static Document merged(List<@Nullable Object> values) {
        Document result = new Document();
        boolean isOneArray = values.size() == 1 && values.getFirst() instanceof Collection;
        for (Object value : isOneArray ? (Collection<?>) values.getFirst() : values) {
            if (value instanceof Document document) {
                result.putAll(document);
            } else if (Missing.isNeitherNullNorMissing(value)) {
                throw new MongoServerError(
                        40400, "$mergeObjects requires object inputs, but an input is of type " + Values.typeOf(value));
            }
        }
        return result;
    }

    private @Nullable Document object(@Nullable Object value) {
        List<?> pairs = arrayOrNull(value, 40386);
        if (pairs == null) {
            return null;
        }
        Document result = new Document();
        for (Object pair : pairs) {
            switch (pair) {
                case List<?> two when two.size() == 2 -> result.put(key(two.getFirst(), 40395), two.getLast());
                case Document kv
                when kv.size() == 2 && kv.containsKey("k") && kv.containsKey("v") ->
                    result.put(key(kv.get("k"), 40394), kv.get("v"));
                case null, default ->
                    throw new MongoServerError(40398, "Unrecognised input type format for $arrayToObject");
            }
        }
        return result;
    }

    private static String key(@Nullable Object key, int code) {
        if (key instanceof String text) {
            return text;
        }
        throw new MongoServerError(code, "$arrayToObject needs keys of type string");
    }

    private static @Nullable List<Document> pairs(@Nullable Object value) {
        if (Missing.isNullOrMissing(value)) {
            return null;
        }
        if (!(value instanceof Document document)) {
            throw new MongoServerError(40390, "$objectToArray requires a document input");
        }
        return document.entrySet().stream()
                .map(each -> new Document("k", each.getKey()).append("v", each.getValue()))
                .toList();
    }

    private @Nullable Object element(List<@Nullable Object> values) {
        requireSize(values, 2);
        List<?> array = arrayOrNull(values.getFirst(), 28689);
        Object index = values.getLast();
        if (array == null || Missing.isNullOrMissing(index)) {
            return null;
        }
        if (!(index instanceof Number number)) {
            throw new MongoServerError(28690, "$arrayElemAt's second argument must be a numeric value");
        }
        return at(array, number.intValue());
    }

    private @Nullable Object end(@Nullable Object value, int index) {
        List<?> array = arrayOrNull(value, 28689);
        return array == null ? null : at(array, index);
    }

    private static @Nullable Object at(List<?> array, int index) {
        int place = index < 0 ? array.size() + index : index;
        return place < 0 || place >= array.size() ? Values.MISSING : array.get(place);
    }

    private static @Nullable Object extreme(List<@Nullable Object> values, Comparator<Object> order) {
        boolean isOneArray = values.size() == 1 && values.getFirst() instanceof Collection;
        Stream<?> all = isOneArray ? ((Collection<?>) values.getFirst()).stream() : values.stream();
        Optional<?> found = all.filter(Missing::isNeitherNullNorMissing).max(order);
        return found.isPresent() ? found.get() : null;
    }
}
