package dev.xylem.security.predicate;

import dev.xylem.security.predicate.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a predicate: {@code or} of {@code and} of {@code not} of {@code name[parameter=value, ..]}, {@code true}, {@code false} and
 * parentheses.
 */
public final class PredicateParser {
    private static final int DEEPEST = 100;

    private final String text;
    private final List<Token> tokens;
    private final Uses uses;
    private int at;
    private int depth;

    private PredicateParser(String text, Uses uses) {
        this.text = text;
        this.tokens = Lexer.read(text);
        this.uses = uses;
    }

    /** @throws SyntaxException with the place and what was expected there */
    public static Predicate parse(String text) {
        return parse(text, new Uses());
    }

    /** The same, telling what of a request the predicate looks at. */
    public static Predicate parse(String text, Uses uses) {
        var parser = new PredicateParser(text, uses);
        Predicate predicate = parser.or();
        if (!parser.token().is(Kind.END)) {
            throw parser.unexpected("and, or, or the end");
        }
        return predicate;
    }

    private Predicate or() {
        if (++depth > DEEPEST) {
            throw tooDeep();
        }
        var parts = new ArrayList<>(List.of(and()));
        while (token().isWord("or")) {
            at++;
            parts.add(and());
        }
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new Predicate.Or(parts);
    }

    private Predicate and() {
        var parts = new ArrayList<>(List.of(not()));
        while (token().isWord("and")) {
            at++;
            parts.add(not());
        }
        return parts.size() == 1 ? parts.getFirst() : new Predicate.And(parts);
    }

    private Predicate not() {
        Token token = token();
        if (!token.isWord("not")) {
            return primary();
        }
        if (++depth > DEEPEST) {
            throw tooDeep();
        }
        at++;
        Predicate inner = not();
        depth--;
        return new Predicate.Not(inner, slice(token.offset()));
    }

    /** From there to the token before this one. */
    private String slice(int from) {
        return text.substring(from, tokens.get(at - 1).end());
    }

    private Predicate primary() {
        Token token = token();
        if (token.is(Kind.OPEN)) {
            at++;
            Predicate inner = or();
            expect(Kind.CLOSE, "and, or, or a closing )");
            return inner;
        }
        if (!token.is(Kind.WORD) || token.isWord("and") || token.isWord("or")) {
            throw unexpected("a predicate such as path-prefix[\"/db\"], not, true, false or (");
        }
        at++;
        return switch (token.text()) {
            case "true" -> new Predicate.Constant(true);
            case "false" -> new Predicate.Constant(false);
            default -> leaf(token);
        };
    }

    private Predicate leaf(Token name) {
        var arguments = arguments(name);
        Predicate.Test test = Vocabulary.compile(arguments);
        return new Predicate.Leaf(slice(name.offset()), test);
    }

    private Arguments arguments(Token name) {
        var definition = Vocabulary.find(name);
        var arguments = new Arguments(name, definition, uses);
        Token open = token();
        if (open.is(Kind.OPEN) || open.is(Kind.OPEN_LIST)) {
            Kind closing = open.is(Kind.OPEN) ? Kind.CLOSE : Kind.CLOSE_LIST;
            at++;
            if (!token().is(closing)) {
                list(arguments, closing);
            }
            expect(closing, "a comma or a closing " + closing.shown);
        }
        arguments.complete();
        return arguments;
    }

    private void list(Arguments arguments, Kind closing) {
        while (true) {
            argument(arguments);
            if (!token().is(Kind.COMMA)) {
                return;
            }
            at++;
            if (token().is(closing)) {
                throw unexpected("a value after the comma");
            }
        }
    }

    private void argument(Arguments arguments) {
        Token first = token();
        if (first.is(Kind.WORD) && tokens.get(at + 1).is(Kind.EQUALS)) {
            at += 2;
            arguments.named(first, values());
        } else {
            arguments.unnamed(first, values());
        }
    }

    /** A value, or several in braces. */
    private List<Token> values() {
        if (!token().is(Kind.OPEN_ARRAY)) {
            return List.of(value());
        }
        at++;
        var values = new ArrayList<Token>();
        while (!token().is(Kind.CLOSE_ARRAY)) {
            values.add(value());
            if (token().is(Kind.COMMA)) {
                at++;
            } else if (!token().is(Kind.CLOSE_ARRAY)) {
                throw unexpected("a comma or a closing }");
            }
        }
        at++;
        return values;
    }

    private Token value() {
        Token token = token();
        if (!token.isValue()) {
            throw unexpected("a value");
        }
        at++;
        return token;
    }

    private Token token() {
        return tokens.get(at);
    }

    private void expect(Kind kind, String expected) {
        if (!token().is(kind)) {
            throw unexpected(expected);
        }
        at++;
    }

    private SyntaxException tooDeep() {
        return new SyntaxException(token().offset(), "nested more than " + DEEPEST + " deep");
    }

    private SyntaxException unexpected(String expected) {
        return new SyntaxException(token().offset(), "expected " + expected + ", found " + token().described());
    }
}
