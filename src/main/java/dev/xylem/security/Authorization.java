package dev.xylem.security;

import dev.xylem.api.Credentials;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads an {@code Authorization} header. What could be read in two ways is read in none. */
final class Authorization {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern TOKEN68 = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final int LONGEST_USER = 255;

    private Authorization() {}

    /** RFC 7617 in UTF-8, and RFC 6750: one space after the scheme, canonical base64, and no colon in a user id. */
    static Credentials read(String header) {
        int space = header.indexOf(' ');
        String scheme = space < 0 ? header : header.substring(0, space);
        String value = space < 0 ? "" : header.substring(space + 1);
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "basic" -> basic(value);
            case "bearer" ->
                TOKEN68.matcher(value).matches() ? new Credentials.Bearer(value) : new Credentials.Unknown("Bearer");
            default -> new Credentials.Unknown("of another scheme");
        };
    }

    private static Credentials basic(String value) {
        try {
            byte[] bytes = Base64.getDecoder().decode(value);
            if (!Base64.getEncoder().encodeToString(bytes).equals(value)) {
                return new Credentials.Unknown("Basic");
            }
            // Malformed input is reported, not replaced.
            String pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return basicOf(pair);
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return new Credentials.Unknown("Basic");
        }
    }

    private static Credentials basicOf(String pair) {
        int colon = pair.indexOf(':');
        if (colon < 1 || CONTROL.matcher(pair).find()) {
            return new Credentials.Unknown("Basic");
        }
        String user = Normalizer.normalize(pair.substring(0, colon), Normalizer.Form.NFC);
        return user.length() > LONGEST_USER
                ? new Credentials.Unknown("Basic")
                : new Credentials.Basic(user, pair.substring(colon + 1));
    }
}
