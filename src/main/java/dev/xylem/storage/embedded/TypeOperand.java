package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The operand of {@code $type}: names and numbers of types, those that no document here can have among them. */
final class TypeOperand {

    private static final int FAILED_TO_PARSE = 9;
    private static final int TYPE_MISMATCH = 14;
    private static final Set<String> NUMBERS = Set.of("int", "long", "double", "decimal");

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "double"),
            Map.entry(2, "string"),
            Map.entry(3, "object"),
            Map.entry(4, "array"),
            Map.entry(5, "binData"),
            Map.entry(6, "undefined"),
            Map.entry(7, "objectId"),
            Map.entry(8, "bool"),
            Map.entry(9, "date"),
            Map.entry(10, "null"),
            Map.entry(11, "regex"),
            Map.entry(12, "dbPointer"),
            Map.entry(13, "javascript"),
            Map.entry(14, "symbol"),
            Map.entry(15, "javascriptWithScope"),
            Map.entry(16, "int"),
            Map.entry(17, "timestamp"),
            Map.entry(18, "long"),
            Map.entry(19, "decimal"),
            Map.entry(-1, "minKey"),
            Map.entry(127, "maxKey"));

    private TypeOperand() {}

    static Predicate<@Nullable Object> test(@Nullable Object operand) {
        Set<String> wanted = new HashSet<>();
        if (operand instanceof Collection<?> several) {
            if (several.isEmpty()) {
                throw new MongoServerError(FAILED_TO_PARSE, "FailedToParse", "$type must match at least one type");
            }
            several.forEach(each -> add(each, wanted));
        } else {
            add(operand, wanted);
        }
        return value -> wanted.contains(Values.typeOf(value));
    }

    private static void add(@Nullable Object type, Set<String> into) {
        switch (type) {
            case String all when all.equals("number") -> into.addAll(NUMBERS);
            case String name when NAMES.containsValue(name) -> into.add(name);
            case Number number when isKnown(number) -> into.add(Objects.requireNonNull(NAMES.get(number.intValue())));
            case String name ->
                throw new MongoServerError(Failures.BAD_VALUE, "BadValue", "Unknown type name alias: " + name);
            case Number number ->
                throw new MongoServerError(Failures.BAD_VALUE, "BadValue", "Invalid numerical type code: " + number);
            case null, default ->
                throw new MongoServerError(
                        TYPE_MISMATCH, "TypeMismatch", "type must be represented as a number or a string");
        }
    }

    private static boolean isKnown(Number number) {
        return number.doubleValue() == number.intValue() && NAMES.containsKey(number.intValue());
    }
}
