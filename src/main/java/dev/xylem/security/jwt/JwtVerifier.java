package dev.xylem.security.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.xylem.api.Caller;
import dev.xylem.api.Credentials;
import dev.xylem.api.IdentityManager;
import dev.xylem.config.JwtSettings;
import dev.xylem.config.JwtSettings.KeySource;
import dev.xylem.config.SettingsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/** Knows callers by tokens that a trusted issuer has signed (RFC 7519, RFC 8725). */
public final class JwtVerifier implements IdentityManager {
    private static final Logger LOG = Logger.getLogger(JwtVerifier.class);
    private static final int MOST_LENGTH = 8 * 1024;
    private static final int MOST = 10_000;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final JwtSettings settings;
    private final JwtKeys keys;
    private final JwtCaller callers;
    private final Cache<ByteBuffer, Verified> verified = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfter(Expiry.<ByteBuffer, Verified>creating((_, known) -> known.remaining()))
            .build();

    private record Verified(Caller caller, Instant end) {
        Duration remaining() {
            Duration left = Duration.between(Instant.now(), end);
            return left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST) > 0 ? LONGEST : left;
        }
    }

    /** @throws SettingsException when the key is none, or not of the algorithms' kind */
    public JwtVerifier(JwtSettings settings) {
        this.settings = settings;
        this.keys = keys(settings);
        this.callers = new JwtCaller(settings);
    }

    private static JwtKeys keys(JwtSettings settings) {
        return switch (settings.key()) {
            case KeySource.Text(String text) -> FixedKey.of(settings, "jwt.key", text.getBytes(StandardCharsets.UTF_8));
            case KeySource.InFile(var file) -> {
                try {
                    yield FixedKey.of(settings, "jwt.key-file", Files.readAllBytes(file));
                } catch (IOException e) {
                    throw SettingsException.at("jwt.key-file", "can't be read: " + file);
                }
            }
            case KeySource.Remote(var uri) -> new RemoteKeys(uri);
        };
    }

    @Override
    public Optional<Caller> identify(Credentials credentials) {
        return credentials instanceof Credentials.Bearer(String token) && token.length() <= MOST_LENGTH
                ? identify(token)
                : Optional.empty();
    }

    private Optional<Caller> identify(String token) {
        if (!JwtHeader.isFit(token, settings.algorithms())) {
            return Optional.empty();
        }
        ByteBuffer digest = digest(token);
        Verified recent = verified.getIfPresent(digest);
        if (recent != null && recent.end.isAfter(Instant.now())) {
            return Optional.of(recent.caller);
        }
        try {
            return verify(token, digest);
        } catch (JoseException | MalformedClaimException e) {
            LOG.debugf("a bearer token is refused: %s", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static ByteBuffer digest(String token) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    private Optional<Caller> verify(String token, ByteBuffer digest) throws JoseException, MalformedClaimException {
        var signed = new JsonWebSignature();
        signed.setCompactSerialization(token);
        for (Key key : keys.of(signed)) {
            try {
                JwtClaims claims = consumer(key).processToClaims(token);
                Instant end = Instant.ofEpochSecond(claims.getExpirationTime().getValue())
                        .plus(settings.leeway());
                Optional<Caller> caller = callers.of(claims);
                caller.ifPresent(known -> verified.put(digest, new Verified(known, end)));
                return caller;
            } catch (InvalidJwtException e) {
                LOG.debugf("a bearer token is refused: %s", e.getErrorDetails());
            }
        }
        return Optional.empty();
    }

    private JwtConsumer consumer(Key key) {
        var builder = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT,
                        settings.algorithms().toArray(String[]::new)))
                .setVerificationKey(key)
                .setRequireExpirationTime()
                .setMaxFutureValidityInMinutes((int) settings.maxValidity().toMinutes())
                .setAllowedClockSkewInSeconds((int) settings.leeway().toSeconds())
                .setExpectedAudience(true, settings.audience().toArray(String[]::new));
        settings.issuer().ifPresent(issuer -> builder.setExpectedIssuer(true, issuer));
        return builder.build();
    }
}
