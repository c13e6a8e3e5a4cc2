package dev.xylem;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness is withdrawn at once when the process is told to stop, while requests in flight still finish. */
@Readiness
@Singleton
public class Stopping implements HealthCheck {

    private static volatile boolean stopping;

    static void now() {
        stopping = true;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("running").status(!stopping).build();
    }
}
