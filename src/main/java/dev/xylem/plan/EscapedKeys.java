package dev.xylem.plan;

import java.util.function.UnaryOperator;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * How pipelines are kept in properties, the same as RESTHeart, since older MongoDBs store no field whose name begins with {@code $} or has
 * a dot: {@code $match} as {@code _$match}, {@code a.b} as {@code a::b}.
 */
public final class EscapedKeys {
    private static final String DOLLAR = "_$";
    private static final String DOT = "::";

    private EscapedKeys() {}

    /** As stored; what is escaped already stays as it is. */
    static BsonValue escape(BsonValue value) {
        return rewritten(value, EscapedKeys::escape);
    }

    /** As clients see it and as it runs; what is not escaped stays as it is. */
    public static BsonValue unescape(BsonValue value) {
        return rewritten(value, EscapedKeys::unescape);
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

    private static BsonValue rewritten(BsonValue value, UnaryOperator<String> key) {
        return switch (value) {
            case BsonDocument document -> {
                var copy = new BsonDocument();
                document.forEach((name, child) -> copy.put(key.apply(name), rewritten(child, key)));
                yield copy;
            }
            case BsonArray array -> {
                var copy = new BsonArray(array.size());
                array.forEach(element -> copy.add(rewritten(element, key)));
                yield copy;
            }
            // RESTHeart escapes these too, and they are read back without it
            case BsonString text -> new BsonString(dollar(text.getValue()));
            default -> value;
        };
    }
}
