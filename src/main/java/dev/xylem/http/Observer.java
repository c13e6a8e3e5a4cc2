package dev.xylem.http;

import dev.xylem.config.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Sees every request once: metrics and the access log. Neither holds a document, a query string or a secret. */
final class Observer {
    private static final Logger ACCESS = Logger.getLogger("dev.xylem.access");

    private final MeterRegistry registry;
    private final boolean access;
    private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
    private final Map<Outcome, Timer> outcomes = new ConcurrentHashMap<>();

    /** What requests are counted by: few values, since both are known ones. */
    private record Outcome(String method, int status) {}

    Observer(Settings settings, MeterRegistry registry) {
        this.registry = registry;
        this.access = settings.log().access();
        for (Stage stage : Stage.values()) {
            stages.put(stage, timer(stage, registry));
        }
    }

    private static Timer timer(Stage stage, MeterRegistry registry) {
        return Timer.builder("xylem.stage")
                .tag("stage", stage.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Timer timer(Outcome outcome) {
        return registry.timer("xylem.requests", "method", outcome.method, "status", Integer.toString(outcome.status));
    }

    Observation start(String method, String path, String requestId) {
        return new Observation(method, path, requestId, System.nanoTime());
    }

    /** One request under observation. */
    final class Observation {
        private final String method;
        private final String path;
        private final String requestId;
        private final long start;

        private Observation(String method, String path, String requestId, long start) {
            this.method = method;
            this.path = path;
            this.requestId = requestId;
            this.start = start;
        }

        String path() {
            return path;
        }

        String requestId() {
            return requestId;
        }

        <T> T stage(Stage stage, Supplier<T> work) {
            long begin = System.nanoTime();
            try {
                return work.get();
            } finally {
                Objects.requireNonNull(stages.get(stage)).record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
            }
        }

        void end(int status, long bytes) {
            long nanos = System.nanoTime() - start;
            outcomes.computeIfAbsent(new Outcome(known(method), status), Observer.this::timer)
                    .record(nanos, TimeUnit.NANOSECONDS);
            if (access) {
                ACCESS.info(line(status, bytes, nanos));
            }
        }

        private String line(int status, long bytes, long nanos) {
            long tenths = (nanos + 50_000) / 100_000;
            return method + ' ' + path + ' ' + status + ' ' + bytes + "B " + tenths / 10 + '.' + tenths % 10 + "ms "
                    + requestId;
        }
    }

    /** A label's values are bounded; a method is whatever a client sends. */
    private static String known(String method) {
        return switch (method) {
            case "GET", "HEAD", "PUT", "PATCH", "POST", "QUERY", "DELETE", "OPTIONS" -> method;
            default -> "other";
        };
    }
}
