package dev.xylem.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which passwords were right a moment ago, so that Basic does not hash with each request. Neither they nor what could be tried out without
 * the key of this process is kept.
 */
final class VerifiedCredentials {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MOST = 10_000;
    private static final Duration REMEMBERED = Duration.ofSeconds(60);

    private final SecretKeySpec key = newKey();
    private final Cache<ByteBuffer, User> verified =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    private static SecretKeySpec newKey() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return new SecretKeySpec(random, ALGORITHM);
    }

    /** What stands for user and password; the lengths in it make sure that no two pairs share one. */
    ByteBuffer keyOf(String user, String password) {
        byte[] first = user.getBytes(StandardCharsets.UTF_8);
        byte[] second = password.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = ByteBuffer.allocate(2 * Integer.BYTES + first.length + second.length)
                .putInt(first.length)
                .put(first)
                .putInt(second.length)
                .put(second);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return ByteBuffer.wrap(mac.doFinal(message.array()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    /** True when the password was right for the user as stored now. */
    boolean contains(ByteBuffer credentials, User now) {
        return now.equals(verified.getIfPresent(credentials));
    }

    void add(ByteBuffer credentials, User user) {
        verified.put(credentials, user);
    }
}
