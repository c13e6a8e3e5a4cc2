package dev.xylem.security.jwt;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's key set: fetched when it is first needed, and kept. An unknown key id makes it be fetched again, at most every 30 s; so does its
 * age, so that a key which the issuer withdraws is not believed for ever. As long as the issuer does not answer, the keys that are known hold.
 */
final class RemoteKeys implements JwtKeys {
    private static final Logger LOG = Logger.getLogger(RemoteKeys.class);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(30);
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int MOST_BYTES = 1 << 20;
    private static final int OK = 200;

    private final URI uri;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable KeySet known;
    private volatile long lastTry = System.nanoTime() - BETWEEN_FETCHES.toNanos();

    private record KeySet(List<JsonWebKey> keys, long fetched) {}

    RemoteKeys(URI uri) {
        this.uri = uri;
    }

    @Override
    public List<Key> of(JsonWebSignature token) {
        KeySet now = known;
        if (now == null || isOlder(now.fetched, FRESH)) {
            now = refreshed();
        }
        List<Key> keys = select(now, token);
        if (keys.isEmpty()) {
            keys = select(refreshed(), token);
        }
        return keys;
    }

    private static boolean isOlder(long time, Duration age) {
        return System.nanoTime() - time >= age.toNanos();
    }

    private static List<Key> select(KeySet set, JsonWebSignature token) {
        try {
            return new VerificationJwkSelector()
                    .selectList(token, set.keys).stream()
                            .map(JsonWebKey::getKey)
                            .toList();
        } catch (JoseException e) {
            return List.of();
        }
    }

    /** Newer ones, where it is time for that and the issuer answers; else those that are known. */
    private KeySet refreshed() {
        fetching.lock();
        try {
            if (isOlder(lastTry, BETWEEN_FETCHES)) {
                lastTry = System.nanoTime();
                known = new KeySet(fetch(), System.nanoTime());
            }
        } catch (IOException | JoseException e) {
            LOG.warnf("the key set %s can't be fetched; what is known of it holds: %s", uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            fetching.unlock();
        }
        KeySet now = known;
        if (now == null) {
            throw unavailable();
        }
        return now;
    }

    private List<JsonWebKey> fetch() throws IOException, InterruptedException, JoseException {
        var request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        var answer = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            if (answer.statusCode() != OK || bytes.length > MOST_BYTES) {
                throw new IOException("status " + answer.statusCode() + ", " + bytes.length + " bytes");
            }
            // Public keys only: a shared secret that was published is none.
            return new JsonWebKeySet(new String(bytes, StandardCharsets.UTF_8))
                    .getJsonWebKeys().stream()
                            .filter(PublicJsonWebKey.class::isInstance)
                            .toList();
        }
    }

    private static ProblemException unavailable() {
        return Problem.of(
                        ProblemType.IDENTITY_UNAVAILABLE,
                        "The issuer's keys (jwt.jwks-uri) can't be fetched, so no bearer token can be verified; try again soon.")
                .header("Retry-After", "30")
                .exception();
    }
}
