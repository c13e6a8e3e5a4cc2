package dev.xylem.security.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** How a token is spelt: a prefix that secret scanners can look for, 256 random bits, and a checksum. */
final class TokenText {
    private static final String PREFIX = "xylem_";
    private static final int RANDOM_BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}[0-9a-f]{8}");
    private static final int CHECKSUM_LENGTH = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private TokenText() {}

    static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return text + checksum(text);
    }

    /** True when it can't be a password, but for one chance in four billion of those that look the same. */
    static boolean is(String text) {
        int body = text.length() - CHECKSUM_LENGTH;
        return FORM.matcher(text).matches() && checksum(text.substring(0, body)).equals(text.substring(body));
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** 256 random bits need no salt and no slow hash. */
    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
