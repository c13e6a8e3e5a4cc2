package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://www.mongodb.com/docs/manual/reference/operator/update/">Update operators</a> on one document. The stock engine keeps the
 * old number where an equal one of another type is set, and compares in an order of its own; elements of arrays by position
 * ({@code a.$[]}) are left to it.
 */
final class UpdateOperators {

    private static final int BAD_VALUE = 2;
    private static final int FAILED_TO_PARSE = 9;
    private static final int TYPE_MISMATCH = 14;
    private static final int CONFLICT = 40;
    private static final Set<String> NAMES = Set.of(
            "$set",
            "$setOnInsert",
            "$unset",
            "$inc",
            "$mul",
            "$min",
            "$max",
            "$bit",
            "$currentDate",
            "$rename",
            "$push",
            "$addToSet",
            "$pop",
            "$pull",
            "$pullAll");

    private final Document state;
    private final boolean creates;

    private UpdateOperators(Document state, boolean creates) {
        this.state = state;
        this.creates = creates;
    }

    /** Whether the update is one for this class. */
    static boolean areIn(@Nullable Object update) {
        return update instanceof Document operators
                && !operators.isEmpty()
                && operators.entrySet().stream()
                        .allMatch(each -> NAMES.contains(each.getKey())
                                && each.getValue() instanceof Document fields
                                && fields.keySet().stream().allMatch(UpdateOperators::isPlain));
    }

    private static boolean isPlain(String path) {
        return !path.startsWith("$") && !path.contains(".$") && !(path + ".").contains("..") && !path.startsWith(".");
    }

    /** @param creates an upsert makes the document */
    static Document applied(Document update, Document before, boolean creates) {
        requireNoConflict(update);
        UpdateCheck.check(update, before);
        UpdateOperators operators = new UpdateOperators(before.cloneDeeply(), creates);
        update.forEach((operator, fields) -> {
            for (Map.Entry<String, Object> change : ((Document) fields).entrySet()) {
                operators.apply(operator, change.getKey(), change.getValue());
            }
        });
        Utils.validateFieldNames(operators.state);
        return operators.state;
    }

    private static void requireNoConflict(Document update) {
        List<String> all = new ArrayList<>();
        update.forEach((operator, fields) -> ((Document) fields).forEach((path, operand) -> {
            requireFree(path, all);
            if (operator.equals("$rename") && operand instanceof String target) {
                all.removeLast();
                requireFree(target, all);
                all.add(path);
            }
        }));
    }

    private static void requireFree(String path, List<String> all) {
        if (all.stream().anyMatch(other -> Utils.getShorterPathIfPrefix(path, other) != null)) {
            throw new MongoServerError(
                    CONFLICT,
                    "ConflictingUpdateOperators",
                    "Updating the path '" + path + "' would create a conflict at '" + path + "'");
        }
        all.add(path);
    }

    private void apply(String operator, String path, @Nullable Object operand) {
        Object value = UpdatePath.valueAt(state, path);
        switch (operator) {
            case "$set" -> set(path, operand);
            case "$setOnInsert" -> {
                if (creates) {
                    set(path, operand);
                }
            }
            case "$unset" -> UpdatePath.remove(state, path);
            case "$inc" -> set(path, value == Values.MISSING ? number("$inc", operand) : sum("$add", value, operand));
            case "$mul" -> set(path, value == Values.MISSING ? zero(operand) : sum("$multiply", value, operand));
            case "$min" -> setIf(value == Values.MISSING || Values.compare(operand, value) < 0, path, operand);
            case "$max" -> setIf(value == Values.MISSING || Values.compare(operand, value) > 0, path, operand);
            case "$bit" -> set(path, BitUpdate.changed(path, value, operand));
            case "$currentDate" -> set(path, now(operand));
            case "$rename" -> rename(path, value, operand);
            case "$push" -> set(path, PushUpdate.changed(array("$push", value), operand));
            case "$addToSet" -> set(path, union(array("$addToSet", value), operand));
            case "$pop" -> pop(path, value, operand);
            default -> pull(operator, path, value, operand);
        }
    }

    private void set(String path, @Nullable Object value) {
        UpdatePath.set(state, path, value, creates);
    }

    private void setIf(boolean changes, String path, @Nullable Object value) {
        if (changes) {
            set(path, value);
        }
    }

    private static MongoServerError mismatch(String why) {
        return new MongoServerError(TYPE_MISMATCH, "TypeMismatch", why);
    }

    private static MongoServerError refused(String why) {
        return new MongoServerError(BAD_VALUE, "BadValue", why);
    }

    // -- Numbers and dates

    private static Number number(String operator, @Nullable Object value) {
        if (value instanceof Number number) {
            return number;
        }
        throw mismatch("Cannot apply " + operator + " with or to a value of type " + Values.typeOf(value));
    }

    private static @Nullable Object sum(String operator, @Nullable Object value, @Nullable Object operand) {
        return Arithmetic.of(operator, List.of(number(operator, value), number(operator, operand)));
    }

    private static Number zero(@Nullable Object operand) {
        return switch (number("$mul", operand)) {
            case Integer _ -> 0;
            case Long _ -> 0L;
            case Decimal128 _ -> Decimal128.POSITIVE_ZERO;
            default -> 0.0;
        };
    }

    private static Object now(@Nullable Object type) {
        Object wanted = type instanceof Document given ? given.get("$type") : Boolean.TRUE.equals(type) ? "date" : "";
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return switch (wanted) {
            case String date when date.equals("date") -> now;
            case String timestamp when timestamp.equals("timestamp") -> new BsonTimestamp(now, 1);
            case null, default -> throw refused("$currentDate needs true or {$type: 'date'} or {$type: 'timestamp'}");
        };
    }

    // -- Names

    private void rename(String from, @Nullable Object value, @Nullable Object to) {
        if (!(to instanceof String target)) {
            throw refused("The 'to' field for $rename must be a string");
        }
        UpdatePath.requireNoArray(state, from);
        if (value != Values.MISSING) {
            UpdatePath.requireNoArray(state, target);
            UpdatePath.remove(state, from);
            set(target, value);
        }
    }

    // -- Arrays

    private static List<?> array(String operator, @Nullable Object value) {
        if (value == Values.MISSING) {
            return List.of();
        }
        if (value instanceof List<?> array) {
            return array;
        }
        throw refused("Cannot apply " + operator + " to a value of type " + Values.typeOf(value));
    }

    private static List<@Nullable Object> union(List<?> array, @Nullable Object operand) {
        List<@Nullable Object> union = new ArrayList<>(array);
        Set<Key> known = new HashSet<>();
        array.forEach(each -> known.add(Key.of(each)));
        for (Object value : added(operand)) {
            if (known.add(Key.of(value))) {
                union.add(value);
            }
        }
        return union;
    }

    private static Collection<?> added(@Nullable Object operand) {
        if (!(operand instanceof Document each) || !each.containsKey("$each")) {
            return Collections.singletonList(operand);
        }
        if (each.size() > 1) {
            throw refused("Found unexpected fields after $each in $addToSet");
        }
        if (each.get("$each") instanceof List<?> values) {
            return values;
        }
        throw mismatch("The argument to $each in $addToSet must be an array");
    }

    private void pop(String path, @Nullable Object value, @Nullable Object operand) {
        if (!(operand instanceof Number end) || Math.abs(end.doubleValue()) != 1) {
            throw new MongoServerError(FAILED_TO_PARSE, "FailedToParse", "$pop expects 1 or -1");
        }
        if (value == Values.MISSING) {
            return;
        }
        if (!(value instanceof List<?> array)) {
            throw mismatch("Path '" + path + "' contains an element of non-array type");
        }
        if (!array.isEmpty()) {
            set(
                    path,
                    new ArrayList<>(
                            end.doubleValue() < 0
                                    ? array.subList(1, array.size())
                                    : array.subList(0, array.size() - 1)));
        }
    }

    private void pull(String operator, String path, @Nullable Object value, @Nullable Object operand) {
        Predicate<@Nullable Object> goes = operator.equals("$pull") ? pulled(operand) : oneOf(operand);
        if (value != Values.MISSING) {
            List<@Nullable Object> rest = new ArrayList<>(array(operator, value));
            if (rest.removeIf(goes)) {
                set(path, rest);
            }
        }
    }

    private static Predicate<@Nullable Object> oneOf(@Nullable Object operand) {
        if (!(operand instanceof List<?> values)) {
            throw refused("$pullAll requires an array argument");
        }
        Set<Key> all = new HashSet<>();
        values.forEach(each -> all.add(Key.of(each)));
        return element -> all.contains(Key.of(element));
    }

    /** A condition on values, one on documents, or a value. */
    private static Predicate<@Nullable Object> pulled(@Nullable Object operand) {
        boolean isOfValues = operand instanceof BsonRegularExpression
                || (operand instanceof Document operators && Demands.isOperators(operators) && !isLogical(operators));
        if (isOfValues) {
            Demand demand = Demands.of(operand);
            Path here = new Path("");
            return element -> demand.isMet(here, new Document("", element));
        }
        if (operand instanceof Document query) {
            Condition condition = Condition.of(query);
            return element -> element instanceof Document document && condition.holds(document);
        }
        return element -> Objects.equals(Key.of(operand), Key.of(element));
    }

    private static boolean isLogical(Document operators) {
        return Condition.LOGICAL.contains(operators.keySet().iterator().next());
    }
}
