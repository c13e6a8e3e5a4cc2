package dev.xylem.response;

import dev.xylem.api.ApiResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes to write JSON to. Not for several threads. */
public final class JsonOutput {
    private static final int LONGEST_LONG = 20;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SMALLEST_LONG = "-9223372036854775808".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    /** An empty output with room for so many bytes. */
    public JsonOutput(int capacity) {
        bytes = new byte[capacity];
    }

    /** The bytes written are the first {@link #length} of these. The array is the output's own until the next write. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** What is written, without a copy: nothing may be written any more. */
    public ApiResponse.Bytes content() {
        return new ApiResponse.Bytes(bytes, length);
    }

    /** Forgets all bytes after the first so many. */
    public void truncate(int shorter) {
        length = Math.min(length, shorter);
    }

    /** One ASCII character as it is. */
    public void ascii(char character) {
        ensure(1);
        bytes[length++] = (byte) character;
    }

    /** Text without any character outside ASCII, as it is. */
    public void ascii(String text) {
        int count = text.length();
        ensure(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += count;
    }

    /** Text as it is, in UTF-8. */
    public void utf8(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        raw(encoded, 0, encoded.length);
    }

    /** Bytes as they are. */
    public void raw(byte[] source, int from, int to) {
        int count = to - from;
        ensure(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** A JSON string. */
    public void quoted(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        quoted(encoded, 0, encoded.length);
    }

    /** A JSON string of text that is in UTF-8 already; every byte that is not valid there becomes U+FFFD. */
    public void quoted(byte[] utf8, int from, int to) {
        ensure(to - from + 2);
        bytes[length++] = '"';
        StringEscaper.write(utf8, from, to, this);
        ascii('"');
    }

    /** A whole number in decimal digits. */
    public void number(long value) {
        if (value == Long.MIN_VALUE) {
            raw(SMALLEST_LONG, 0, SMALLEST_LONG.length);
            return;
        }
        ensure(LONGEST_LONG);
        if (value < 0) {
            bytes[length++] = '-';
        }
        digits(Math.abs(value));
    }

    private void digits(long positive) {
        int end = length + digitCount(positive);
        int at = end;
        long rest = positive;
        while (rest > Integer.MAX_VALUE) {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        int small = (int) rest;
        do {
            bytes[--at] = (byte) ('0' + small % 10);
            small /= 10;
        } while (small > 0);
        length = end;
    }

    private static int digitCount(long positive) {
        int count = 1;
        for (long power = 10; count < 19 && positive >= power; power *= 10) {
            count++;
        }
        return count;
    }

    /** Lower case hex digits, two for a byte. */
    public void hex(byte[] source, int from, int to) {
        ensure(2 * (to - from));
        for (int i = from; i < to; i++) {
            bytes[length++] = HEX[source[i] >> 4 & 0xF];
            bytes[length++] = HEX[source[i] & 0xF];
        }
    }

    /** Base64 with padding (RFC 4648, section 4). */
    public void base64(byte[] source, int from, int to) {
        ensure(Math.multiplyExact((to - from + 2) / 3, 4));
        int i = from;
        for (; i + 2 < to; i += 3) {
            group((source[i] & 0xFF) << 16 | (source[i + 1] & 0xFF) << 8 | (source[i + 2] & 0xFF));
        }
        if (i < to) {
            int left = to - i;
            group((source[i] & 0xFF) << 16 | (left == 2 ? (source[i + 1] & 0xFF) << 8 : 0));
            Arrays.fill(bytes, length - 3 + left, length, (byte) '=');
        }
    }

    private void group(int bits) {
        bytes[length] = BASE64[bits >> 18];
        bytes[length + 1] = BASE64[bits >> 12 & 0x3F];
        bytes[length + 2] = BASE64[bits >> 6 & 0x3F];
        bytes[length + 3] = BASE64[bits & 0x3F];
        length += 4;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            // Doubling keeps the sum of all copies linear; beyond 1 GiB only what is needed is left to ask for.
            int needed = Math.addExact(length, more);
            bytes = Arrays.copyOf(bytes, Math.max(needed, length < 1 << 30 ? 2 * length : needed));
        }
    }
}
