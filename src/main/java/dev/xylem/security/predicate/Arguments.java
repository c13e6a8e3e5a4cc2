package dev.xylem.security.predicate;

import dev.xylem.config.Nearest;
import dev.xylem.security.predicate.Definition.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The parameters that a predicate is given. */
final class Arguments {
    private final Token name;
    private final Definition definition;
    private final Uses uses;
    private final Map<String, List<Token>> given = new LinkedHashMap<>();

    Arguments(Token name, Definition definition, Uses uses) {
        this.name = name;
        this.definition = definition;
        this.uses = uses;
    }

    Definition definition() {
        return definition;
    }

    Uses uses() {
        return uses;
    }

    void named(Token parameter, List<Token> values) {
        Parameter known = definition.parameters().stream()
                .filter(one -> one.name().equals(parameter.text()))
                .findFirst()
                .orElseThrow(() -> unknown(parameter));
        if (given.containsKey(known.name())) {
            throw new SyntaxException(parameter.offset(), "the parameter " + known.name() + " is given twice");
        }
        put(parameter, known, values);
    }

    private SyntaxException unknown(Token parameter) {
        List<String> known = definition.names();
        String expected =
                known.isEmpty() ? definition.name() + " has no parameters" : "expected " + String.join(", ", known);
        return new SyntaxException(
                parameter.offset(),
                "unknown parameter \"" + parameter.text() + "\" of " + definition.name()
                        + Nearest.to(parameter.text(), known)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; " + expected));
    }

    void unnamed(Token first, List<Token> values) {
        if (definition.parameters().isEmpty()) {
            throw new SyntaxException(first.offset(), definition.name() + " has no parameters");
        }
        Parameter usual = definition.parameters().getFirst();
        var all = new ArrayList<>(given.getOrDefault(usual.name(), List.of()));
        all.addAll(values);
        put(first, usual, all);
    }

    private void put(Token at, Parameter parameter, List<Token> values) {
        if (!parameter.many() && values.size() != 1) {
            throw new SyntaxException(
                    at.offset(),
                    "expected one value for " + parameter.name() + " of " + definition.name() + ", found "
                            + values.size());
        }
        given.put(parameter.name(), List.copyOf(values));
    }

    /** @throws SyntaxException when a required parameter is missing */
    void complete() {
        for (Parameter parameter : definition.parameters()) {
            if (parameter.required()
                    && given.getOrDefault(parameter.name(), List.of()).isEmpty()) {
                throw new SyntaxException(
                        name.offset(), definition.name() + " needs its parameter " + parameter.name());
            }
        }
    }

    private List<Token> tokens(String parameter) {
        return given.getOrDefault(parameter, List.of());
    }

    List<String> texts(String parameter) {
        return tokens(parameter).stream().map(Token::text).toList();
    }

    String text(String parameter) {
        return tokens(parameter).getFirst().text();
    }

    Optional<Token> find(String parameter) {
        return tokens(parameter).stream().findFirst();
    }

    boolean flag(String parameter, boolean fallback) {
        return find(parameter)
                .map(token -> switch (token.text()) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw expected(token, "true or false");
                })
                .orElse(fallback);
    }

    long number(String parameter) {
        Token token = tokens(parameter).getFirst();
        if (!token.text().matches("\\d{1,18}")) {
            throw expected(token, "a whole number");
        }
        return Long.parseLong(token.text());
    }

    /** Constants and attributes. */
    List<Value> values(String parameter) {
        return tokens(parameter).stream().map(this::value).toList();
    }

    Value value(String parameter) {
        return value(tokens(parameter).getFirst());
    }

    Value value(Token token) {
        return ValueParser.parse(token.text(), token.is(Token.Kind.QUOTED) ? token.offset() + 1 : token.offset(), uses);
    }

    /** JSON texts; what is none counts as a string. A variable stands for its value. */
    List<JsonValue> jsons(String parameter) {
        return tokens(parameter).stream().map(this::json).toList();
    }

    private JsonValue json(Token token) {
        if (ValueParser.isVariable(token.text())) {
            Value value = value(token);
            return value::bson;
        }
        BsonValue constant = constant(token.text());
        return _ -> constant;
    }

    private static BsonValue constant(String text) {
        try {
            BsonValue value = BsonDocument.parse("{\"v\":" + text + "}").get("v");
            return value == null ? new BsonString(text) : value;
        } catch (RuntimeException e) {
            return new BsonString(text);
        }
    }

    SyntaxException expected(Token token, String expected) {
        return new SyntaxException(token.offset(), "expected " + expected + ", found " + token.described());
    }
}
