package dev.xylem.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How clients reach the server.
 *
 * @param https empty: no TLS
 * @param behindProxy true when something in front speaks TLS, so that plain HTTP beyond loopback is meant
 * @param trustedProxies whose {@code X-Forwarded-For} and {@code X-Forwarded-Proto} are believed
 */
public record EdgeSettings(Optional<Https> https, Cors cors, boolean behindProxy, List<AddressRange> trustedProxies) {

    public EdgeSettings {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * The listener with TLS.
     *
     * @param port 0 to 65535; 0 takes a free one
     * @param keystore empty: a self-signed certificate, made at the first start and kept
     */
    public record Https(String host, int port, Optional<Keystore> keystore) {}

    /**
     * The server's key and certificates.
     *
     * @param file PKCS#12, JKS or PEM; it exists
     * @param password of the file
     * @param keyPassword of the key in it
     */
    public record Keystore(Path file, Secret password, Secret keyPassword) {}

    /**
     * Which pages of other origins may read answers (CORS).
     *
     * @param origins {@code *} alone, or origins as browsers send them
     * @param credentials true when browsers may send what they keep of the user by themselves
     */
    public record Cors(List<String> origins, boolean credentials) {
        public Cors {
            origins = List.copyOf(origins);
        }

        public boolean isForAll() {
            return origins.equals(List.of("*"));
        }
    }
}
