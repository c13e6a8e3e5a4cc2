package dev.xylem.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values as bytes whose unsigned order is MongoDB's order of the values. No value's bytes begin with those of another, so
 * that several can stand in a row, and inverted bytes have the opposite order. Numbers that are equal have equal bytes,
 * whatever their types.
 */
final class OrderedBytes {

    private static final byte END = 0x00;
    static final byte MIN_KEY = 0x05;
    private static final byte EMPTY_ARRAY = 0x08;
    static final byte NULL = 0x0A;
    static final byte NUMBER = 0x14;
    static final byte STRING = 0x1E;
    static final byte OBJECT = 0x28;
    private static final byte ARRAY = 0x32;
    static final byte BINARY = 0x3C;
    static final byte OBJECT_ID = 0x46;
    static final byte BOOLEAN = 0x50;
    static final byte DATE = 0x5A;
    static final byte TIMESTAMP = 0x64;
    static final byte REGEX = 0x6E;
    static final byte CODE = 0x78;
    static final byte MAX_KEY = 0x7F;

    /** Inside a text, zero is this and another byte; the end of a text is a zero and a lesser one. */
    private static final int ESCAPED = 0xFF;

    private final Bytes out;

    private OrderedBytes(Bytes out) {
        this.out = out;
    }

    static byte[] of(@Nullable Object value) {
        Bytes out = new Bytes(32);
        write(value, out);
        return out.toArray();
    }

    static void write(@Nullable Object value, Bytes out) {
        new OrderedBytes(out).value(value);
    }

    /** An empty array's place among the values of an index or a sort: before null. */
    static void writeEmptyArray(Bytes out) {
        out.put(EMPTY_ARRAY);
    }

    /** The byte that this value and all that are compared with it begin with. */
    static byte tagOf(@Nullable Object value) {
        return switch (value) {
            case null -> NULL;
            case Missing _ -> NULL;
            case Number _ -> NUMBER;
            case String _ -> STRING;
            case Map<?, ?> _ -> OBJECT;
            case Collection<?> _ -> ARRAY;
            case BinData _, Binary _, UUID _, LegacyUUID _ -> BINARY;
            case ObjectId _ -> OBJECT_ID;
            case Boolean _ -> BOOLEAN;
            case Instant _ -> DATE;
            case BsonTimestamp _ -> TIMESTAMP;
            case BsonRegularExpression _ -> REGEX;
            case BsonJavaScript _ -> CODE;
            case MinKey _ -> MIN_KEY;
            case MaxKey _ -> MAX_KEY;
            default -> throw new IllegalArgumentException("no order for " + value.getClass());
        };
    }

    private void value(@Nullable Object value) {
        out.put(tagOf(value));
        payload(value);
    }

    private void payload(@Nullable Object value) {
        switch (value) {
            case Number number -> OrderedNumbers.write(number, out);
            case String text -> text(text);
            case Map<?, ?> document -> document(document);
            case Collection<?> array -> array(array);
            case BinData binary -> binary(0, binary.getData());
            case Binary binary -> binary(binary.subtype(), binary.data());
            case UUID uuid -> uuid(4, uuid);
            case LegacyUUID uuid -> uuid(3, uuid.getUuid());
            case ObjectId id -> out.put(id.toByteArray());
            case Boolean flag -> out.put(flag ? 1 : 0);
            case Instant time -> out.putLongInOrder(time.toEpochMilli() ^ Long.MIN_VALUE);
            case BsonTimestamp time -> out.putLongInOrder(time.getValue());
            case BsonRegularExpression pattern -> {
                text(pattern.getPattern());
                text(Objects.requireNonNullElse(pattern.getOptions(), ""));
            }
            case BsonJavaScript code -> text(code.getCode());
            case null, default -> {}
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        for (byte each : bytes) {
            out.put(each);
            if (each == 0) {
                out.put(ESCAPED);
            }
        }
        out.put(0).put(1);
    }

    private void binary(int subtype, byte[] data) {
        out.putIntInOrder(data.length).put(subtype).put(data);
    }

    private void uuid(int subtype, UUID uuid) {
        out.putIntInOrder(2 * Long.BYTES).put(subtype);
        out.putLongInOrder(uuid.getMostSignificantBits()).putLongInOrder(uuid.getLeastSignificantBits());
    }

    /** Field by field: first the types are compared, then the names, then the values. */
    private void document(Map<?, ?> document) {
        document.forEach((name, value) -> {
            out.put(tagOf(value));
            text((String) name);
            payload(value);
        });
        out.put(END);
    }

    private void array(Collection<?> array) {
        array.forEach(this::value);
        out.put(END);
    }
}
