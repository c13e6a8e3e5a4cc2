package dev.xylem.plan.schema;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** The names that schemas have for one another, the same as RESTHeart's: {@code http://schema-store/<db>/<id>#}. Nothing is ever fetched from there. */
public final class StoreAddress {
    private static final String ROOT = "http://schema-store/";
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private StoreAddress() {}

    /** What the names of all schemas in that database's store begin with. */
    static String ofStore(String database) {
        return ROOT + encoded(database) + "/";
    }

    /** A schema's name, without {@code #}. */
    public static String of(String database, BsonValue id) {
        return ofStore(database) + encoded(text(id));
    }

    private static String text(BsonValue id) {
        return switch (id) {
            case BsonString string -> string.getValue();
            case BsonObjectId oid -> oid.getValue().toHexString();
            default -> new BsonDocument("_id", id).toJson();
        };
    }

    /** The id under a name: an ObjectId or a text, as in a path; empty when it is of another store. */
    public static Optional<BsonValue> idOf(String database, String name) {
        String store = ofStore(database);
        if (!name.startsWith(store)) {
            return Optional.empty();
        }
        String rest = name.substring(store.length());
        String encoded = rest.endsWith("#") ? rest.substring(0, rest.length() - 1) : rest;
        return decoded(encoded)
                .map(text -> ObjectId.isValid(text) ? new BsonObjectId(new ObjectId(text)) : new BsonString(text));
    }

    private static String encoded(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static Optional<String> decoded(String encoded) {
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        byte[] text = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                text[length++] = bytes[i];
            } else if (i + 2 < bytes.length
                    && HexFormat.isHexDigit(bytes[i + 1])
                    && HexFormat.isHexDigit(bytes[i + 2])) {
                text[length++] =
                        (byte) (HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2]));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new String(text, 0, length, StandardCharsets.UTF_8));
    }
}
