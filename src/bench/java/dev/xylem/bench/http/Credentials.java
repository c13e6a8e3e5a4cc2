package dev.xylem.bench.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The users of one run. The password and the key are drawn anew for each. */
record Credentials(String password, String key) {
    static final String ISSUER = "bench";

    private static final long TOKEN_SECONDS = 12 * 3600;

    static Credentials fresh() {
        return new Credentials(random(), random() + random());
    }

    private static String random() {
        return UUID.randomUUID().toString();
    }

    /** The {@code Authorization} header; empty for none. */
    String of(Caller caller) {
        return switch (caller) {
            case BEARER -> "Bearer " + token();
            case NOBODY -> "";
            default -> basic(caller.id());
        };
    }

    private String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    private String token() {
        long now = Instant.now().getEpochSecond();
        String signed = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "."
                + encode("{\"iss\":\"%1$s\",\"aud\":\"%1$s\",\"sub\":\"token\",\"roles\":[\"%2$s\"],\"iat\":%3$d,\"exp\":%4$d}"
                        .formatted(ISSUER, Caller.ONE_RULE.id(), now, now + TOKEN_SECONDS));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }
}
