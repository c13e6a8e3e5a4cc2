package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.exception.MongoServerError;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Stands before the stock engine and answers "not implemented" to values of the types that it would store as something else in
 * silence. Walks through documents without decoding them.
 */
final class TypeGate {

    private static final int NOT_IMPLEMENTED = 238;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;

    private TypeGate(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @throws MongoServerError when it holds a type of value that the engine does not know
     * @throws RuntimeException when it is no BSON
     */
    static void check(byte[] document) {
        if (!new TypeGate(document).document()) {
            throw new MongoServerError(
                    NOT_IMPLEMENTED, "NotImplemented", "the embedded store does not know a type of value in this");
        }
    }

    private boolean document() {
        at += Integer.BYTES;
        for (int type = bytes[at++]; type != 0; type = bytes[at++]) {
            name();
            if (!value(type)) {
                return false;
            }
        }
        return true;
    }

    private void name() {
        while (bytes[at] != 0) {
            at++;
        }
        at++;
    }

    private boolean value(int type) {
        return switch (type) {
            case 0x03, 0x04 -> document();
            case 0x05 -> skip(Integer.BYTES + 1 + length());
            case 0x02, 0x0D -> skip(Integer.BYTES + length());
            case 0x01, 0x09, 0x11, 0x12 -> skip(Long.BYTES);
            case 0x07 -> skip(12);
            case 0x08 -> skip(1);
            case 0x0A, 0x7F, -1 -> true;
            case 0x0B -> {
                name();
                name();
                yield true;
            }
            case 0x10 -> skip(Integer.BYTES);
            case 0x13 -> skip(16);
            // undefined, DBPointer, symbol, code with scope
            default -> false;
        };
    }

    private int length() {
        int length = (int) INT.get(bytes, at);
        if (length < 0 || length > bytes.length) {
            throw new IllegalArgumentException("BSON of a wrong length");
        }
        return length;
    }

    private boolean skip(int count) {
        at += count;
        return true;
    }
}
