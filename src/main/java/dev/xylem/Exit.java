package dev.xylem;

import dev.xylem.config.Settings;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.QuarkusBindException;
import org.jspecify.annotations.Nullable;

/** How the process ends: with which code, and with which words. */
final class Exit {

    private final Settings settings;

    Exit(Settings settings) {
        this.settings = settings;
    }

    /**
     * Runs beside Quarkus' own shutdown hook. Left to itself the JVM ends with 143 after SIGTERM, which supervisors take for a
     * failure.
     */
    void onSignal() {
        Stopping.now();
        var application = ApplicationLifecycleManager.getCurrentApplication();
        if (application != null && application.isStarted()) {
            application.awaitShutdown();
            halt(0);
        }
    }

    /** The end of {@code Quarkus.run}, well or not. */
    void onEnd(int code, @Nullable Throwable failure) {
        if (failure != null) {
            System.err.println("xylem: not started: " + text(failure));
        }
        halt(code);
    }

    private String text(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof QuarkusBindException bind) {
                return portText(bind.getPort());
            }
        }
        return failure.toString();
    }

    private String portText(int port) {
        var key = port == settings.http().port() ? "http-port" : "management.port";
        return "%s %d is in use by another process; stop that one, or choose another port, say --%s=%d"
                .formatted(key, port, key, port % 65535 + 1);
    }

    private static void halt(int code) {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }
}
