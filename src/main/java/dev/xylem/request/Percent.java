package dev.xylem.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Percent-decoding (RFC 3986, section 2.1), exactly once, refusing what is no UTF-8. */
final class Percent {
    private Percent() {}

    /**
     * The decoded text, or null when an escape is malformed or the bytes are no UTF-8.
     *
     * @param raw as sent; characters over 127 are bytes that the client did not escape
     * @param plusIsSpace true in a query string
     */
    static @Nullable String decode(String raw, boolean plusIsSpace) {
        if (isPlain(raw)) {
            return raw;
        }
        byte[] bytes = new byte[raw.length()];
        int length = unescape(raw, plusIsSpace, bytes);
        return length < 0 ? null : utf8(bytes, length);
    }

    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%' || c == '+' || c > 127) {
                return false;
            }
        }
        return true;
    }

    /** The number of bytes written, or -1. */
    private static int unescape(String raw, boolean plusIsSpace, byte[] bytes) {
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                if (i + 2 >= raw.length()
                        || !HexFormat.isHexDigit(raw.charAt(i + 1))
                        || !HexFormat.isHexDigit(raw.charAt(i + 2))) {
                    return -1;
                }
                bytes[length++] = (byte) HexFormat.fromHexDigits(raw, i + 1, i + 3);
                i += 2;
            } else if (c > 255) {
                return -1;
            } else {
                bytes[length++] = (byte) (c == '+' && plusIsSpace ? ' ' : c);
            }
        }
        return length;
    }

    private static @Nullable String utf8(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
