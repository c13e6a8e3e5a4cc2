package dev.xylem.request;

import dev.xylem.api.ProblemException;
import java.nio.charset.StandardCharsets;

/** Reads quoted strings and regular expression literals at the cursor of a {@link JsonText}. */
final class JsonStrings {
    private static final int UNICODE_ESCAPE = 6;

    private JsonStrings() {}

    /** Moves past a string in single or double quotes. */
    static String quoted(JsonText text) {
        byte[] bytes = text.bytes;
        byte quote = bytes[text.at];
        int start = text.at + 1;
        int seen = 0;
        boolean escaped = false;
        int at = start;
        while (at < text.end && bytes[at] != quote) {
            byte b = bytes[at];
            if (b == '\\') {
                escaped = true;
                at++;
            } else if (b >= 0 && b < ' ') {
                throw controlCharacter(text, at, b);
            }
            seen |= b;
            at++;
        }
        if (at >= text.end) {
            throw text.malformedAt(text.end, "Expected the string's closing quote, found the end of the text");
        }
        text.at = at + 1;
        if (escaped) {
            return unescape(text, start, text.decode(start, at));
        }
        // Latin 1 is a plain copy: several times faster where no byte is outside ASCII.
        return seen >= 0 ? new String(bytes, start, at - start, StandardCharsets.ISO_8859_1) : text.decode(start, at);
    }

    private static ProblemException controlCharacter(JsonText text, int at, byte found) {
        return text.malformedAt(at, "Expected a string without raw control characters, found U+%04X".formatted(found));
    }

    /** Moves past {@code /pattern/} and returns the pattern, where {@code \/} stands for a slash and any other escape stays. */
    static String pattern(JsonText text) {
        int start = text.at + 1;
        int at = start;
        while (at < text.end && text.bytes[at] != '/') {
            at += text.bytes[at] == '\\' ? 2 : 1;
        }
        if (at >= text.end) {
            throw text.malformedAt(start - 1, "Expected a regular expression up to its closing '/', found no such end");
        }
        text.at = at + 1;
        return withPlainSlashes(text.decode(start, at));
    }

    private static String withPlainSlashes(String pattern) {
        var plain = new StringBuilder(pattern.length());
        int from = 0;
        for (int at = pattern.indexOf('\\'); at >= 0; at = pattern.indexOf('\\', at + 2)) {
            if (pattern.startsWith("/", at + 1)) {
                plain.append(pattern, from, at);
                from = at + 1;
            }
        }
        return plain.append(pattern, from, pattern.length()).toString();
    }

    private static String unescape(JsonText text, int start, String raw) {
        var plain = new StringBuilder(raw.length());
        int from = 0;
        for (int at = raw.indexOf('\\'); at >= 0; at = raw.indexOf('\\', from)) {
            plain.append(raw, from, at);
            from = at + appendEscape(text, start, raw, at, plain);
        }
        return plain.append(raw, from, raw.length()).toString();
    }

    /** Appends what the escape at that index stands for; returns the escape's length. */
    private static int appendEscape(JsonText text, int start, String raw, int at, StringBuilder plain) {
        char kind = raw.charAt(at + 1);
        if (kind == 'u') {
            return appendUnicode(text, start, raw, at, plain);
        }
        int meaning = "\"'\\/bfnrt".indexOf(kind);
        if (meaning < 0) {
            throw badEscape(text, start, raw, at, "an escape of JSON");
        }
        plain.append("\"'\\/\b\f\n\r\t".charAt(meaning));
        return 2;
    }

    private static int appendUnicode(JsonText text, int start, String raw, int at, StringBuilder plain) {
        int unit = hexUnit(raw, at);
        if (unit < 0) {
            throw badEscape(text, start, raw, at, "\\u and four hex digits");
        }
        plain.append((char) unit);
        if (!Character.isSurrogate((char) unit)) {
            return UNICODE_ESCAPE;
        }
        int other = raw.startsWith("\\u", at + UNICODE_ESCAPE) ? hexUnit(raw, at + UNICODE_ESCAPE) : -1;
        if (other < 0 || !Character.isSurrogatePair((char) unit, (char) other)) {
            throw badEscape(text, start, raw, at, "both halves of a surrogate pair");
        }
        plain.append((char) other);
        return 2 * UNICODE_ESCAPE;
    }

    /** The UTF-16 unit of the unicode escape at that index, -1 when it is malformed. */
    private static int hexUnit(String raw, int at) {
        if (at + UNICODE_ESCAPE > raw.length()) {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + UNICODE_ESCAPE; i++) {
            int digit = raw.charAt(i) < 0x80 ? Character.digit(raw.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static ProblemException badEscape(JsonText text, int start, String raw, int at, String expected) {
        int position = start + raw.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
        var found = JsonText.excerpt(raw.substring(at, Math.min(raw.length(), at + UNICODE_ESCAPE)));
        return text.malformedAt(position, "Expected " + expected + ", found " + found);
    }
}
