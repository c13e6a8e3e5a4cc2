package dev.xylem;

import dev.xylem.config.Settings;
import dev.xylem.config.SettingsException;
import dev.xylem.http.TlsBindException;
import dev.xylem.http.WrongKeystore;
import io.quarkus.runtime.QuarkusBindException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why Quarkus did not start, in an operator's words.
 *
 * @param code the process' exit code
 */
record StartFailure(int code, String text) {

    /** Empty when the failure is none that an operator can do something about: a bug, to be shown with its stack. */
    static Optional<StartFailure> of(Throwable failure, Settings settings) {
        var causes = Stream.<@Nullable Throwable>iterate(failure, Objects::nonNull, StartFailure::causeOf)
                .toList();
        return causes.stream()
                .flatMap(cause -> explained(cause, causes, settings).stream())
                .findFirst();
    }

    private static @Nullable Throwable causeOf(@Nullable Throwable failure) {
        return failure == null ? null : failure.getCause();
    }

    private static Optional<StartFailure> explained(
            @Nullable Throwable cause, List<? extends @Nullable Throwable> causes, Settings settings) {
        return switch (cause) {
            case SettingsException wrong -> Optional.of(new StartFailure(Main.EXIT_SETTINGS, wrong.text()));
            // Quarkus makes this one for the public listener only.
            case QuarkusBindException bind ->
                Optional.of(new StartFailure(
                        1, text("http-", settings.http().host(), bind.getPort(), String.valueOf(causes.getLast()))));
            case WrongKeystore wrong ->
                Optional.of(new StartFailure(Main.EXIT_SETTINGS, String.valueOf(wrong.getMessage())));
            case TlsBindException tls -> Optional.of(new StartFailure(1, https(settings, tls)));
            case BindException bind -> Optional.of(new StartFailure(1, management(settings, bind)));
            case UnknownHostException unknown -> Optional.of(new StartFailure(1, management(settings, unknown)));
            case null, default -> Optional.empty();
        };
    }

    private static String https(Settings settings, Exception reason) {
        return settings.edge()
                .https()
                .map(https -> text("https-", https.host(), https.port(), String.valueOf(reason.getMessage())))
                .orElseThrow();
    }

    private static String management(Settings settings, Exception reason) {
        var management = settings.management();
        return text("management.", management.host(), management.port(), reason.toString());
    }

    /** The reason comes from the system, in its words, so whatever is not recognised is passed on. */
    private static String text(String listener, String host, int port, String reason) {
        var other = "choose another, say --%sport=%d".formatted(listener, port < 1024 ? 8081 : port % 65535 + 1);
        if (reason.contains("in use")) {
            return "%sport %d is in use by another process; stop that one, or %s".formatted(listener, port, other);
        }
        if (reason.contains("Permission")) {
            return "%sport %d may not be opened by this user; %s".formatted(listener, port, other);
        }
        if (reason.contains("assign") || reason.contains("UnknownHost")) {
            return "%shost %s is no address of this machine".formatted(listener, host);
        }
        return "%sport %d of %shost %s can't be opened: %s".formatted(listener, port, listener, host, reason);
    }
}
