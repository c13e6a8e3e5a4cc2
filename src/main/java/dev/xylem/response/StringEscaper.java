package dev.xylem.response;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The inside of JSON strings: looks at eight bytes at once and copies what needs no escape in runs. */
final class StringEscaper {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private StringEscaper() {}

    static void write(byte[] utf8, int from, int to, JsonOutput out) {
        int start = from;
        int at = pastPlain(utf8, from, to);
        while (at < to) {
            int character = utf8[at] < 0 ? Utf8.sequence(utf8, at, to) : 0;
            if (character == 0) {
                out.raw(utf8, start, at);
                escape(utf8[at], out);
                start = at + 1;
            }
            at = pastPlain(utf8, at + Math.max(1, character), to);
        }
        out.raw(utf8, start, to);
    }

    /** The position of the first byte that is a control character, a quote, a backslash or outside ASCII; the end when none is. */
    private static int pastPlain(byte[] utf8, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long special = special((long) LONGS.get(utf8, at));
            if (special != 0) {
                return at + Long.numberOfTrailingZeros(special) / Byte.SIZE;
            }
        }
        while (at < to && isPlain(utf8[at])) {
            at++;
        }
        return at;
    }

    /** Eight bytes to their high bits, set for the first byte that is not plain, clear before it, and anything after it. */
    private static long special(long eight) {
        long quote = (eight ^ '"' * EACH) - EACH;
        long backslash = (eight ^ '\\' * EACH) - EACH;
        long control = eight - ' ' * EACH;
        return (quote | backslash | control | eight) & HIGH_BITS;
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    private static void escape(byte b, JsonOutput out) {
        switch (b) {
            case '"' -> out.ascii("\\\"");
            case '\\' -> out.ascii("\\\\");
            case '\n' -> out.ascii("\\n");
            case '\r' -> out.ascii("\\r");
            case '\t' -> out.ascii("\\t");
            case '\b' -> out.ascii("\\b");
            case '\f' -> out.ascii("\\f");
            default -> unicode(b, out);
        }
    }

    private static void unicode(byte b, JsonOutput out) {
        if (b < 0) {
            out.ascii("\\ufffd");
        } else {
            out.ascii("\\u00");
            out.hex(new byte[] {b}, 0, 1);
        }
    }
}
