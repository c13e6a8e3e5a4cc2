package dev.xylem.http;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.ApiResponse;
import dev.xylem.api.Caller;
import dev.xylem.config.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sees every request once: metrics, timings and the access log. None holds a document, a query string or a secret. */
final class Observer {
    private final RequestMeters meters;
    private final AccessLog log;
    private final TimingHeader timing;

    Observer(Settings settings, MeterRegistry registry) {
        this.meters = new RequestMeters(registry);
        this.log = new AccessLog(settings.log());
        this.timing = new TimingHeader(settings);
    }

    /** Where requests wait for their turn; {@code most} may be at work. */
    void watch(Semaphore turns, int most) {
        meters.watch(turns, most);
    }

    Observation start(String method, String path, RequestNames names) {
        return new Observation(method, path, names, System.nanoTime());
    }

    /** One request under observation. */
    final class Observation {
        private final String method;
        private final String path;
        private final RequestNames names;
        private final long start;
        private final @Nullable Map<Stage, Long> times = timing.times();
        private ResourceKind resource = ResourceKind.NONE;

        private Observation(String method, String path, RequestNames names, long start) {
            this.method = method;
            this.path = path;
            this.names = names;
            this.start = start;
        }

        String method() {
            return method;
        }

        String path() {
            return path;
        }

        String requestId() {
            return names.id();
        }

        /** Null for none. */
        @Nullable
        String trace() {
            return names.trace();
        }

        /** As the log names it, its trace included. */
        String logName() {
            return names.trace() == null ? names.id() : names.id() + " trace=" + names.trace();
        }

        ResourceKind resource() {
            return resource;
        }

        /** What it turned out to be about. */
        void isAbout(ApiRequest request) {
            resource = ResourceKind.of(request.resource());
        }

        <T> T stage(Stage stage, Supplier<T> work) {
            long begin = System.nanoTime();
            try {
                return work.get();
            } finally {
                long nanos = System.nanoTime() - begin;
                meters.stage(stage, nanos);
                if (times != null) {
                    times.put(stage, nanos);
                }
            }
        }

        /** The answer, with what each stage took where the caller may know that. */
        ApiResponse timed(ApiResponse response, Caller caller) {
            return times == null ? response : timing.onto(response, times, caller);
        }

        void end(int status, long bytes) {
            long nanos = System.nanoTime() - start;
            meters.request(resource, method, status, nanos);
            log.tell(this, status, bytes, nanos);
        }
    }
}
