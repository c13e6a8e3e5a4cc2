package dev.xylem.config;

import java.net.InetAddress;
import java.util.Optional;

/** Hosts to listen on. Nothing here asks a name server. */
final class Hosts {

    private Hosts() {}

    static Optional<String> parse(String text) {
        var host = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        return host.matches("[A-Za-z0-9._-]+") || literal(host).isPresent() ? Optional.of(host) : Optional.empty();
    }

    /** True for {@code localhost} and loopback addresses. Any other name may be anywhere, so it is not. */
    static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || literal(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
