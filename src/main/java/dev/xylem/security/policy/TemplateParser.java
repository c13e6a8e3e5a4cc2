package dev.xylem.security.policy;

import dev.xylem.api.Operators;
import dev.xylem.security.policy.Template.Bound;
import dev.xylem.security.policy.Template.Constant;
import dev.xylem.security.policy.Template.Document;
import dev.xylem.security.policy.Template.Elements;
import dev.xylem.security.policy.Template.Member;
import dev.xylem.security.policy.Template.Place;
import dev.xylem.security.predicate.SyntaxException;
import dev.xylem.security.predicate.Uses;
import dev.xylem.security.predicate.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Reads the filters and documents of a rule: only operators of the allow-list, through the whole tree, and variables only where a value may
 * stand. Faults are {@link SyntaxException}s without a place.
 */
final class TemplateParser {
    /** What reorders a result or needs an index, so that it can't be joined to another filter. */
    private static final Set<String> UNFIT = Set.of("$near", "$nearSphere", "$text");

    private final Uses uses;

    TemplateParser(Uses uses) {
        this.uses = uses;
    }

    Template query(BsonDocument query) {
        var members = new ArrayList<Member>();
        query.forEach((key, value) -> members.add(new Member(key, clause(key, value))));
        return Document.of(members);
    }

    private Template clause(String key, BsonValue value) {
        if (!key.startsWith("$")) {
            return field(value);
        }
        allow(key, Operators.QUERY);
        return switch (key) {
            case "$and", "$or", "$nor" ->
                elements(key, value, branch -> query(document("each element of " + key, branch)));
            case "$expr" -> expression(value);
            case "$comment", "$jsonSchema" -> constant(key, value);
            default ->
                throw fault(
                        key + " can't stand at the top of a filter; expected a field's name, $and, $or, $nor or $expr");
        };
    }

    private Template field(BsonValue value) {
        return switch (value) {
            case BsonDocument document when hasOperators(document) -> operators(document);
            case BsonString text when Variable.is(text.getValue()) -> bound(text, Place.FIELD);
            default -> literal(value);
        };
    }

    private static boolean hasOperators(BsonDocument document) {
        return !document.isEmpty()
                && document.getFirstKey().startsWith("$")
                && !document.getFirstKey().equals("$ref");
    }

    private Template operators(BsonDocument operators) {
        var members = new ArrayList<Member>();
        operators.forEach((name, operand) -> members.add(new Member(name, operand(name, operand))));
        return Document.of(members);
    }

    private Template operand(String name, BsonValue operand) {
        if (!name.startsWith("$")) {
            throw fault("the field " + name + " stands among operators");
        }
        allow(name, Operators.QUERY);
        return switch (name) {
            case "$eq" -> value(operand, Place.VALUE);
            case "$ne", "$gt", "$gte", "$lt", "$lte" -> value(operand, Place.COMPARED);
            case "$in", "$nin", "$all" -> list(name, operand);
            case "$not" -> operand instanceof BsonDocument not ? operators(not) : constant(name, operand);
            case "$elemMatch" -> {
                BsonDocument match = document(name, operand);
                yield hasOperators(match) && !Set.of("$and", "$or", "$nor").contains(match.getFirstKey())
                        ? operators(match)
                        : query(match);
            }
            default -> constant(name, operand);
        };
    }

    private Template value(BsonValue operand, Place place) {
        return operand instanceof BsonString text && Variable.is(text.getValue())
                ? bound(text, place)
                : literal(operand);
    }

    private Template list(String name, BsonValue operand) {
        if (operand instanceof BsonString text && Variable.is(text.getValue())) {
            return bound(text, Place.LIST);
        }
        return elements(
                name,
                operand,
                element -> element instanceof BsonDocument document && hasOperators(document) && name.equals("$all")
                        ? operators(document)
                        : value(element, Place.ELEMENT));
    }

    private Template elements(String name, BsonValue operand, Function<BsonValue, Template> each) {
        if (!(operand instanceof BsonArray array)) {
            throw fault("expected a list behind " + name);
        }
        return Elements.of(array.stream().map(each).toList());
    }

    private Template literal(BsonValue value) {
        return switch (value) {
            case BsonDocument document -> {
                var members = new ArrayList<Member>();
                document.forEach((key, child) -> {
                    if (key.startsWith("$") && !Set.of("$ref", "$id", "$db").contains(key)) {
                        throw fault("the operator " + key + " stands inside a literal document");
                    }
                    members.add(new Member(key, literal(child)));
                });
                yield Document.of(members);
            }
            case BsonArray array ->
                Elements.of(array.stream().map(this::literal).toList());
            default -> value(value);
        };
    }

    private Template value(BsonValue value) {
        if (value instanceof BsonString text) {
            return Variable.is(text.getValue()) ? bound(text, Place.VALUE) : new Constant(unescaped(text));
        }
        return new Constant(value);
    }

    private Template expression(BsonValue value) {
        return switch (value) {
            case BsonDocument document -> {
                var members = new ArrayList<Member>();
                document.forEach((key, child) -> {
                    if (key.startsWith("$")) {
                        allow(key, Operators.EXPRESSION);
                    }
                    members.add(new Member(key, key.equals("$literal") ? literal(child) : expression(child)));
                });
                yield Document.of(members);
            }
            case BsonArray array ->
                Elements.of(array.stream().map(this::expression).toList());
            case BsonString text when Variable.is(text.getValue()) -> bound(text, Place.EXPRESSION);
            default -> value(value);
        };
    }

    /** A document that is merged into what is stored. */
    Template stored(BsonDocument document) {
        var members = new ArrayList<Member>();
        document.forEach((key, value) -> {
            if (key.isEmpty() || Arrays.stream(key.split("\\.", -1)).anyMatch(TemplateParser::isReserved)) {
                throw fault(
                        "the key " + key + " can't be set: names that start with _ or $, and empty ones, are reserved");
            }
            members.add(new Member(key, storedValue(value)));
        });
        return Document.of(members);
    }

    private static boolean isReserved(String name) {
        return name.isEmpty() || name.startsWith("_") || name.startsWith("$");
    }

    private Template storedValue(BsonValue value) {
        return switch (value) {
            case BsonDocument document -> stored(document);
            case BsonArray array ->
                Elements.of(array.stream().map(this::storedValue).toList());
            case BsonString text when Variable.is(text.getValue()) -> bound(text, Place.STORED);
            default -> value(value);
        };
    }

    /** Where a variable would become part of a query. */
    private static Template constant(String operator, BsonValue value) {
        refuseVariables(operator, value);
        refuseOperators(operator, value);
        return new Constant(value);
    }

    private static void refuseVariables(String operator, BsonValue value) {
        switch (value) {
            case BsonDocument document -> document.values().forEach(child -> refuseVariables(operator, child));
            case BsonArray array -> array.forEach(child -> refuseVariables(operator, child));
            case BsonString text
            when Variable.is(text.getValue()) && !operator.equals("$comment") ->
                throw fault("the variable " + text.getValue() + " can't stand behind " + operator);
            default -> {}
        }
    }

    private static void refuseOperators(String operator, BsonValue value) {
        if (operator.equals("$jsonSchema")) {
            return;
        }
        switch (value) {
            case BsonDocument document ->
                document.forEach((key, child) -> {
                    if (key.startsWith("$")) {
                        allow(key, Operators.QUERY);
                    }
                    refuseOperators(operator, child);
                });
            case BsonArray array -> array.forEach(child -> refuseOperators(operator, child));
            default -> {}
        }
    }

    private Template bound(BsonString text, Place place) {
        return new Bound(text.getValue(), Variable.parse(text.getValue(), 0, uses), place);
    }

    private static BsonString unescaped(BsonString text) {
        return text.getValue().startsWith("@@") ? new BsonString(text.getValue().substring(1)) : text;
    }

    private static BsonDocument document(String what, BsonValue value) {
        if (value instanceof BsonDocument document) {
            return document;
        }
        throw fault("expected an object behind " + what);
    }

    private static void allow(String operator, Operators allowed) {
        if (!allowed.has(operator) || UNFIT.contains(operator)) {
            throw fault("the operator " + operator + " is unknown or not allowed in a policy");
        }
    }

    private static SyntaxException fault(String text) {
        return new SyntaxException(0, text);
    }
}
