package dev.xylem.http;

import dev.xylem.api.ApiResponse;
import dev.xylem.api.Caller;
import dev.xylem.config.Settings;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://www.w3.org/TR/server-timing/">{@code Server-Timing}</a>: what each stage took, in milliseconds. How long something takes
 * tells what is there, so strangers are not told; on an open server, where everybody may see everything, all are.
 */
final class TimingHeader {
    private final boolean enabled;
    private final boolean open;

    TimingHeader(Settings settings) {
        this.enabled = settings.serverTiming();
        this.open = settings.access().isOpen();
    }

    /** Where a request's times go, by stage; null when nobody wants them. */
    @Nullable
    Map<Stage, Long> times() {
        return enabled ? new EnumMap<>(Stage.class) : null;
    }

    ApiResponse onto(ApiResponse response, Map<Stage, Long> times, Caller caller) {
        if (!open && caller.user() == null) {
            return response;
        }
        var headers = new LinkedHashMap<>(response.headers());
        headers.put("Server-Timing", text(times));
        return new ApiResponse(response.status(), headers, response.body());
    }

    private static String text(Map<Stage, Long> times) {
        var text = new StringBuilder();
        times.forEach((stage, nanos) -> {
            long micros = nanos / 1_000;
            text.append(text.isEmpty() ? "" : ", ").append(stage.label()).append(";dur=");
            text.append(micros / 1_000).append('.').append("%03d".formatted(micros % 1_000));
        });
        return text.toString();
    }
}
