package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.aggregation.Expression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://www.mongodb.com/docs/manual/reference/operator/aggregation/">Expressions</a> on one document. The stock engine
 * evaluates what it computed a second time, so that stored texts with a dollar would be taken for paths, and does not look into arrays; here
 * its operators get nothing but values.
 */
final class Evaluation {

    private static final int UNDEFINED_VARIABLE = 17276;
    private static final int SEVERAL_OPERATORS = 15983;
    private static final int UNKNOWN_OPERATOR = 168;
    private static final Document NOTHING = new Document();
    private static final Set<String> MARKS = Set.of("KEEP", "PRUNE", "DESCEND");
    private static final Set<String> STOCK = stock();

    private final Document root;
    private final Map<String, @Nullable Object> variables;

    Evaluation(Document root, Map<String, @Nullable Object> variables) {
        this.root = root;
        this.variables = variables;
    }

    static Evaluation on(Document root) {
        return new Evaluation(root, Map.of());
    }

    private static Set<String> stock() {
        Set<String> names = new HashSet<>();
        Arrays.stream(Expression.values()).forEach(each -> names.add(each.name()));
        return names;
    }

    /** Refuses an operator that nobody knows, wherever it stands. */
    static void check(@Nullable Object expression) {
        switch (expression) {
            case Document document
            when isOperator(document) -> {
                String name = nameOf(document);
                if (!Operators.isOne(name) && !STOCK.contains(name)) {
                    throw new MongoServerError(
                            UNKNOWN_OPERATOR, "InvalidPipelineOperator", "Unrecognized expression '" + name + "'");
                }
                Operators.check(name, document.get(name));
                if (!name.equals("$literal")) {
                    check(document.get(name));
                }
            }
            case Document document -> document.values().forEach(Evaluation::check);
            case Collection<?> array -> array.forEach(Evaluation::check);
            case null, default -> {}
        }
    }

    static boolean isOperator(Document document) {
        return !document.isEmpty() && document.keySet().iterator().next().startsWith("$");
    }

    private static String nameOf(Document operator) {
        if (operator.size() > 1) {
            throw new MongoServerError(
                    SEVERAL_OPERATORS, "an object representing an expression must have exactly one field");
        }
        return operator.keySet().iterator().next();
    }

    Evaluation with(String variable, @Nullable Object value) {
        Map<String, @Nullable Object> extended = new HashMap<>(variables);
        extended.put(variable, value);
        return new Evaluation(root, extended);
    }

    @Nullable
    Object of(@Nullable Object expression) {
        return switch (expression) {
            case String text when text.startsWith("$$") -> variable(text.substring(2));
            case String text
            when text.startsWith("$") -> at(root, text.substring(1).split("\\.", -1), 0);
            case Document document
            when isOperator(document) -> {
                String name = nameOf(document);
                yield Operators.isOne(name)
                        ? new Operators(this, name).apply(document.get(name))
                        : stock(name, document.get(name));
            }
            case Document document -> object(document);
            case Collection<?> array -> array(array);
            case null, default -> expression;
        };
    }

    /** The values of an operator's arguments; a single one needs no array. */
    List<@Nullable Object> arguments(@Nullable Object given) {
        List<@Nullable Object> values = new ArrayList<>();
        if (given instanceof Collection<?> several) {
            several.forEach(each -> values.add(of(each)));
        } else {
            values.add(of(given));
        }
        return values;
    }

    private Document object(Document fields) {
        Document result = new Document();
        fields.forEach((name, expression) -> {
            Object value = of(expression);
            if (value != Values.MISSING) {
                result.put(name, value);
            }
        });
        return result;
    }

    private List<@Nullable Object> array(Collection<?> elements) {
        List<@Nullable Object> result = new ArrayList<>();
        elements.forEach(each -> result.add(Values.nullIfMissing(of(each))));
        return result;
    }

    private @Nullable Object variable(String path) {
        String[] names = path.split("\\.", -1);
        Object value = variables.containsKey(names[0])
                ? variables.get(names[0])
                : switch (names[0]) {
                    case "ROOT", "CURRENT" -> root;
                    case "REMOVE" -> Values.MISSING;
                    case "NOW" -> Instant.now().truncatedTo(ChronoUnit.MILLIS);
                    case String mark when MARKS.contains(mark) -> "$$" + mark;
                    default -> throw new MongoServerError(UNDEFINED_VARIABLE, "Use of undefined variable: " + names[0]);
                };
        return names.length == 1 ? value : below(value, names, 1);
    }

    private static @Nullable Object at(Document document, String[] path, int from) {
        Object value = document.getOrMissing(path[from]);
        return from == path.length - 1 ? value : below(value, path, from + 1);
    }

    private static @Nullable Object below(@Nullable Object value, String[] path, int from) {
        return switch (value) {
            case Document document -> at(document, path, from);
            case Collection<?> array ->
                array.stream()
                        .filter(Document.class::isInstance)
                        .<@Nullable Object>map(each -> at((Document) each, path, from))
                        .filter(each -> each != Values.MISSING)
                        .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
            case null, default -> Values.MISSING;
        };
    }

    private @Nullable Object stock(String name, @Nullable Object given) {
        Object argument = given instanceof Document named && !isOperator(named) ? literals(object(named)) : null;
        if (argument == null) {
            argument = arguments(given).stream().map(Evaluation::literal).toList();
        }
        return Expression.evaluateDocument(new Document(name, argument), NOTHING);
    }

    private static Document literals(Document values) {
        Document literals = new Document();
        values.forEach((name, value) -> literals.put(name, literal(value)));
        return literals;
    }

    /** An expression with that value. */
    private static Object literal(@Nullable Object value) {
        return switch (value) {
            case null -> new Document("$literal", null);
            case String text when !text.startsWith("$") -> text;
            case Number number -> number;
            case Object missing when missing == Values.MISSING -> "$missing";
            default -> new Document("$literal", value);
        };
    }
}
