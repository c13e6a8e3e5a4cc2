package dev.xylem.storage.embedded;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Keys and values of the store's maps. Those of a page are followed by their checksum, which is verified when it is read. */
final class CheckedBytes extends BasicDataType<byte[]> {

    static final CheckedBytes TYPE = new CheckedBytes();

    private static final int OBJECT_BYTES = 24;

    private CheckedBytes() {}

    @Override
    public int compare(byte[] a, byte[] b) {
        return Arrays.compareUnsigned(a, b);
    }

    @Override
    public int getMemory(byte[] bytes) {
        return bytes.length + OBJECT_BYTES;
    }

    @Override
    public byte[][] createStorage(int size) {
        return new byte[size][];
    }

    @Override
    public void write(WriteBuffer out, byte[] bytes) {
        out.putVarInt(bytes.length).put(bytes);
    }

    @Override
    public byte[] read(ByteBuffer in) {
        int length = DataUtils.readVarInt(in);
        if (length < 0 || length > in.remaining()) {
            throw damaged();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    @Override
    public void write(WriteBuffer out, Object page, int size) {
        int start = out.position();
        super.write(out, page, size);
        out.putInt(checksum(out.getBuffer(), start, out.position()));
    }

    @Override
    public void read(ByteBuffer in, Object page, int size) {
        int start = in.position();
        super.read(in, page, size);
        int expected = checksum(in, start, in.position());
        if (in.remaining() < Integer.BYTES || in.getInt() != expected) {
            throw damaged();
        }
    }

    private static int checksum(ByteBuffer buffer, int from, int to) {
        CRC32C checksum = new CRC32C();
        checksum.update(buffer.slice(from, to - from));
        return (int) checksum.getValue();
    }

    private static RuntimeException damaged() {
        return DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "a page does not have its checksum");
    }
}
