package dev.xylem.response;

import dev.xylem.api.Format;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Writes BSON as JSON in one of the modes that a caller can ask for. Holds no state. */
public sealed interface DocumentWriter permits JsonTranscoder, DriverJsonWriter {

    /** The writer for that mode. */
    static DocumentWriter of(Format.JsonMode mode) {
        return mode == Format.JsonMode.DEFAULT ? JsonTranscoder.INSTANCE : DriverJsonWriter.of(mode);
    }

    /** A document with its braces. */
    void writeDocument(RawBsonDocument document, JsonOutput out);

    /** The members of a document without braces, separated by commas; whether there were any. */
    boolean writeMembers(RawBsonDocument document, JsonOutput out);

    /** As {@link #writeMembers}, without the top-level {@code _id}. */
    boolean writeMembersWithoutId(RawBsonDocument document, JsonOutput out);

    /** A value of any type. */
    void writeValue(BsonValue value, JsonOutput out);
}
