package dev.xylem.request;

import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/**
 * BSON values from what Extended JSON and the shell write for them: each method takes the parts as read, the name to complain under and
 * the place to complain about. Numbers are in {@link NumberForms}.
 */
final class BsonForms {
    private static final int LARGEST_BYTE = 255;
    private static final int UUID_BYTES = 16;

    private BsonForms() {}

    static BsonValue objectId(BsonValue value, String what, Place place) {
        if (value instanceof BsonString hex && ObjectId.isValid(hex.getValue())) {
            return new BsonObjectId(new ObjectId(hex.getValue()));
        }
        throw place.mismatch(what, "a string of 24 hex digits", value);
    }

    static BsonValue date(BsonValue value, String what, Place place) {
        if (value instanceof BsonInt32 || value instanceof BsonInt64) {
            return new BsonDateTime(value.asNumber().longValue());
        }
        var millis = value instanceof BsonString text ? IsoDates.millis(text.getValue()) : OptionalLong.empty();
        return new BsonDateTime(millis.orElseThrow(
                () -> place.mismatch(what, "milliseconds since 1970 or a date like 2020-01-31T12:00:00Z", value)));
    }

    /** Version 2: an object with {@code base64} and {@code subType}. */
    static BsonValue binary(BsonValue value, String what, Place place) {
        if (value instanceof BsonDocument parts
                && parts.size() == 2
                && parts.containsKey("base64")
                && parts.containsKey("subType")) {
            return binary(parts.get("base64"), parts.get("subType"), place);
        }
        throw place.mismatch(what, "an object with base64 and subType", value);
    }

    static BsonValue binary(BsonValue base64, BsonValue type, Place place) {
        return new BsonBinary(subtype(type, place), bytes(base64, place));
    }

    private static byte subtype(BsonValue type, Place place) {
        int number = type instanceof BsonInt32 plain ? plain.getValue() : -1;
        if (type instanceof BsonString hex && hex.getValue().length() <= 2 && isHex(hex.getValue())) {
            number = HexFormat.fromHexDigits(hex.getValue());
        }
        if (number < 0 || number > LARGEST_BYTE) {
            throw place.mismatch("A binary value's subtype", "one or two hex digits or a number up to 255", type);
        }
        return (byte) number;
    }

    private static byte[] bytes(BsonValue base64, Place place) {
        if (base64 instanceof BsonString text) {
            try {
                return Base64.getDecoder().decode(text.getValue());
            } catch (IllegalArgumentException notBase64) {
                throw place.mismatch("A binary value", "base64 text", base64);
            }
        }
        throw place.mismatch("A binary value", "base64 text", base64);
    }

    /** With or without hyphens. */
    static BsonValue uuid(BsonValue value, String what, Place place) {
        if (value instanceof BsonString text) {
            String hex = text.getValue().replace("-", "");
            if (hex.length() == 2 * UUID_BYTES && isHex(hex)) {
                return new BsonBinary(
                        BsonBinarySubType.UUID_STANDARD, HexFormat.of().parseHex(hex));
            }
        }
        throw place.mismatch(what, "a string of 32 hex digits", value);
    }

    private static boolean isHex(String text) {
        return !text.isEmpty() && text.chars().allMatch(HexFormat::isHexDigit);
    }

    /** Version 2: an object with {@code pattern} and {@code options}. */
    static BsonValue regularExpression(BsonValue value, String what, Place place) {
        if (value instanceof BsonDocument parts
                && parts.size() == 2
                && parts.get("pattern") instanceof BsonString pattern
                && parts.get("options") instanceof BsonString options) {
            return regularExpression(pattern.getValue(), options.getValue(), what, place);
        }
        throw place.mismatch(what, "an object with the strings pattern and options", value);
    }

    /** BSON ends both parts with U+0000, so neither can hold it. */
    static BsonValue regularExpression(String pattern, String options, String what, Place place) {
        if (pattern.indexOf('\0') >= 0 || options.indexOf('\0') >= 0) {
            throw place.mismatch(what, "text without U+0000", "some with it");
        }
        return new BsonRegularExpression(pattern, options);
    }

    /** An object with {@code t} and {@code i}. */
    static BsonValue timestamp(BsonValue value, String what, Place place) {
        if (value instanceof BsonDocument parts
                && parts.size() == 2
                && parts.containsKey("t")
                && parts.containsKey("i")) {
            return timestamp(parts.get("t"), parts.get("i"), place);
        }
        throw place.mismatch(what, "an object with t and i", value);
    }

    static BsonValue timestamp(BsonValue seconds, BsonValue increment, Place place) {
        return new BsonTimestamp(unsigned32(seconds, place), unsigned32(increment, place));
    }

    private static int unsigned32(BsonValue value, Place place) {
        long number = value instanceof BsonInt32 || value instanceof BsonInt64
                ? value.asNumber().longValue()
                : -1;
        if (number != (number & 0xFFFF_FFFFL)) {
            throw place.mismatch("A timestamp's part", "an integer from 0 to 4294967295", value);
        }
        return (int) number;
    }

    static BsonValue symbol(BsonValue value, String what, Place place) {
        return new BsonSymbol(string(value, what, place));
    }

    static BsonValue code(BsonValue value, String what, Place place) {
        return new BsonJavaScript(string(value, what, place));
    }

    static BsonValue codeWithScope(BsonValue code, BsonValue scope, Place place) {
        if (scope instanceof BsonDocument variables) {
            return new BsonJavaScriptWithScope(string(code, "$code", place), variables);
        }
        throw place.mismatch("$scope", "an object", scope);
    }

    /** An object with {@code $ref}, a string, and {@code $id}, an ObjectId. */
    static BsonValue dbPointer(BsonValue value, String what, Place place) {
        if (value instanceof BsonDocument parts
                && parts.size() == 2
                && parts.get("$ref") instanceof BsonString namespace
                && parts.get("$id") instanceof BsonObjectId id) {
            return new BsonDbPointer(namespace.getValue(), id.getValue());
        }
        throw place.mismatch(what, "an object with a string $ref and an ObjectId $id", value);
    }

    /** That value if 1 or true stands for it. */
    static BsonValue one(BsonValue value, String what, BsonValue meant, Place place) {
        boolean right = value.isBoolean()
                ? value.asBoolean().getValue()
                : value instanceof BsonInt32 number && number.getValue() == 1;
        if (!right) {
            throw place.mismatch(what, "1 or true", value);
        }
        return meant;
    }

    private static String string(BsonValue value, String what, Place place) {
        if (value instanceof BsonString string) {
            return string.getValue();
        }
        throw place.mismatch(what, "a string", value);
    }
}
