package dev.xylem.security.predicate;

import dev.xylem.security.predicate.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Splits a predicate into words. Inside quotes a backslash stands for itself, as regular expressions need it, except before the quote. */
final class Lexer {
    private final String text;
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    /** The words; the last one is the end. */
    static List<Token> read(String text) {
        return new Lexer(text).all();
    }

    private List<Token> all() {
        var tokens = new ArrayList<Token>();
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                tokens.add(new Token(Kind.END, "", at, at));
                return tokens;
            }
            tokens.add(next());
        }
    }

    private Token next() {
        char c = text.charAt(at);
        return switch (c) {
            case '(' -> sign(Kind.OPEN);
            case ')' -> sign(Kind.CLOSE);
            case '[' -> sign(Kind.OPEN_LIST);
            case ']' -> sign(Kind.CLOSE_LIST);
            case '{' -> sign(Kind.OPEN_ARRAY);
            case '}' -> sign(Kind.CLOSE_ARRAY);
            case ',' -> sign(Kind.COMMA);
            case '=' -> sign(Kind.EQUALS);
            case '\'', '"' -> quoted(c);
            default -> word();
        };
    }

    private Token sign(Kind kind) {
        at++;
        return new Token(kind, kind.shown, at - 1, at);
    }

    private Token quoted(char quote) {
        int start = at++;
        var content = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length() && text.charAt(at + 1) == quote) {
                at++;
            }
            content.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw new SyntaxException(start, "this quote is never closed; expected " + quote + " after the text");
        }
        at++;
        return new Token(Kind.QUOTED, content.toString(), start, at);
    }

    private Token word() {
        int start = at;
        while (at < text.length() && !endsWord(text.charAt(at), start)) {
            char c = text.charAt(at);
            if (c == '{') {
                skipTo('}', "a closing }");
            } else if (c == '[') {
                skipTo(']', "a closing ]");
            } else if (c == '(') {
                skipTo(')', "a closing )");
            }
            at++;
        }
        return new Token(Kind.WORD, text.substring(start, at), start, at);
    }

    /** What opens inside a word belongs to it: {@code %{i,Host}}, {@code /{id}}, {@code @qparams['x']}. */
    private boolean endsWord(char c, int start) {
        boolean variable = text.charAt(start) == '@';
        return switch (c) {
            case ')', ']', '}', ',', '=', '\'', '"' -> true;
            case '(' -> !variable || !text.startsWith("@rnd(", start) || at != start + 4;
            case '[' -> !variable || !text.startsWith("@qparams[", start) || at != start + 8;
            case '{' -> at == start;
            default -> Character.isWhitespace(c);
        };
    }

    private void skipTo(char closing, String expected) {
        int end = text.indexOf(closing, at);
        if (end < 0) {
            throw new SyntaxException(at, "expected " + expected);
        }
        at = end;
    }
}
