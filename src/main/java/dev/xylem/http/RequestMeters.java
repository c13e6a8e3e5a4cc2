package dev.xylem.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Counts and times requests. A meter is looked up in a table, by numbers, and made when the first request needs it: nothing is allocated or
 * spelt out afterwards. Every label is one of a few known words.
 */
final class RequestMeters {
    private static final Duration[] STAGE_BUCKETS = millis(0.1, 0.5, 1, 5, 10, 50, 100, 500, 1_000, 5_000);
    private static final Duration[] REQUEST_BUCKETS =
            millis(0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);

    /** A client may send any other. */
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "PATCH", "POST", "QUERY", "DELETE", "OPTIONS", "other");

    private static final int STATUSES = 600;

    private final MeterRegistry registry;
    private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
    private final Map<ResourceKind, OfKind> kinds = new EnumMap<>(ResourceKind.class);

    RequestMeters(MeterRegistry registry) {
        this.registry = registry;
        for (ResourceKind kind : ResourceKind.values()) {
            kinds.put(kind, new OfKind(kind));
        }
        for (Stage stage : Stage.values()) {
            stages.put(
                    stage,
                    Timer.builder("xylem.stage")
                            .description("Time of one stage of a request")
                            .tag("stage", stage.label())
                            .serviceLevelObjectives(STAGE_BUCKETS)
                            .register(registry));
        }
    }

    private static Duration[] millis(double... all) {
        return Arrays.stream(all)
                .mapToObj(one -> Duration.ofNanos((long) (one * 1_000_000)))
                .toArray(Duration[]::new);
    }

    void watch(Semaphore turns, int most) {
        Gauge.builder("xylem.requests.at.work", turns, it -> most - it.availablePermits())
                .description("Requests at work, at most limits.concurrent")
                .strongReference(true)
                .register(registry);
        Gauge.builder("xylem.requests.waiting", turns, Semaphore::getQueueLength)
                .description("Requests that wait for their turn")
                .strongReference(true)
                .register(registry);
    }

    void stage(Stage stage, long nanos) {
        Objects.requireNonNull(stages.get(stage)).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** @param method whatever a client sent */
    void request(ResourceKind resource, String method, int status, long nanos) {
        Objects.requireNonNull(kinds.get(resource)).record(indexOf(method), status, nanos);
    }

    private static int indexOf(String method) {
        int index = METHODS.indexOf(method);
        return index < 0 ? METHODS.size() - 1 : index;
    }

    /** The meters of one kind of resource, by method and status. The registry gives the same meter to two who ask at the same time. */
    private final class OfKind {
        private final ResourceKind kind;
        private final AtomicReferenceArray<Timer> times = new AtomicReferenceArray<>(METHODS.size());
        private final AtomicReferenceArray<Counter> counts = new AtomicReferenceArray<>(METHODS.size() * STATUSES);

        OfKind(ResourceKind kind) {
            this.kind = kind;
        }

        void record(int method, int status, long nanos) {
            Timer time = times.get(method);
            (time == null ? timer(method) : time).record(nanos, TimeUnit.NANOSECONDS);
            Counter count = counts.get(method * STATUSES + status);
            (count == null ? counter(method, status) : count).increment();
        }

        private Timer timer(int method) {
            Timer made = Timer.builder("xylem.request")
                    .description("Time of a request, from its head to the last byte handed to the connection")
                    .tags("resource", kind.label(), "method", METHODS.get(method))
                    .serviceLevelObjectives(REQUEST_BUCKETS)
                    .register(registry);
            times.set(method, made);
            return made;
        }

        private Counter counter(int method, int status) {
            Counter made = Counter.builder("xylem.requests")
                    .description("Requests answered")
                    .tags("resource", kind.label())
                    .tags("method", METHODS.get(method), "status", Integer.toString(status))
                    .register(registry);
            counts.set(method * STATUSES + status, made);
            return made;
        }
    }
}
