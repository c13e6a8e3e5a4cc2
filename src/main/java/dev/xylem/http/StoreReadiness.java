package dev.xylem.http;

import dev.xylem.storage.Store;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the store answers. It is asked at most once a second, by one caller, however many ask us. */
@Readiness
@Singleton
class StoreReadiness implements HealthCheck {
    private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Store store;
    private boolean reachable;
    private long askedAt;

    StoreReadiness(Store store) {
        this.store = store;
        this.askedAt = System.nanoTime() - REMEMBERED_NANOS;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("store").status(isReachable()).build();
    }

    private synchronized boolean isReachable() {
        if (System.nanoTime() - askedAt >= REMEMBERED_NANOS) {
            reachable = store.isReachable();
            askedAt = System.nanoTime();
        }
        return reachable;
    }
}
