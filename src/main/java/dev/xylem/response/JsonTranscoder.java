package dev.xylem.response;

import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * The default mode: turns BSON bytes into JSON bytes without building objects. How each type is written is in {@link BsonTranscription}.
 * {@code request.JsonReader} reads all of it back to the same BSON, except that an int64 that fits an int32 comes back as one.
 */
public final class JsonTranscoder implements DocumentWriter {
    public static final JsonTranscoder INSTANCE = new JsonTranscoder();

    private JsonTranscoder() {}

    @Override
    public void writeDocument(RawBsonDocument document, JsonOutput out) {
        transcription(document, out).document();
    }

    @Override
    public boolean writeMembers(RawBsonDocument document, JsonOutput out) {
        return transcription(document, out).members(false);
    }

    @Override
    public boolean writeMembersWithoutId(RawBsonDocument document, JsonOutput out) {
        return transcription(document, out).members(true);
    }

    @Override
    public void writeValue(BsonValue value, JsonOutput out) {
        var holder = new RawBsonDocument(new BsonDocument("", value), new BsonDocumentCodec());
        transcription(holder, out).onlyValue();
    }

    private static BsonTranscription transcription(RawBsonDocument document, JsonOutput out) {
        // A view of the document's own array.
        var buffer = document.getByteBuffer().asNIO();
        return new BsonTranscription(buffer.array(), buffer.arrayOffset() + buffer.position(), out);
    }
}
