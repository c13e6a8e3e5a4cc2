package dev.xylem.request;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** How the id in a path is read: the parameter {@code id_type}. */
enum IdType {
    /** 24 hexadecimal digits are an ObjectId, everything else is a string. */
    STRING_OID,
    OID,
    STRING,
    NUMBER,
    DATE,
    BOOLEAN,
    NULL,
    MINKEY,
    MAXKEY;

    /** Segments that are these values whatever the type. */
    private static final Map<String, BsonValue> SPECIAL = Map.of(
            "_null", BsonNull.VALUE,
            "_true", BsonBoolean.TRUE,
            "_false", BsonBoolean.FALSE,
            "_MinKey", new BsonMinKey(),
            "_MaxKey", new BsonMaxKey());

    /** The id that a decoded segment stands for. */
    BsonValue read(String text) {
        BsonValue special = SPECIAL.get(text);
        if (special != null) {
            return special;
        }
        if (text.startsWith("_")) {
            throw Names.reserved("Document ids that start with '_' are reserved.");
        }
        return switch (this) {
            case STRING_OID -> ObjectId.isValid(text) ? new BsonObjectId(new ObjectId(text)) : new BsonString(text);
            case OID -> objectId(text);
            case STRING -> new BsonString(text);
            case NUMBER -> number(text);
            case DATE -> new BsonDateTime(integer(text));
            case BOOLEAN -> bool(text);
            case NULL -> only(text, "null", BsonNull.VALUE);
            case MINKEY -> only(text, "MinKey", new BsonMinKey());
            case MAXKEY -> only(text, "MaxKey", new BsonMaxKey());
        };
    }

    private BsonValue objectId(String text) {
        if (!ObjectId.isValid(text)) {
            throw invalid("24 hexadecimal digits");
        }
        return new BsonObjectId(new ObjectId(text));
    }

    private BsonValue number(String text) {
        if (text.matches("[+-]?\\d{1,19}")) {
            long value = integer(text);
            return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
        }
        if (!text.matches("[+-]?(\\d{1,32}\\.?\\d{0,32}|\\.\\d{1,32})([eE][+-]?\\d{1,3})?")) {
            throw invalid("a number");
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw invalid("a number that fits a double");
        }
        return new BsonDouble(value);
    }

    private long integer(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw invalid(this == DATE ? "milliseconds since 1970 as an integer" : "an integer of at most 64 bits");
        }
    }

    private BsonValue bool(String text) {
        return switch (text) {
            case "true" -> BsonBoolean.TRUE;
            case "false" -> BsonBoolean.FALSE;
            default -> throw invalid("true or false");
        };
    }

    private BsonValue only(String text, String expected, BsonValue value) {
        if (!text.equals(expected)) {
            throw invalid(expected);
        }
        return value;
    }

    private ProblemException invalid(String expected) {
        return Problem.of(
                        ProblemType.INVALID_ID,
                        "With id_type=" + name() + " the document id in the path must be " + expected + ".")
                .exception();
    }
}
