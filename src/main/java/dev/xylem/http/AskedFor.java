package dev.xylem.http;

import dev.xylem.api.Exchange;
import dev.xylem.api.ProblemType;
import dev.xylem.request.BodyPieces;
import dev.xylem.request.Incoming;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The GET that a ticket is wanted for, as its client would send it.
 *
 * @param by the request for the ticket
 * @param accept what the GET would accept
 */
record AskedFor(Incoming by, String target, String accept) implements Incoming {
    @Override
    public String method() {
        return "GET";
    }

    @Override
    public @Nullable String header(String name) {
        return headers(name).stream().findFirst().orElse(null);
    }

    @Override
    public List<String> headers(String name) {
        return name.equalsIgnoreCase("Accept") ? List.of(accept) : List.of();
    }

    @Override
    public Exchange exchange(String path, Map<String, List<String>> parameters) {
        return by.exchange("/", Map.of()).asking("GET", path).with(parameters);
    }

    @Override
    public boolean hasBody() {
        return false;
    }

    @Override
    public byte[] body(long limit, ProblemType tooLarge) {
        return new byte[0];
    }

    @Override
    public BodyPieces pieces() {
        return () -> null;
    }
}
