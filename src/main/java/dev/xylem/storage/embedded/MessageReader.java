package dev.xylem.storage.embedded;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Messages off a stream, one after the other in the same buffer. It grows with what has come, not with what a message says of
 * itself.
 */
final class MessageReader {

    static final int HEADER_BYTES = 16;

    private static final int MOST_BYTES = 48_000_000;
    private static final int FIRST_BYTES = 8 * 1024;

    /** A buffer that a large message has left behind is not kept. */
    private static final int KEPT_BYTES = 256 * 1024;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream in;
    private byte[] buffer = new byte[FIRST_BYTES];

    /** Bytes that are there. */
    private int filled;

    /** Bytes of the message, which is the first in the buffer; 0 before the first one. */
    private int length;

    MessageReader(InputStream in) {
        this.in = in;
    }

    /**
     * Goes to the next message; false when there is none.
     *
     * @throws IOException also when it cannot be one
     */
    boolean next() throws IOException {
        dropMessage();
        if (!fill(HEADER_BYTES)) {
            return false;
        }
        length = intAt(0);
        if (length < HEADER_BYTES || length > MOST_BYTES) {
            throw new IOException("a message of " + length + " bytes");
        }
        if (!fill(length)) {
            throw new EOFException();
        }
        return true;
    }

    private void dropMessage() {
        int left = filled - length;
        if (buffer.length > KEPT_BYTES && left < FIRST_BYTES) {
            buffer = Arrays.copyOf(Arrays.copyOfRange(buffer, length, filled), FIRST_BYTES);
        } else if (left > 0) {
            System.arraycopy(buffer, length, buffer, 0, left);
        }
        filled = left;
        length = 0;
    }

    private boolean fill(int needed) throws IOException {
        while (filled < needed) {
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(2 * buffer.length, MOST_BYTES));
            }
            int count = in.read(buffer, filled, buffer.length - filled);
            if (count < 0) {
                return false;
            }
            filled += count;
        }
        return true;
    }

    int length() {
        return length;
    }

    byte byteAt(int index) throws IOException {
        return buffer[within(index, 1)];
    }

    int intAt(int index) throws IOException {
        return (int) INT.get(buffer, length == 0 ? index : within(index, Integer.BYTES));
    }

    byte[] copy(int from, int count) throws IOException {
        return Arrays.copyOfRange(buffer, within(from, count), from + count);
    }

    private int within(int index, int count) throws IOException {
        if (count < 0 || index > length - count) {
            throw new IOException("a message that ends too early");
        }
        return index;
    }
}
