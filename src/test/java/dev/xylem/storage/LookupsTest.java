package dev.xylem.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LookupsTest {

    private final AtomicInteger asked = new AtomicInteger();
    private volatile @Nullable String answer;
    private final Lookups<String, String> lookups = new Lookups<>(10, Duration.ofMinutes(1), _ -> {
        asked.incrementAndGet();
        return answer;
    });

    @Test
    void anAnswerIsRememberedUntilItIsForgotten() {
        answer = "x";
        assertEquals(Optional.of("x"), lookups.get("k"));
        answer = "y";
        assertEquals(Optional.of("x"), lookups.get("k"));
        lookups.forget("k");
        assertEquals(Optional.of("y"), lookups.get("k"));
        lookups.forgetAll("k"::equals);
        assertEquals(Optional.of("y"), lookups.get("k"));
        assertEquals(3, asked.get());
    }

    @Test
    void absenceIsNotRemembered() {
        assertEquals(Optional.empty(), lookups.get("k"));
        answer = "x";
        assertEquals(Optional.of("x"), lookups.get("k"));
    }

    @Test
    void thoseWhoWaitShareTheFailureAndTheNextAsksAgain() throws InterruptedException {
        var lost = new IllegalStateException("lost");
        var failing = new Lookups<String, String>(10, Duration.ofMinutes(1), _ -> {
            asked.incrementAndGet();
            sleep(300);
            throw lost;
        });
        List<Callable<Optional<String>>> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            callers.add(() -> failing.get("k"));
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Optional<String>> each : threads.invokeAll(callers)) {
                assertEquals(
                        lost, assertThrows(ExecutionException.class, each::get).getCause());
            }
        }

        assertEquals(1, asked.get());
        assertThrows(IllegalStateException.class, () -> failing.get("k"));
        assertEquals(2, asked.get());
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
