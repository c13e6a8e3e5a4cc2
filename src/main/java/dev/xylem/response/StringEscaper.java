package dev.xylem.response;

/** The inside of JSON strings, from the first byte on that can't be copied as it is. */
final class StringEscaper {
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private StringEscaper() {}

    static void write(byte[] utf8, int from, int to, JsonOutput out) {
        int at = from;
        while (at < to) {
            int end = pastOthers(utf8, at, to);
            if (end == at) {
                escape(utf8[at++], out);
            } else {
                out.raw(utf8, at, end);
                at = end;
            }
            at = out.plain(utf8, at, to);
        }
    }

    /** Past the characters outside ASCII. */
    private static int pastOthers(byte[] utf8, int from, int to) {
        int at = from;
        while (at < to && utf8[at] < 0) {
            int character = Utf8.sequence(utf8, at, to);
            if (character == 0) {
                return at;
            }
            at += character;
        }
        return at;
    }

    /** How many of eight bytes, least significant first, come before the first that is not plain; 8 when all are. */
    static int plainBytes(long eight) {
        long quote = (eight ^ '"' * EACH) - EACH;
        long backslash = (eight ^ '\\' * EACH) - EACH;
        long control = eight - ' ' * EACH;
        // The high bit of the first that is not plain is set, those before it are clear; those after it may be either.
        return Long.numberOfTrailingZeros((quote | backslash | control | eight) & HIGH_BITS) / Byte.SIZE;
    }

    static boolean isPlain(byte b) {
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
