package dev.xylem.storage;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is made when it is first needed, and only once. */
final class Lazily {
    private Lazily() {}

    static <T> Supplier<T> once(Supplier<T> making) {
        var made = new AtomicReference<@Nullable T>();
        return () -> {
            T known = made.get();
            if (known != null) {
                return known;
            }
            synchronized (made) {
                T now = made.get();
                if (now == null) {
                    now = making.get();
                    made.set(now);
                }
                return now;
            }
        };
    }
}
