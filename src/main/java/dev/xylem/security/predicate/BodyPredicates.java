package dev.xylem.security.predicate;

import dev.xylem.api.Action;
import dev.xylem.api.Action.Mode;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.FieldRules;
import dev.xylem.security.predicate.Written.Manner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/**
 * Predicates on the body. Of a bulk body every element must satisfy them; where some do and others don't, neither the predicate nor its
 * opposite is true. A body that is read line by line, or not at all so far, is not there yet, so that nothing can be told of it.
 */
final class BodyPredicates {
    private BodyPredicates() {}

    static Predicate.Test contains(Arguments arguments) {
        List<String> keys = plain(arguments.texts("keys"));
        return each(Truth.NO, written -> all(keys, written::contains));
    }

    private static Truth all(List<String> keys, Function<String, Truth> test) {
        var result = Truth.YES;
        for (String key : keys) {
            Truth one = test.apply(key);
            if (one == Truth.NO) {
                return one;
            }
            result = one == Truth.DOUBT ? one : result;
        }
        return result;
    }

    static Predicate.Test whitelist(Arguments arguments) {
        Set<String> keys = Set.copyOf(plain(arguments.texts("whitelist")));
        return each(Truth.YES, written -> written.only(keys));
    }

    static Predicate.Test blacklist(Arguments arguments) {
        List<String> keys = plain(arguments.texts("blacklist"));
        return each(Truth.YES, written -> all(keys, key -> written.touches(key).not()));
    }

    static Predicate.Test equal(Arguments arguments) {
        String key = FieldRules.plain(arguments.text("key"));
        JsonValue value = arguments.jsons("value").getFirst();
        return facts -> {
            BsonValue wanted = value.of(facts);
            if (wanted == null) {
                throw new Doubt();
            }
            return each(Truth.NO, written -> found(written, key, one -> same(one, wanted)))
                    .of(facts);
        };
    }

    static Predicate.Test arrayContains(Arguments arguments) {
        String key = FieldRules.plain(arguments.text("key"));
        return compare(
                key,
                arguments.jsons("values"),
                (found, wanted) -> found instanceof BsonArray array
                        && wanted.stream().allMatch(value -> array.stream().anyMatch(one -> same(one, value))));
    }

    static Predicate.Test arrayIsSubset(Arguments arguments) {
        String key = FieldRules.plain(arguments.text("key"));
        return compare(
                key,
                arguments.jsons("values"),
                (found, wanted) -> found instanceof BsonArray array
                        && array.stream().allMatch(one -> wanted.stream().anyMatch(value -> same(one, value))));
    }

    private static Predicate.Test compare(
            String key, List<JsonValue> values, BiPredicate<BsonValue, List<BsonValue>> test) {
        return facts -> {
            List<BsonValue> wanted = wanted(values, facts);
            return each(Truth.NO, written -> found(written, key, one -> test.test(one, wanted)))
                    .of(facts);
        };
    }

    private static Truth found(Written written, String key, java.util.function.Predicate<BsonValue> test) {
        List<BsonValue> found = written.values(key);
        return Truth.of(!found.isEmpty() && found.stream().allMatch(test));
    }

    /** A list that a variable holds stands for its elements, where a list is wanted. */
    private static List<BsonValue> wanted(List<JsonValue> values, Facts facts) {
        var wanted = new ArrayList<BsonValue>();
        for (JsonValue value : values) {
            BsonValue one = value.of(facts);
            if (one == null) {
                throw new Doubt();
            }
            if (one instanceof BsonArray array && values.size() == 1) {
                wanted.addAll(array);
                if (array.isEmpty()) {
                    throw new Doubt();
                }
            } else {
                wanted.add(one);
            }
        }
        return wanted;
    }

    private static boolean same(BsonValue one, BsonValue other) {
        boolean numbers = one instanceof BsonNumber && other instanceof BsonNumber;
        return numbers ? one.asNumber().doubleValue() == other.asNumber().doubleValue() : one.equals(other);
    }

    private static List<String> plain(List<String> keys) {
        return keys.stream().map(FieldRules::plain).collect(Collectors.toUnmodifiableList());
    }

    /** @param none the answer for a request without a body */
    private static Predicate.Test each(Truth none, Function<Written, Truth> test) {
        return facts -> {
            ApiRequest request = facts.request();
            return switch (request.body()) {
                case Body.None _ -> none;
                case Body.Lines _, Body.Unread _ -> Truth.DOUBT;
                case Body.Single(var document) -> told(test, Written.of(document, manner(request.action())));
                case Body.MergePatch(var patch) -> told(test, Written.of(patch, Manner.MERGED));
                case Body.JsonPatch(var operations) -> told(test, Written.ofJsonPatch(operations));
                case Body.Pipeline _ -> told(test, Written.unknown());
                case Body.Many(var documents) ->
                    every(
                            none,
                            documents.stream()
                                    .map(document -> told(test, Written.of(document, Manner.ASSIGNED)))
                                    .collect(Collectors.toUnmodifiableSet()));
            };
        };
    }

    private static Manner manner(Action action) {
        return switch (action) {
            case Action.WriteDocument(Mode mode) when mode == Mode.REPLACE -> Manner.REPLACED;
            case Action.WriteProperties(Mode mode) when mode == Mode.REPLACE -> Manner.REPLACED;
            default -> Manner.ASSIGNED;
        };
    }

    private static Truth told(Function<Written, Truth> test, Written written) {
        try {
            return test.apply(written);
        } catch (Doubt e) {
            return Truth.DOUBT;
        }
    }

    private static Truth every(Truth none, Set<Truth> answers) {
        return switch (answers.size()) {
            case 0 -> none;
            case 1 -> answers.iterator().next();
            default -> Truth.DOUBT;
        };
    }
}
