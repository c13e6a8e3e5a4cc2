package dev.xylem.response;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bson.types.Decimal128;

/**
 * One walk over BSON bytes (bsonspec.org, version 1.1), writing JSON as it goes. Trusts the lengths in them: they come from the driver,
 * which has checked the outermost, and reading beyond the array ends in an exception.
 */
final class BsonTranscription {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The largest integer that JavaScript, and many another reader, keeps exact. */
    private static final long LARGEST_SAFE = (1L << 53) - 1;

    private static final int OBJECT_ID = 12;

    /** The subtype whose bytes start with their length once more. */
    private static final byte OLD_BINARY = 2;

    private static final byte[] OID = "{\"$oid\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATE = "{\"$date\":".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final JsonOutput out;
    private int at;

    BsonTranscription(byte[] bytes, int at, JsonOutput out) {
        this.bytes = bytes;
        this.at = at;
        this.out = out;
    }

    void document() {
        out.ascii('{');
        members(false);
        out.ascii('}');
    }

    /** The members of the document at the cursor; whether there were any. */
    boolean members(boolean withoutId) {
        int32();
        boolean any = false;
        for (byte type = bytes[at++]; type != 0; type = bytes[at++]) {
            int before = out.length();
            if (any) {
                out.ascii(',');
            }
            boolean dropped = withoutId && isId();
            at = out.key(bytes, at);
            value(type);
            if (dropped) {
                out.truncate(before);
            } else {
                any = true;
            }
        }
        return any;
    }

    /** The value of the only member of the document at the cursor. */
    void onlyValue() {
        int32();
        byte type = bytes[at++];
        pastName();
        value(type);
    }

    private boolean isId() {
        return bytes[at] == '_' && bytes[at + 1] == 'i' && bytes[at + 2] == 'd' && bytes[at + 3] == 0;
    }

    /** Moves past a name and its final NUL; the position of that NUL. */
    private int pastName() {
        int end = at;
        while (bytes[end] != 0) {
            end++;
        }
        at = end + 1;
        return end;
    }

    private void value(byte type) {
        switch (type) {
            case 0x01 -> float64();
            case 0x02 -> string();
            case 0x03 -> document();
            case 0x04 -> array();
            case 0x05 -> binary();
            case 0x06 -> out.ascii("{\"$undefined\":true}");
            case 0x07 -> objectId();
            case 0x08 -> out.ascii(bytes[at++] == 0 ? "false" : "true");
            case 0x09 -> date();
            case 0x0A -> out.ascii("null");
            case 0x0B -> regularExpression();
            case 0x0C -> dbPointer();
            case 0x0D -> stringIn("{\"$code\":");
            case 0x0E -> stringIn("{\"$symbol\":");
            case 0x0F -> codeWithScope();
            case 0x10 -> out.number(int32());
            case 0x11 -> timestamp();
            case 0x12 -> int64Value();
            case 0x13 -> decimal128();
            case 0x7F -> out.ascii("{\"$maxKey\":1}");
            case -1 -> out.ascii("{\"$minKey\":1}");
            default -> throw new IllegalArgumentException("Unknown BSON type " + type);
        }
    }

    private int int32() {
        int value = (int) INTS.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    private long int64() {
        long value = (long) LONGS.get(bytes, at);
        at += Long.BYTES;
        return value;
    }

    private void float64() {
        double value = Double.longBitsToDouble(int64());
        if (Double.isFinite(value)) {
            DoubleDigits.write(value, out);
        } else {
            out.ascii("{\"$numberDouble\":\"");
            out.ascii(Double.toString(value));
            out.ascii("\"}");
        }
    }

    private void string() {
        int end = int32() - 1 + at;
        out.quoted(bytes, at, end);
        at = end + 1;
    }

    private void stringIn(String opening) {
        out.ascii(opening);
        string();
        out.ascii('}');
    }

    private void array() {
        out.ascii('[');
        int32();
        boolean any = false;
        for (byte type = bytes[at++]; type != 0; type = bytes[at++]) {
            if (any) {
                out.ascii(',');
            }
            pastName();
            value(type);
            any = true;
        }
        out.ascii(']');
    }

    private void binary() {
        int size = int32();
        byte subtype = bytes[at++];
        int end = at + size;
        int start = subtype == OLD_BINARY ? at + Integer.BYTES : at;
        out.ascii("{\"$binary\":{\"base64\":\"");
        out.base64(bytes, start, end);
        out.ascii("\",\"subType\":\"");
        // The subtype is the byte before the content.
        out.hex(bytes, at - 1, at);
        out.ascii("\"}}");
        at = end;
    }

    private void objectId() {
        out.raw(OID, 0, OID.length);
        out.hex(bytes, at, at + OBJECT_ID);
        out.ascii("\"}");
        at += OBJECT_ID;
    }

    private void date() {
        out.raw(DATE, 0, DATE.length);
        out.number(int64());
        out.ascii('}');
    }

    private void regularExpression() {
        out.ascii("{\"$regularExpression\":{\"pattern\":");
        out.quoted(bytes, at, pastName());
        out.ascii(",\"options\":");
        out.quoted(bytes, at, pastName());
        out.ascii("}}");
    }

    private void dbPointer() {
        out.ascii("{\"$dbPointer\":{\"$ref\":");
        string();
        out.ascii(",\"$id\":");
        objectId();
        out.ascii("}}");
    }

    private void codeWithScope() {
        int32();
        out.ascii("{\"$code\":");
        string();
        out.ascii(",\"$scope\":");
        document();
        out.ascii('}');
    }

    private void timestamp() {
        long increment = Integer.toUnsignedLong(int32());
        out.ascii("{\"$timestamp\":{\"t\":");
        out.number(Integer.toUnsignedLong(int32()));
        out.ascii(",\"i\":");
        out.number(increment);
        out.ascii("}}");
    }

    private void int64Value() {
        long value = int64();
        if (Math.abs(value) <= LARGEST_SAFE && value != Long.MIN_VALUE) {
            out.number(value);
        } else {
            out.ascii("{\"$numberLong\":\"");
            out.number(value);
            out.ascii("\"}");
        }
    }

    private void decimal128() {
        long low = int64();
        long high = int64();
        out.ascii("{\"$numberDecimal\":\"");
        out.ascii(Decimal128.fromIEEE754BIDEncoding(high, low).toString());
        out.ascii("\"}");
    }
}
