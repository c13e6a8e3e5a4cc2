package dev.xylem.http;

import dev.xylem.config.AddressRange;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What trusted proxies tell of the client. Of {@code X-Forwarded-For} the right end counts, which they wrote; the left end anybody could. */
final class Forwarded {
    private final List<AddressRange> trusted;

    Forwarded(List<AddressRange> trusted) {
        this.trusted = trusted;
    }

    /**
     * The nearest address that is no trusted proxy.
     *
     * @param peer of the connection
     */
    String client(String peer, List<String> forwardedFor) {
        if (!isTrusted(peer)) {
            return peer;
        }
        List<String> hops = forwardedFor.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .toList();
        String client = peer;
        for (String hop : hops.reversed()) {
            Optional<InetAddress> address = parse(hop);
            if (address.isEmpty()) {
                return client;
            }
            client = address.get().getHostAddress();
            if (!isTrusted(client)) {
                return client;
            }
        }
        return client;
    }

    boolean speaksTls(String peer, @Nullable String forwardedProto) {
        return forwardedProto != null
                && isTrusted(peer)
                && forwardedProto.strip().equalsIgnoreCase("https");
    }

    private boolean isTrusted(String address) {
        return !trusted.isEmpty()
                && parse(address).stream().anyMatch(one -> trusted.stream().anyMatch(range -> range.contains(one)));
    }

    private static Optional<InetAddress> parse(String text) {
        return Stream.of(text)
                .filter(one -> !one.isEmpty())
                .flatMap(one -> {
                    try {
                        return Stream.of(InetAddress.ofLiteral(one));
                    } catch (IllegalArgumentException e) {
                        return Stream.empty();
                    }
                })
                .findFirst();
    }
}
