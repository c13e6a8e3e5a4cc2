package dev.xylem.request;

import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.nio.charset.StandardCharsets;
import org.bson.BsonValue;

/**
 * Reads JSON in MongoDB's dialect to BSON, in one pass and in linear time: strict JSON (RFC 8259), unquoted keys, single quotes, trailing
 * commas, Extended JSON v1 and v2 and the shell's constructors.
 *
 * <p>Integers become int32 where they fit, else int64, else (as the driver does) a double, which may lose digits; numbers with a fraction
 * or an exponent are doubles. An object is read as an Extended JSON value only if it has exactly that value's keys, so query and update
 * operators stay documents; {@link ExtendedJson} lists the forms.
 *
 * <p>Every fault is a {@link ProblemException} whose member {@code position} is the 0-based index of the character (Unicode code point) at
 * fault: {@link ProblemType#MALFORMED_JSON}, {@link ProblemType#DUPLICATE_KEY_IN_JSON} or {@code tooDeep}.
 *
 * @param maxDepth how many objects, arrays and constructor calls may lie within one another, 1 to 1000; an object that stands for a
 *     value, as {@code {"$oid":..}} does, counts too
 * @param tooDeep what to report beyond that
 */
public record JsonReader(int maxDepth, ProblemType tooDeep) {

    public JsonReader {
        if (maxDepth < 1 || maxDepth > 1000) {
            throw new IllegalArgumentException("maxDepth is " + maxDepth + ", expected 1 to 1000");
        }
    }

    /** The value in the first {@code length} bytes, UTF-8; a byte order mark before it is skipped. */
    public BsonValue read(byte[] utf8, int length) {
        var text = new JsonText(utf8, length);
        return new JsonParser(text, maxDepth, tooDeep).onlyValue();
    }

    /** The value in a text. */
    public BsonValue read(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int lone = Surrogates.firstLone(text);
        if (lone >= 0) {
            throw JsonText.malformed(text.codePointCount(0, lone), "Found half a surrogate pair, expected a character");
        }
        return read(utf8, utf8.length);
    }
}
