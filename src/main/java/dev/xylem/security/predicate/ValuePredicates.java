package dev.xylem.security.predicate;

import dev.xylem.config.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Predicates on the method, the caller and on attributes. */
final class ValuePredicates {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "QUERY", "OPTIONS", "TRACE", "CONNECT");
    private static final Set<String> IDEMPOTENT = Set.of("GET", "PUT", "DELETE", "QUERY", "OPTIONS", "TRACE");

    private ValuePredicates() {}

    /** HEAD is decided as GET is, so HEAD alone allows nothing. */
    static Predicate.Test method(Arguments arguments) {
        Set<String> methods = arguments.texts("value").stream()
                .map(text -> method(text, arguments))
                .collect(Collectors.toUnmodifiableSet());
        return facts -> Truth.of(methods.contains(facts.method()));
    }

    private static String method(String text, Arguments arguments) {
        String name = text.toUpperCase(Locale.ROOT);
        if (!METHODS.contains(name)) {
            throw arguments.expected(
                    arguments.find("value").orElseThrow(),
                    "a method"
                            + Nearest.to(name, METHODS)
                                    .map(near -> " (did you mean " + near + "?)")
                                    .orElse(""));
        }
        return name;
    }

    /** A value that is missing equals nothing, but for {@code %{NULL}}. */
    static Predicate.Test equal(Arguments arguments) {
        List<Value> values = arguments.values("value");
        if (values.size() < 2) {
            throw arguments.expected(arguments.find("value").orElseThrow(), "at least two values to compare");
        }
        boolean nothing = values.stream().anyMatch(Value::isNothing);
        Value first = values.getFirst();
        Value[] others = values.subList(1, values.size()).toArray(Value[]::new);
        return facts -> {
            String text = first.text(facts);
            for (Value other : others) {
                String value = other.text(facts);
                if (!same(text, value, nothing)) {
                    return Truth.NO;
                }
            }
            return Truth.YES;
        };
    }

    private static boolean same(@Nullable String one, @Nullable String other, boolean nothing) {
        return one == null ? nothing && other == null : one.equals(other);
    }

    static Predicate.Test contains(Arguments arguments) {
        Value value = arguments.value("value");
        List<String> search = arguments.texts("search");
        return facts -> {
            String text = value.text(facts);
            return Truth.of(text != null && search.stream().anyMatch(text::contains));
        };
    }

    static Predicate.Test exists(Arguments arguments) {
        Value value = arguments.value("value");
        return facts -> {
            String text = value.text(facts);
            return Truth.of(text != null ? !text.isEmpty() : !value.all(facts).isEmpty());
        };
    }

    /** A variable that holds a list stands for its elements. */
    static Predicate.Test in(Arguments arguments) {
        Value value = arguments.value("value");
        List<Value> array = arguments.values("array");
        return facts -> {
            String text = value.text(facts);
            if (text == null) {
                return Truth.NO;
            }
            for (Value one : array) {
                if (one.all(facts).contains(text)) {
                    return Truth.YES;
                }
            }
            return Truth.NO;
        };
    }

    static Predicate.Test known(Arguments arguments) {
        return facts -> Truth.of(facts.request().caller().user() != null);
    }

    static Predicate.Test secure(Arguments arguments) {
        return facts -> Truth.of(facts.request().exchange().secure());
    }

    static Predicate.Test idempotent(Arguments arguments) {
        return facts -> Truth.of(IDEMPOTENT.contains(facts.method()));
    }
}
