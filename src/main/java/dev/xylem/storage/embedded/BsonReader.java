package dev.xylem.storage.embedded;

import static de.bwaldvogel.mongo.wire.BsonConstants.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** BSON to documents of the engine: all of it, or the few fields that are needed. What it returns is the caller's own. */
final class BsonReader {

    /** As MongoDB has it; a deeper one would exhaust a thread's stack. */
    private static final int MAX_DEPTH = 200;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;
    private int depth;

    private BsonReader(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    static Document read(byte[] bytes) {
        return new BsonReader(bytes, 0).document(null);
    }

    /** The fields of these names alone. */
    static Document read(byte[] bytes, FieldNames wanted) {
        return new BsonReader(bytes, 0).document(wanted);
    }

    /** Whether the field is there, and if so its type. */
    static @Nullable Byte typeOf(byte[] bytes, FieldNames field) {
        BsonReader reader = new BsonReader(bytes, 4);
        while (reader.type() != TERMINATING_BYTE) {
            byte type = bytes[reader.at++];
            int name = reader.at;
            reader.skipName();
            if (field.has(bytes, name, reader.at - 1)) {
                return type;
            }
            reader.skip(type);
        }
        return null;
    }

    /**
     * Walks through all of it.
     *
     * @throws IllegalArgumentException when it is no BSON, too deep, or holds a type that the engine does not know
     */
    static void validate(byte[] bytes) {
        try {
            new BsonReader(bytes, 0).validate(bytes.length);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("BSON that ends too early", e);
        }
    }

    private void validate(int end) {
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("BSON nested too deeply");
        }
        if (end > bytes.length || peekInt() != end - at) {
            throw new IllegalArgumentException("BSON of a wrong length");
        }
        at += 4;
        while (type() != TERMINATING_BYTE) {
            byte type = bytes[at++];
            skipName();
            if (type == TYPE_EMBEDDED_DOCUMENT || type == TYPE_ARRAY) {
                validate(at + peekInt());
            } else {
                skip(type);
            }
        }
        at++;
        depth--;
        if (at != end) {
            throw new IllegalArgumentException("BSON of a wrong length");
        }
    }

    private byte type() {
        return bytes[at];
    }

    private Document document(@Nullable FieldNames wanted) {
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("BSON nested too deeply");
        }
        Document document = new Document();
        at += 4;
        int missing = wanted == null ? Integer.MAX_VALUE : wanted.size();
        while (missing > 0 && type() != TERMINATING_BYTE) {
            byte type = bytes[at++];
            int name = at;
            skipName();
            if (wanted == null || wanted.has(bytes, name, at - 1)) {
                document.put(new String(bytes, name, at - 1 - name, UTF_8), value(type));
                missing--;
            } else {
                skip(type);
            }
        }
        at++;
        depth--;
        return document;
    }

    private List<@Nullable Object> array() {
        if (++depth > MAX_DEPTH) {
            throw new IllegalArgumentException("BSON nested too deeply");
        }
        List<@Nullable Object> array = new ArrayList<>();
        at += 4;
        while (type() != TERMINATING_BYTE) {
            byte type = bytes[at++];
            skipName();
            array.add(value(type));
        }
        at++;
        depth--;
        return array;
    }

    private @Nullable Object value(byte type) {
        return switch (type) {
            case TYPE_DOUBLE -> Double.longBitsToDouble(readLong());
            case TYPE_UTF8_STRING -> string();
            case TYPE_EMBEDDED_DOCUMENT -> document(null);
            case TYPE_ARRAY -> array();
            case TYPE_DATA -> binary();
            case TYPE_UNDEFINED, TYPE_NULL -> null;
            case TYPE_OBJECT_ID -> new ObjectId(take(LENGTH_OBJECTID));
            case TYPE_BOOLEAN -> bytes[at++] != BOOLEAN_VALUE_FALSE;
            case TYPE_UTC_DATETIME -> Instant.ofEpochMilli(readLong());
            case TYPE_REGEX -> new BsonRegularExpression(name(), name());
            case TYPE_JAVASCRIPT_CODE -> new BsonJavaScript(string());
            case TYPE_INT32 -> readInt();
            case TYPE_TIMESTAMP -> new BsonTimestamp(readLong());
            case TYPE_INT64 -> readLong();
            case TYPE_DECIMAL128 -> new Decimal128(readLong(), readLong());
            case TYPE_MIN_KEY -> MinKey.getInstance();
            case TYPE_MAX_KEY -> MaxKey.getInstance();
            default -> throw unknown(type);
        };
    }

    private void skip(byte type) {
        switch (type) {
            case TYPE_UNDEFINED, TYPE_NULL, TYPE_MIN_KEY, TYPE_MAX_KEY -> {}
            case TYPE_BOOLEAN -> at += 1;
            case TYPE_INT32 -> at += Integer.BYTES;
            case TYPE_DOUBLE, TYPE_UTC_DATETIME, TYPE_TIMESTAMP, TYPE_INT64 -> at += Long.BYTES;
            case TYPE_OBJECT_ID -> at += LENGTH_OBJECTID;
            case TYPE_DECIMAL128 -> at += 2 * Long.BYTES;
            case TYPE_UTF8_STRING, TYPE_JAVASCRIPT_CODE -> at += Integer.BYTES + length();
            case TYPE_DATA -> at += Integer.BYTES + 1 + length();
            case TYPE_EMBEDDED_DOCUMENT, TYPE_ARRAY -> at += length();
            case TYPE_REGEX -> {
                skipName();
                skipName();
            }
            default -> throw unknown(type);
        }
        if (at > bytes.length) {
            throw new IllegalArgumentException("BSON that ends too early");
        }
    }

    private static IllegalArgumentException unknown(byte type) {
        return new IllegalArgumentException("the embedded store does not know the BSON type " + type);
    }

    private int length() {
        int length = peekInt();
        if (length < 0) {
            throw new IllegalArgumentException("BSON of a wrong length");
        }
        return length;
    }

    private void skipName() {
        while (bytes[at] != STRING_TERMINATION) {
            at++;
        }
        at++;
    }

    private String name() {
        int start = at;
        skipName();
        return new String(bytes, start, at - 1 - start, UTF_8);
    }

    private String string() {
        int length = readInt();
        String text = new String(bytes, at, length - 1, UTF_8);
        at += length;
        return text;
    }

    private Object binary() {
        int length = readInt();
        byte subtype = bytes[at++];
        return switch (subtype) {
            case BINARY_SUBTYPE_GENERIC -> new BinData(take(length));
            case BINARY_SUBTYPE_OLD_UUID ->
                length == LENGTH_UUID ? new LegacyUUID(readLong(), readLong()) : new Binary(subtype, take(length));
            case BINARY_SUBTYPE_UUID ->
                length == LENGTH_UUID
                        ? new UUID(Long.reverseBytes(readLong()), Long.reverseBytes(readLong()))
                        : new Binary(subtype, take(length));
            default -> new Binary(subtype, take(length));
        };
    }

    private byte[] take(int length) {
        byte[] part = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return part;
    }

    private int peekInt() {
        return (int) INT.get(bytes, at);
    }

    private int readInt() {
        int value = peekInt();
        at += Integer.BYTES;
        return value;
    }

    private long readLong() {
        long value = (long) LONG.get(bytes, at);
        at += Long.BYTES;
        return value;
    }
}
