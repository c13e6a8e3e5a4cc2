package dev.xylem.storage.embedded;

import static de.bwaldvogel.mongo.wire.BsonConstants.*;
import static java.nio.charset.StandardCharsets.UTF_8;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
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

/** Documents of the engine to BSON. */
final class BsonWriter {

    private static final byte[][] INDEX_NAMES = new byte[64][];

    static {
        for (int i = 0; i < INDEX_NAMES.length; i++) {
            INDEX_NAMES[i] = Integer.toString(i).getBytes(UTF_8);
        }
    }

    private final Bytes out;

    private BsonWriter(Bytes out) {
        this.out = out;
    }

    static byte[] write(Map<String, ?> document) {
        Bytes out = new Bytes(512);
        write(document, out);
        return out.toArray();
    }

    static void write(Map<String, ?> document, Bytes into) {
        new BsonWriter(into).document(document);
    }

    private void document(Map<String, ?> document) {
        int start = out.size();
        out.putInt(0);
        for (Map.Entry<String, ?> field : document.entrySet()) {
            element(field.getKey().getBytes(UTF_8), field.getValue());
        }
        end(start);
    }

    private void array(Collection<?> array) {
        int start = out.size();
        out.putInt(0);
        int index = 0;
        for (Object value : array) {
            element(indexName(index++), value);
        }
        end(start);
    }

    private static byte[] indexName(int index) {
        return index < INDEX_NAMES.length
                ? INDEX_NAMES[index]
                : Integer.toString(index).getBytes(UTF_8);
    }

    private void end(int start) {
        out.put(TERMINATING_BYTE);
        out.setInt(start, out.size() - start);
    }

    private void element(byte[] name, @Nullable Object value) {
        out.put(typeOf(value)).put(name).put(STRING_TERMINATION);
        switch (value) {
            case null -> {}
            case String text -> string(text);
            case Integer number -> out.putInt(number);
            case Long number -> out.putLong(number);
            case Double number -> out.putLong(Double.doubleToRawLongBits(number));
            case Boolean flag -> out.put(flag ? BOOLEAN_VALUE_TRUE : BOOLEAN_VALUE_FALSE);
            case ObjectId id -> out.put(id.toByteArray());
            case Instant time -> out.putLong(time.toEpochMilli());
            case RawBson raw -> out.put(raw.bytes());
            case Map<?, ?> document -> document(asDocument(document));
            case Collection<?> array -> array(array);
            case Decimal128 decimal -> out.putLong(decimal.getLow()).putLong(decimal.getHigh());
            case BsonTimestamp time -> out.putLong(time.getValue());
            case BinData binary -> binary(BINARY_SUBTYPE_GENERIC, binary.getData());
            case Binary binary -> binary(binary.subtype(), binary.data());
            case UUID uuid -> uuid(uuid);
            case LegacyUUID uuid -> legacy(uuid.getUuid());
            case BsonRegularExpression pattern -> pattern(pattern);
            case BsonJavaScript code -> string(code.getCode());
            case MinKey _, MaxKey _ -> {}
            default -> throw new IllegalArgumentException("no BSON type for " + value.getClass());
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> asDocument(Map<?, ?> map) {
        return (Map<String, ?>) map;
    }

    static byte typeOf(@Nullable Object value) {
        return switch (value) {
            case null -> TYPE_NULL;
            case String _ -> TYPE_UTF8_STRING;
            case Integer _ -> TYPE_INT32;
            case Long _ -> TYPE_INT64;
            case Double _ -> TYPE_DOUBLE;
            case Boolean _ -> TYPE_BOOLEAN;
            case ObjectId _ -> TYPE_OBJECT_ID;
            case Instant _ -> TYPE_UTC_DATETIME;
            case RawBson _, Map<?, ?> _ -> TYPE_EMBEDDED_DOCUMENT;
            case Collection<?> _ -> TYPE_ARRAY;
            case Decimal128 _ -> TYPE_DECIMAL128;
            case BsonTimestamp _ -> TYPE_TIMESTAMP;
            case BinData _, Binary _, UUID _, LegacyUUID _ -> TYPE_DATA;
            case BsonRegularExpression _ -> TYPE_REGEX;
            case BsonJavaScript _ -> TYPE_JAVASCRIPT_CODE;
            case MinKey _ -> TYPE_MIN_KEY;
            case MaxKey _ -> TYPE_MAX_KEY;
            default -> throw new IllegalArgumentException("no BSON type for " + value.getClass());
        };
    }

    private void string(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        out.putInt(bytes.length + 1).put(bytes).put(STRING_TERMINATION);
    }

    private void binary(byte subtype, byte[] data) {
        out.putInt(data.length).put(subtype).put(data);
    }

    private void uuid(UUID uuid) {
        out.putInt(LENGTH_UUID).put(BINARY_SUBTYPE_UUID);
        out.putLongInOrder(uuid.getMostSignificantBits()).putLongInOrder(uuid.getLeastSignificantBits());
    }

    private void legacy(UUID uuid) {
        out.putInt(LENGTH_UUID).put(BINARY_SUBTYPE_OLD_UUID);
        out.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    private void pattern(BsonRegularExpression pattern) {
        out.put(pattern.getPattern().getBytes(UTF_8)).put(STRING_TERMINATION);
        String options = Objects.requireNonNullElse(pattern.getOptions(), "");
        out.put(options.getBytes(UTF_8)).put(STRING_TERMINATION);
    }
}
