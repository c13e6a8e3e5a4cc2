package dev.xylem.plan;

import java.util.function.UnaryOperator;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * How pipelines and schemas are kept, the same as RESTHeart, since older MongoDBs store no field whose name begins with {@code $} or has
 * a dot: {@code $match} as {@code _$match}, {@code a.b} as {@code a::b}.
 */
public final class EscapedKeys {
    private static final String DOLLAR = "_$";
    private static final String DOT = "::";

    private EscapedKeys() {}

    /** A pipeline as stored; what is escaped already stays as it is. */
    static BsonValue escape(BsonValue pipeline) {
        return rewritten(pipeline, EscapedKeys::escape, EscapedKeys::dollar);
    }

    /** A pipeline as clients see it and as it runs; what is not escaped stays as it is. RESTHeart escapes its texts too. */
    public static BsonValue unescape(BsonValue pipeline) {
        return rewritten(pipeline, EscapedKeys::unescape, EscapedKeys::dollar);
    }

    /** A schema as stored; its texts are nobody's operators. */
    public static BsonDocument escapeSchema(BsonDocument schema) {
        return rewritten(schema, EscapedKeys::escape, UnaryOperator.identity()).asDocument();
    }

    /** The inverse; what was stored unescaped stays as it is. */
    public static BsonDocument unescapeSchema(BsonDocument schema) {
        return rewritten(schema, EscapedKeys::unescape, UnaryOperator.identity())
                .asDocument();
    }

    private static String escape(String key) {
        return (key.startsWith("$") ? "_" + key : key).replace(".", DOT);
    }

    private static String unescape(String key) {
        return dollar(key).replace(DOT, ".");
    }

    private static String dollar(String text) {
        return text.startsWith(DOLLAR) ? text.substring(1) : text;
    }

    private static BsonValue rewritten(BsonValue value, UnaryOperator<String> key, UnaryOperator<String> text) {
        return switch (value) {
            case BsonDocument document -> {
                var copy = new BsonDocument();
                document.forEach((name, child) -> copy.put(key.apply(name), rewritten(child, key, text)));
                yield copy;
            }
            case BsonArray array -> {
                var copy = new BsonArray(array.size());
                array.forEach(element -> copy.add(rewritten(element, key, text)));
                yield copy;
            }
            case BsonString string -> new BsonString(text.apply(string.getValue()));
            default -> value;
        };
    }
}
