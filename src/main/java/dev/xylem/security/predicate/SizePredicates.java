package dev.xylem.security.predicate;

import dev.xylem.api.Body;
import java.util.function.LongPredicate;

/** Predicates on the announced length of the body. */
final class SizePredicates {
    private SizePredicates() {}

    static Predicate.Test most(Arguments arguments) {
        long most = arguments.number("value");
        return size(length -> length <= most);
    }

    static Predicate.Test least(Arguments arguments) {
        long least = arguments.number("value");
        return size(length -> length >= least);
    }

    static Predicate.Test larger(Arguments arguments) {
        long size = arguments.number("size");
        return size(length -> length > size);
    }

    static Predicate.Test smaller(Arguments arguments) {
        long size = arguments.number("size");
        return size(length -> length < size);
    }

    private static Predicate.Test size(LongPredicate test) {
        return facts -> {
            long announced = facts.request().exchange().contentLength();
            if (announced >= 0) {
                return Truth.of(test.test(announced));
            }
            return facts.request().body() instanceof Body.None ? Truth.of(test.test(0)) : Truth.DOUBT;
        };
    }
}
