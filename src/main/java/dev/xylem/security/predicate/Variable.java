package dev.xylem.security.predicate;

import dev.xylem.api.Body;
import dev.xylem.config.Nearest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What a policy binds from the request: {@code @user}, {@code @now} and their like. Always a value, never a part of a query. */
@FunctionalInterface
public interface Variable {

    /** Null where the request has no such value; null in a document counts as none, since a query would take it for "missing". */
    @Nullable
    BsonValue of(Facts facts);

    List<String> NAMES = List.of(
            "@user",
            "@user.roles",
            "@now",
            "@request.method",
            "@request.path",
            "@request.remoteIp",
            "@request.body",
            "@qparams['name']",
            "@rnd(bits)");

    Pattern PARAMETER = Pattern.compile("@qparams\\[(['\"])([^'\"]+)\\1]");
    Pattern RANDOM = Pattern.compile("@rnd\\((\\d{1,4})\\)");
    SecureRandom DICE = new SecureRandom();

    /** True for text that is read as a variable; the older {@code %USER} too. A text that starts with {@code @} is written {@code @@}. */
    static boolean is(String text) {
        return ValueParser.isVariable(text)
                || List.of("%USER", "%ROLES", "%NOW").contains(text);
    }

    /**
     * @param offset where the text stands, for the message
     * @throws SyntaxException when there is no such variable
     */
    static Variable parse(String text, int offset, Uses uses) {
        switch (text) {
            case "@user", "%USER" -> {
                return Variable::userId;
            }
            case "@user.roles", "%ROLES" -> {
                return Variable::roles;
            }
            case "@now", "%NOW" -> {
                return _ -> new BsonDateTime(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toEpochMilli());
            }
            case "@request.method" -> {
                return facts -> new BsonString(facts.method());
            }
            case "@request.path" -> {
                return facts -> new BsonString(facts.path());
            }
            case "@request.remoteIp" -> {
                return facts -> new BsonString(facts.request().exchange().remoteIp());
            }
            default -> {
                return parametric(text, offset, uses);
            }
        }
    }

    private static Variable parametric(String text, int offset, Uses uses) {
        if (text.startsWith("@user.") && text.length() > "@user.".length()) {
            return property(text.substring("@user.".length()));
        }
        if (text.startsWith("@request.body.") && text.length() > "@request.body.".length()) {
            String path = text.substring("@request.body.".length());
            return facts -> inBody(facts.request().body(), path);
        }
        Matcher parameter = PARAMETER.matcher(text);
        if (parameter.matches()) {
            String name = parameter.group(2);
            uses.parameter(name);
            return facts -> {
                String value = facts.parameter(name);
                return value == null ? null : new BsonString(value);
            };
        }
        Matcher random = RANDOM.matcher(text);
        if (random.matches()) {
            int bits = Integer.parseInt(random.group(1));
            if (bits >= 1 && bits <= 4096) {
                return _ -> random(bits);
            }
        }
        throw new SyntaxException(
                offset,
                "unknown variable " + text
                        + Nearest.to(text, NAMES)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; expected one of " + String.join(", ", NAMES)
                                        + "; a text that starts with @ is written with @@"));
    }

    private static @Nullable BsonValue userId(Facts facts) {
        String user = facts.request().caller().user();
        return user == null ? null : new BsonString(user);
    }

    private static @Nullable BsonValue roles(Facts facts) {
        var caller = facts.request().caller();
        return caller.user() == null
                ? null
                : new BsonArray(
                        caller.roles().stream().sorted().map(BsonString::new).toList());
    }

    /** {@code _id} and {@code userid} are the id itself, as in RESTHeart, where the user has no such property. */
    private static Variable property(String path) {
        boolean isId = path.equals("_id") || path.equals("userid");
        return facts -> {
            BsonValue found = walk(facts.request().caller().properties(), path);
            return found == null && isId ? userId(facts) : found;
        };
    }

    private static @Nullable BsonValue walk(BsonDocument document, String path) {
        BsonValue value = document;
        for (String name : path.split("\\.", -1)) {
            value = value instanceof BsonDocument object ? object.get(name) : null;
            if (value == null) {
                return null;
            }
        }
        return value instanceof BsonNull ? null : value;
    }

    /**
     * Only of a plain document: what operators, dotted keys and bodies of other kinds make of the path is not for a policy to guess.
     *
     * @throws Doubt for these: a value that is missing would satisfy each {@code not}
     */
    private static @Nullable BsonValue inBody(Body body, String path) {
        return switch (body) {
            case Body.None _ -> null;
            case Body.Single(BsonDocument document) -> inPlain(document, path);
            case Body.MergePatch(BsonDocument patch) -> inPlain(patch, path);
            case Body.JsonPatch _, Body.Pipeline _, Body.Many _, Body.Lines _, Body.Unread _ -> throw new Doubt();
        };
    }

    private static @Nullable BsonValue inPlain(BsonDocument document, String path) {
        if (document.keySet().stream().anyMatch(key -> key.startsWith("$") || key.contains("."))) {
            throw new Doubt();
        }
        return walk(document, path);
    }

    private static BsonValue random(int bits) {
        byte[] bytes = new byte[(bits + 7) / 8];
        DICE.nextBytes(bytes);
        return new BsonString(HexFormat.of().formatHex(bytes));
    }

    /** The value as text; null for what has none. */
    static @Nullable String text(BsonValue value) {
        return switch (value) {
            case BsonString text -> text.getValue();
            case BsonObjectId id -> id.getValue().toHexString();
            case BsonInt32 number -> Integer.toString(number.getValue());
            case BsonInt64 number -> Long.toString(number.getValue());
            case BsonDouble number -> Double.toString(number.getValue());
            case BsonBoolean flag -> Boolean.toString(flag.getValue());
            case BsonDateTime time -> Instant.ofEpochMilli(time.getValue()).toString();
            default -> null;
        };
    }

    /** The texts of a list's elements, or of the one value. */
    static List<String> texts(BsonValue value) {
        Stream<BsonValue> all = value instanceof BsonArray array ? array.stream() : Stream.of(value);
        return all.map(Variable::text)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }
}
