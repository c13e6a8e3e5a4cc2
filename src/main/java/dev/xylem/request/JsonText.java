package dev.xylem.request;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.nio.charset.StandardCharsets;

/** A cursor over UTF-8 text that knows where it stands, for one reading on one thread. */
final class JsonText {
    /** How much of the input a message repeats, in characters. */
    private static final int EXCERPT = 20;

    private static final int LONGEST_CHARACTER = 4;

    final byte[] bytes;
    final int end;

    /** The next byte to read. */
    int at;

    JsonText(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
        this.at = startsWithByteOrderMark() ? 3 : 0;
    }

    private boolean startsWithByteOrderMark() {
        return end >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    /** Moves to the next byte that is not white space; that byte, or -1 at the end. Bytes outside ASCII come as numbers below -1. */
    int peek() {
        while (at < end) {
            byte next = bytes[at];
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return next == -1 ? Byte.MIN_VALUE : next;
            }
            at++;
        }
        return -1;
    }

    /** Moves past white space and that character; stays before any other character. */
    boolean accept(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    void expect(char wanted) {
        if (!accept(wanted)) {
            throw unexpected("'" + wanted + "'");
        }
    }

    /** Moves past a word of letters, digits, {@code $} and {@code _} that does not start with a digit; empty when there is none. */
    String word() {
        int start = at;
        while (at < end && isWordPart(bytes[at], at > start)) {
            at++;
        }
        String word = decode(start, at);
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) >= 0x80 && !Character.isLetterOrDigit(word.charAt(i))) {
                at = start;
                throw unexpected("a word or a quoted string");
            }
        }
        return word;
    }

    /** True for every byte of a character outside ASCII, too: {@link #word} looks at those as characters. */
    private static boolean isWordPart(byte b, boolean notFirst) {
        int lower = b | 0x20;
        return (lower >= 'a' && lower <= 'z') || b == '$' || b == '_' || b < 0 || (notFirst && b >= '0' && b <= '9');
    }

    /** The text between two byte positions; a problem when it is not UTF-8. */
    String decode(int from, int to) {
        var decoded = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (decoded.indexOf('\uFFFD') >= 0) {
            int invalid = Utf8.firstInvalid(bytes, from, to);
            if (invalid >= 0) {
                throw malformedAt(invalid, "Found bytes that are not UTF-8, expected a character");
            }
        }
        return decoded;
    }

    /** The fault that something else stands at the cursor. */
    ProblemException unexpected(String expected) {
        return malformedAt(at, "Expected " + expected + ", found " + found(at));
    }

    ProblemException malformedAt(int position, String detail) {
        return malformed(character(position), detail);
    }

    ProblemException problemAt(int position, ProblemType type, String detail) {
        return problem(character(position), type, detail);
    }

    static ProblemException malformed(int character, String detail) {
        return problem(character, ProblemType.MALFORMED_JSON, detail);
    }

    private static ProblemException problem(int character, ProblemType type, String detail) {
        return Problem.of(type, detail + ", at character " + character + ".")
                .with("position", character)
                .exception();
    }

    /** The index of the character that starts at or covers this byte. */
    private int character(int position) {
        int characters = 0;
        for (int i = 0; i < position; i++) {
            if (!isContinuation(bytes[i])) {
                characters++;
            }
        }
        return characters;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    private String found(int position) {
        if (position >= end) {
            return "the end of the text";
        }
        int most = Math.min(end, position + EXCERPT * LONGEST_CHARACTER) - position;
        return excerpt(new String(bytes, position, most, StandardCharsets.UTF_8));
    }

    /** The first line's beginning, in quotes: enough to recognise it, too little to leak it. */
    static String excerpt(String text) {
        int length = 0;
        int characters = 0;
        while (length < text.length() && characters < EXCERPT && !Character.isISOControl(text.charAt(length))) {
            length += Character.charCount(text.codePointAt(length));
            characters++;
        }
        return "'" + text.substring(0, length) + (length < text.length() ? "…'" : "'");
    }
}
