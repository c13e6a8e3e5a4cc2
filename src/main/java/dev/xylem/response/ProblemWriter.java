package dev.xylem.response;

import dev.xylem.api.ApiResponse;
import dev.xylem.api.Format.JsonMode;
import dev.xylem.api.Problem;
import dev.xylem.config.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a problem as {@code application/problem+json} (RFC 9457). */
public final class ProblemWriter {
    private final EtagHeader etags;

    public ProblemWriter(Settings settings) {
        this.etags = new EtagHeader(settings.etagFormat());
    }

    /**
     * The answer to a request that failed.
     *
     * @param instance the path that was asked for, still encoded
     * @param requestId found again in the server's log
     */
    public ApiResponse write(Problem problem, String instance, String requestId) {
        var headers = new LinkedHashMap<>(problem.headers());
        headers.put("Content-Type", "application/problem+json");
        etags.add(headers, problem.etag());
        var out = new JsonOutput(512);
        JsonMembers.object(out, DocumentWriter.of(JsonMode.DEFAULT), members -> {
            members.text("type", problem.type().uri());
            members.text("title", problem.type().title());
            members.number("status", problem.status());
            members.text("detail", problem.detail());
            members.text("instance", instance);
            members.text("code", problem.type().code());
            problem.members().forEach((name, value) -> member(members, name, value));
            members.text("request-id", requestId);
        });
        return new ApiResponse(problem.status(), headers, out.content());
    }

    private static void element(JsonMembers array, Object element) {
        if (element instanceof Map<?, ?> map) {
            array.object(object -> map.forEach((key, text) -> object.text(key.toString(), text.toString())));
        } else {
            array.text(element.toString());
        }
    }

    private static void member(JsonMembers members, String name, Object value) {
        switch (value) {
            case Integer number -> members.number(name, number);
            case Long number -> members.number(name, number);
            case Boolean bool -> members.bool(name, bool);
            case List<?> list -> members.array(name, array -> list.forEach(element -> element(array, element)));
            default -> members.text(name, value.toString());
        }
    }
}
