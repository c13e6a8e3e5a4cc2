package dev.xylem.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whose bearer tokens are believed.
 *
 * @param issuer what {@code iss} must be; empty: anything
 * @param audience one of these must be in {@code aud}
 * @param algorithms all of one family: HMAC, or signatures
 * @param userClaim the claim that holds the user id; dots lead into objects
 * @param rolesClaim the claim that holds the roles; dots lead into objects
 * @param leeway how far clocks may be apart
 * @param maxValidity how far in the future {@code exp} may be
 */
public record JwtSettings(
        Optional<String> issuer,
        List<String> audience,
        List<String> algorithms,
        KeySource key,
        String userClaim,
        String rolesClaim,
        Duration leeway,
        Duration maxValidity) {

    public JwtSettings {
        audience = List.copyOf(audience);
        algorithms = List.copyOf(algorithms);
    }

    /** True for keys that both sides share. */
    public boolean isSymmetric() {
        return algorithms.stream().allMatch(name -> name.startsWith("HS"));
    }

    /** Where the keys come from. */
    public sealed interface KeySource {

        /** A shared secret, or a public key as PEM. Never printed. */
        record Text(String text) implements KeySource {
            @Override
            public String toString() {
                return "Text[]";
            }
        }

        /** The same in a file. */
        record InFile(Path file) implements KeySource {}

        /** A JSON Web Key Set. */
        record Remote(URI uri) implements KeySource {}
    }
}
