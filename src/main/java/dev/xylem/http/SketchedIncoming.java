package dev.xylem.http;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Caller;
import dev.xylem.api.Exchange;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.config.Settings;
import dev.xylem.request.BodyPieces;
import dev.xylem.request.Incoming;
import dev.xylem.request.RequestParser;
import dev.xylem.security.policy.RequestSketch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that nobody sent: for tests and explanations of policies. Its body is JSON. */
record SketchedIncoming(String method, String target, String content) implements Incoming {

    /** Requests as the configured mounts make them; every parameter is taken for known. */
    static RequestSketch sketch(Settings settings) {
        var parser = new RequestParser(settings, _ -> true);
        return (caller, method, target, body) -> request(parser, caller, method, target, body);
    }

    private static ApiRequest request(
            RequestParser parser, Caller caller, String method, String target, @Nullable String body) {
        return parser.parse(new SketchedIncoming(method, target, body == null ? "" : body), caller);
    }

    @Override
    public @Nullable String header(String name) {
        return headers(name).stream().findFirst().orElse(null);
    }

    @Override
    public List<String> headers(String name) {
        return hasBody() && name.equalsIgnoreCase("Content-Type") ? List.of("application/json") : List.of();
    }

    @Override
    public Exchange exchange(String path, Map<String, List<String>> parameters) {
        return new Exchange(
                method,
                path,
                parameters,
                this::headers,
                "127.0.0.1",
                "127.0.0.1",
                0,
                null,
                false,
                "HTTP/1.1",
                bytes().length);
    }

    private byte[] bytes() {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean hasBody() {
        return !content.isEmpty();
    }

    @Override
    public byte[] body(long limit, ProblemType tooLarge) {
        byte[] bytes = bytes();
        if (bytes.length > limit) {
            throw Problem.of(tooLarge, "The body is too large.").exception();
        }
        return bytes;
    }

    @Override
    public BodyPieces pieces() {
        return () -> null;
    }
}
