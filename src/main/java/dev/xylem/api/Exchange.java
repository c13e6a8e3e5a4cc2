package dev.xylem.api;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The facts of the wire that a policy may look at beside the resource: most of it is what the client says of itself.
 *
 * @param method the token as sent; HEAD stays HEAD here
 * @param path decoded, relative to the mount; starts with a slash, and ends with one only when it is nothing else
 * @param parameters of the query string, decoded, in order; for QUERY those of the body too
 * @param headers all values of a header, whatever the case of its name; empty when it was not sent
 * @param remoteIp of the client, as far as the proxies in between are trusted
 * @param host what the client calls the server, with port where it says one; null when it does not say
 * @param secure true for TLS
 * @param protocol {@code HTTP/1.1} and its like
 * @param contentLength in bytes, -1 when it is not announced
 */
public record Exchange(
        String method,
        String path,
        Map<String, List<String>> parameters,
        Function<String, List<String>> headers,
        String remoteIp,
        String localIp,
        int localPort,
        @Nullable String host,
        boolean secure,
        String protocol,
        long contentLength) {

    public Exchange {
        parameters = Map.copyOf(parameters);
    }

    /** The header's first value, or null. */
    public @Nullable String header(String name) {
        List<String> values = headers.apply(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    /** The same with other parameters. */
    public Exchange with(Map<String, List<String>> others) {
        return new Exchange(
                method, path, others, headers, remoteIp, localIp, localPort, host, secure, protocol, contentLength);
    }

    /** The same client asking for something else: another method and path, without parameters and without a body. */
    public Exchange asking(String method, String path) {
        return new Exchange(method, path, Map.of(), headers, remoteIp, localIp, localPort, host, secure, protocol, 0);
    }
}
