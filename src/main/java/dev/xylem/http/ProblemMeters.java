package dev.xylem.http;

import dev.xylem.api.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts the problems that were answered, by code: each limit has its own. */
final class ProblemMeters {
    private final Map<ProblemType, Counter> byType = new EnumMap<>(ProblemType.class);

    ProblemMeters(MeterRegistry registry) {
        for (ProblemType type : ProblemType.values()) {
            byType.put(
                    type,
                    Counter.builder("xylem.problems")
                            .description("Problems answered")
                            .tag("code", type.code())
                            .register(registry));
        }
    }

    void count(ProblemType type) {
        Objects.requireNonNull(byType.get(type)).increment();
    }
}
