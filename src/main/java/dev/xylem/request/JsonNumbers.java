package dev.xylem.request;

import java.nio.charset.StandardCharsets;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;

/** Reads number literals, as RFC 8259 writes them, at the cursor of a {@link JsonText}. */
final class JsonNumbers {
    /** In characters: more says nothing more of any number that BSON can hold. */
    static final int LONGEST = 128;

    /** Any number of that many digits fits a long. */
    private static final int DIGITS_OF_LONG = 18;

    /** Any number of that many digits is exact as a double. */
    private static final int DIGITS_OF_DOUBLE = 15;

    /** The powers of ten up to {@value #DIGITS_OF_DOUBLE}, exact as doubles. */
    private static final double[] TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private JsonNumbers() {}

    static BsonNumber read(JsonText text) {
        int start = text.at;
        int whole = pastDigits(text, text.bytes[start] == '-' ? start + 1 : start);
        int fraction = has(text, whole, '.') ? pastDigits(text, whole + 1) : whole;
        int end = pastExponent(text, fraction);
        if (end - start > LONGEST) {
            throw text.malformedAt(start, "Expected a number of at most 128 characters, found " + (end - start));
        }
        refuseLeadingZero(text, start, whole);
        text.at = end;
        if (end == whole) {
            return integer(text, start, end);
        }
        return new BsonDouble(end == fraction ? decimal(text, start, whole, end) : parse(text, start, end));
    }

    private static boolean has(JsonText text, int at, char wanted) {
        return at < text.end && text.bytes[at] == wanted;
    }

    private static int pastDigits(JsonText text, int from) {
        int at = from;
        while (at < text.end && text.bytes[at] >= '0' && text.bytes[at] <= '9') {
            at++;
        }
        if (at == from) {
            text.at = at;
            throw text.unexpected("a digit");
        }
        return at;
    }

    private static int pastExponent(JsonText text, int at) {
        if (!has(text, at, 'e') && !has(text, at, 'E')) {
            return at;
        }
        boolean signed = has(text, at + 1, '+') || has(text, at + 1, '-');
        return pastDigits(text, signed ? at + 2 : at + 1);
    }

    private static void refuseLeadingZero(JsonText text, int start, int whole) {
        int first = text.bytes[start] == '-' ? start + 1 : start;
        if (text.bytes[first] == '0' && whole - first > 1) {
            throw text.malformedAt(
                    start,
                    "Expected a number without leading zeros, found " + JsonText.excerpt(ascii(text, start, whole)));
        }
    }

    private static BsonNumber integer(JsonText text, int start, int end) {
        if (end - start > DIGITS_OF_LONG) {
            return longInteger(ascii(text, start, end));
        }
        return smallest(digits(text, start, end));
    }

    private static BsonNumber longInteger(String digits) {
        try {
            return new BsonInt64(Long.parseLong(digits));
        } catch (NumberFormatException beyondInt64) {
            return new BsonDouble(Double.parseDouble(digits));
        }
    }

    private static BsonNumber smallest(long value) {
        return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
    }

    /** The digits as one number with the sign, anything else skipped. */
    private static long digits(JsonText text, int start, int end) {
        long value = 0;
        for (int i = start; i < end; i++) {
            byte b = text.bytes[i];
            if (b >= '0') {
                value = value * 10 + (b - '0');
            }
        }
        return text.bytes[start] == '-' ? -value : value;
    }

    /** A number with a fraction. Few digits over a power of ten are both exact, so that their quotient is rounded once, as it must be. */
    private static double decimal(JsonText text, int start, int point, int end) {
        if (end - start - 1 > DIGITS_OF_DOUBLE) {
            return parse(text, start, end);
        }
        long value = digits(text, start, end);
        double magnitude = Math.abs(value) / TENS[end - point - 1];
        return text.bytes[start] == '-' ? -magnitude : magnitude;
    }

    private static double parse(JsonText text, int start, int end) {
        double value = Double.parseDouble(ascii(text, start, end));
        if (Double.isInfinite(value)) {
            throw text.malformedAt(
                    start,
                    "Expected a number that a double can hold, found " + JsonText.excerpt(ascii(text, start, end)));
        }
        return value;
    }

    private static String ascii(JsonText text, int start, int end) {
        return new String(text.bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
