package dev.xylem.cli;

import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.request.JsonReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.bson.BsonDocument;
import org.bson.BsonSerializationException;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * A document as one line: canonical MongoDB Extended JSON (v2). Every line is read back before it is trusted; a document that Extended JSON
 * can't hold to the byte (fields that look like its own {@code {"$oid":..}}, a key twice, the payload of a NaN) is written as its BSON,
 * {@code {"$bson":"base64"}}.
 */
final class DocumentLine {
    /** More than any document needs, {@code {"$bson":..}} included. */
    static final int MOST_BYTES = 64 << 20;

    private static final String BSON = "$bson";
    private static final JsonReader READER = new JsonReader(1000, ProblemType.TOO_DEEP);
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();
    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private DocumentLine() {}

    /** UTF-8, without the line's end. */
    static byte[] write(RawBsonDocument document) {
        byte[] bson = bytes(document);
        byte[] json = json(document);
        return json != null && json.length < MOST_BYTES && isReadBack(json, bson) ? json : asBson(bson);
    }

    private static byte @Nullable [] json(RawBsonDocument document) {
        try {
            return document.toJson(CANONICAL).getBytes(StandardCharsets.UTF_8);
        } catch (BsonSerializationException e) {
            return null;
        }
    }

    private static boolean isReadBack(byte[] json, byte[] bson) {
        try {
            return Arrays.equals(bson, bytes(read(json, json.length)));
        } catch (MalformedException e) {
            return false;
        }
    }

    private static byte[] asBson(byte[] bson) {
        return new BsonDocument(BSON, new BsonString(Base64.getEncoder().encodeToString(bson)))
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(RawBsonDocument document) {
        ByteBuffer buffer = document.getByteBuffer().asNIO();
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** @throws MalformedException when this is no document */
    static RawBsonDocument read(byte[] line, int length) {
        try {
            if (!(READER.read(line, length) instanceof BsonDocument document)) {
                throw new MalformedException("expected an object");
            }
            return document.size() == 1 && document.get(BSON) instanceof BsonString base64
                    ? ofBson(Base64.getDecoder().decode(base64.getValue()))
                    : new RawBsonDocument(document, CODEC);
        } catch (ProblemException e) {
            throw new MalformedException(text(e));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("expected BSON in base64 after $bson");
        }
    }

    private static RawBsonDocument ofBson(byte[] bson) {
        try {
            var document = new RawBsonDocument(bson);
            // The decoder does not look behind the end.
            document.decode(CODEC);
            if (ByteBuffer.wrap(bson).order(ByteOrder.LITTLE_ENDIAN).getInt() != bson.length) {
                throw new MalformedException("expected nothing after the BSON in $bson");
            }
            return document;
        } catch (BsonSerializationException e) {
            throw new MalformedException("expected BSON in base64 after $bson");
        }
    }

    private static String text(ProblemException e) {
        Object position = e.problem().members().get("position");
        return e.problem().detail() + (position == null ? "" : " (at character " + position + ")");
    }

    /** A line that is no document. */
    static final class MalformedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }
}
