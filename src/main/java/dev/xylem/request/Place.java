package dev.xylem.request;

import dev.xylem.api.ProblemException;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Where in a text a value stands.
 *
 * @param at in bytes
 */
record Place(JsonText text, int at) {

    /** The fault that the value there is not what {@code what} needs. */
    ProblemException mismatch(String what, String needed, BsonValue found) {
        return mismatch(what, needed, describe(found));
    }

    ProblemException mismatch(String what, String needed, String found) {
        return text.malformedAt(at, what + " needs " + needed + ", found " + found);
    }

    private static String describe(BsonValue value) {
        if (value instanceof BsonString string) {
            return JsonText.excerpt(string.getValue());
        }
        return switch (value.getBsonType()) {
            case DOCUMENT -> "an object";
            case ARRAY -> "an array";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case INT32, INT64 -> "the integer " + value.asNumber().longValue();
            case DOUBLE -> "the number " + value.asNumber().doubleValue();
            default -> "another type of value";
        };
    }
}
