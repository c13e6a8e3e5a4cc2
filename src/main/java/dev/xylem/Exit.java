package dev.xylem;

import dev.xylem.config.Settings;
import dev.xylem.http.ClosingTime;
import io.quarkus.runtime.ApplicationLifecycleManager;
import org.jspecify.annotations.Nullable;

/** How the process ends: with which code, and with which words. */
final class Exit {

    /** Quarkus adds the signal to it, as shells do. */
    private static final int ENDED_BY_SIGNAL = 128;

    private final Settings settings;

    Exit(Settings settings) {
        this.settings = settings;
    }

    /**
     * Runs beside Quarkus' own shutdown hook, which stops the server. Left to itself the JVM would then end with 143, which
     * supervisors take for a failure. A server that is still starting has promised nothing, and is not waited for.
     */
    void onSignal() {
        Stopping.now();
        ClosingTime.now();
        var application = ApplicationLifecycleManager.getCurrentApplication();
        if (application != null && Server.isServing()) {
            application.awaitShutdown();
        }
        halt(0);
    }

    /** The end of {@code Quarkus.run}, well or not. */
    void onEnd(int code, @Nullable Throwable failure) {
        if (failure != null) {
            halt(explain(failure, code));
        } else {
            halt(code > ENDED_BY_SIGNAL ? 0 : code);
        }
    }

    private int explain(Throwable failure, int code) {
        var known = StartFailure.of(failure, settings);
        if (known.isEmpty()) {
            failure.printStackTrace();
        }
        System.err.println(
                "xylem: not started: " + known.map(StartFailure::text).orElse("a bug, see above"));
        return known.map(StartFailure::code).orElse(code);
    }

    private static void halt(int code) {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }
}
