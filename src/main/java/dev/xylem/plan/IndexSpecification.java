package dev.xylem.plan;

import static dev.xylem.api.ProblemType.WRONG_BODY_SHAPE;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The body that describes an index, {@code {keys, ops}}, checked and put into the form of
 * <a href="https://www.mongodb.com/docs/manual/reference/command/createIndexes/">createIndexes</a>.
 */
final class IndexSpecification {
    private static final int MOST_KEYS = 32;
    private static final Set<String> KINDS = Set.of("text", "2dsphere", "2d", "hashed");

    /** What an option's value must be. */
    private record Form(String name, Predicate<BsonValue> fits) {}

    private static final Form FLAG = new Form("true or false", BsonBoolean.class::isInstance);
    private static final Form NUMBER = new Form("a number", BsonNumber.class::isInstance);
    private static final Form TEXT = new Form("a string", BsonString.class::isInstance);
    private static final Form SECONDS = new Form("a whole number from 0 to 2147483647", IndexSpecification::areSeconds);
    private static final Form WEIGHTS = new Form("an object of numbers", value -> holds(value, NUMBER.fits));
    private static final Form SWITCHES =
            new Form("an object of 0 and 1", value -> holds(value, NUMBER.fits.or(FLAG.fits)));
    private static final Form COLLATION = new Form(
            "an object with a locale",
            value -> value instanceof BsonDocument document && document.get("locale") instanceof BsonString);
    private static final Form FILTER = new Form("a query", BsonDocument.class::isInstance);

    private static final Map<String, Form> OPTIONS = Map.ofEntries(
            Map.entry("unique", FLAG),
            Map.entry("sparse", FLAG),
            Map.entry("hidden", FLAG),
            Map.entry("background", FLAG),
            Map.entry("expireAfterSeconds", SECONDS),
            Map.entry("partialFilterExpression", FILTER),
            Map.entry("wildcardProjection", SWITCHES),
            Map.entry("weights", WEIGHTS),
            Map.entry("default_language", TEXT),
            Map.entry("language_override", TEXT),
            Map.entry("textIndexVersion", NUMBER),
            Map.entry("2dsphereIndexVersion", NUMBER),
            Map.entry("bits", NUMBER),
            Map.entry("min", NUMBER),
            Map.entry("max", NUMBER),
            Map.entry("collation", COLLATION));

    private static final Set<String> COLLATION_OPTIONS = Set.of(
            "locale",
            "caseLevel",
            "caseFirst",
            "strength",
            "numericOrdering",
            "alternate",
            "maxVariable",
            "normalization",
            "backwards");

    private IndexSpecification() {}

    static BsonDocument of(String name, BsonDocument body) {
        body.keySet().stream()
                .filter(key -> !key.equals("keys") && !key.equals("ops"))
                .findFirst()
                .ifPresent(key -> {
                    throw refused(key, "An index is described by \"keys\" and \"ops\", nothing else");
                });
        var specification = new BsonDocument("key", keys(body.get("keys", new BsonDocument())));
        specification.append("name", new BsonString(name));
        if (body.containsKey("ops")) {
            options(name, body.get("ops"), specification);
        }
        return specification;
    }

    private static BsonDocument keys(BsonValue value) {
        if (!(value instanceof BsonDocument keys) || keys.isEmpty() || keys.size() > MOST_KEYS) {
            throw refused(
                    "keys",
                    "\"keys\" must be an object with 1 to " + MOST_KEYS + " fields, {\"price\": 1} for example");
        }
        keys.forEach((path, kind) -> {
            if (!isPath(path) || !isKind(kind)) {
                throw refused(
                        "keys." + path, "A key maps a field to 1, -1, \"text\", \"2dsphere\", \"2d\" or \"hashed\"");
            }
        });
        return keys;
    }

    /** A dotted path; {@code $**} may end it. */
    private static boolean isPath(String path) {
        String field = path.equals("$**") ? "x" : path.replaceFirst("\\.\\$\\*\\*$", "");
        return !field.isEmpty()
                && field.indexOf('\0') < 0
                && !field.startsWith(".")
                && !field.endsWith(".")
                && !field.contains("..")
                && !field.startsWith("$")
                && !field.contains(".$");
    }

    private static boolean isKind(BsonValue kind) {
        return switch (kind) {
            case BsonString text -> KINDS.contains(text.getValue());
            case BsonNumber number -> number.doubleValue() == 1 || number.doubleValue() == -1;
            default -> false;
        };
    }

    private static void options(String name, BsonValue value, BsonDocument specification) {
        if (!(value instanceof BsonDocument options)) {
            throw refused("ops", "\"ops\" must be an object");
        }
        options.forEach((option, setting) -> {
            if (option.equals("name") && setting.equals(new BsonString(name))) {
                return;
            }
            check(option, setting);
            specification.append(option, setting);
        });
    }

    private static void check(String option, BsonValue setting) {
        String path = "ops." + option;
        Form form = OPTIONS.get(option);
        if (form == null) {
            throw refused(path, "There is no index option " + Refusal.quoted(option));
        }
        if (!form.fits.test(setting)) {
            throw refused(path, "The option " + Refusal.quoted(option) + " must be " + form.name);
        }
        if (setting instanceof BsonDocument collation && option.equals("collation")) {
            checkCollation(path, collation);
        }
        if (option.equals("partialFilterExpression")) {
            StageWalk.checkQuery(setting, path, IndexSpecification::operator);
        }
    }

    private static void checkCollation(String path, BsonDocument collation) {
        collation.keySet().stream()
                .filter(key -> !COLLATION_OPTIONS.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw refused(path + "." + key, "A collation has no option " + Refusal.quoted(key));
                });
    }

    private static boolean areSeconds(BsonValue value) {
        return value instanceof BsonNumber number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && number.doubleValue() >= 0
                && number.doubleValue() <= Integer.MAX_VALUE;
    }

    private static boolean holds(BsonValue value, Predicate<BsonValue> each) {
        return value instanceof BsonDocument document
                && !document.isEmpty()
                && document.values().stream().allMatch(each);
    }

    private static ProblemException operator(String operator, String path) {
        return Problem.of(
                        ProblemType.OPERATOR_NOT_ALLOWED,
                        "The operator " + Refusal.quoted(operator) + " is unknown or not allowed here.")
                .with("path", path)
                .exception();
    }

    private static ProblemException refused(String path, String why) {
        return Refusal.at(WRONG_BODY_SHAPE, path, why + ".");
    }
}
