package dev.xylem.response;

import dev.xylem.api.ApiResponse;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes to write JSON to. Not for several threads. */
public final class JsonOutput {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST_LONG = 20;
    /** 00 to 99: numbers are written two digits at a time. */
    private static final byte[] PAIRS = pairs();

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
        ascii('"');
        int at = plain(utf8, from, to);
        if (at < to) {
            StringEscaper.write(utf8, at, to, this);
        }
        ascii('"');
    }

    /** The same for text that ends before a NUL, as a key: with its colon. Returns the position after that NUL. */
    int key(byte[] utf8, int from) {
        ascii('"');
        int end = plain(utf8, from, utf8.length);
        if (utf8[end] != 0) {
            int escaped = end;
            while (utf8[end] != 0) {
                end++;
            }
            StringEscaper.write(utf8, escaped, end, this);
        }
        ascii('"');
        ascii(':');
        return end + 1;
    }

    /**
     * Copies what needs no escape, eight bytes at once; those after it that come along are overwritten later. Returns the position of
     * the first byte that is a control character, a quote, a backslash or outside ASCII; the end when none is.
     */
    int plain(byte[] utf8, int from, int to) {
        int at = from;
        while (at < to && at + Long.BYTES <= utf8.length) {
            long eight = (long) LONGS.get(utf8, at);
            ensure(Long.BYTES);
            LONGS.set(bytes, length, eight);
            int count = Math.min(StringEscaper.plainBytes(eight), to - at);
            length += count;
            at += count;
            if (count < Long.BYTES) {
                return at;
            }
        }
        return plainTail(utf8, at, to);
    }

    private int plainTail(byte[] utf8, int from, int to) {
        int at = from;
        while (at < to && StringEscaper.isPlain(utf8[at])) {
            ensure(1);
            bytes[length++] = utf8[at++];
        }
        return at;
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
        for (; rest >= 100; rest /= 100) {
            at -= 2;
            pair((int) (rest % 100), at);
        }
        if (rest >= 10) {
            pair((int) rest, length);
        } else {
            bytes[length] = (byte) ('0' + rest);
        }
        length = end;
    }

    private void pair(int number, int at) {
        bytes[at] = PAIRS[2 * number];
        bytes[at + 1] = PAIRS[2 * number + 1];
    }

    private static byte[] pairs() {
        var pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
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
