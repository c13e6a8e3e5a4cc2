package dev.xylem.storage.embedded;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.h2.compress.CompressLZF;
import org.h2.mvstore.DataUtils;

/**
 * Documents that are written once and seldom read, each compressed by itself: pages are not, since an update would have to compress all
 * that stands beside the document, too.
 */
final class Packed {

    /** What tells how long a document is; negative where it is compressed. */
    private static final int HEAD = Integer.BYTES;

    private Packed() {}

    /** The document itself, when it does not get shorter. */
    static byte[] pack(byte[] bson) {
        byte[] packed = new byte[HEAD + 2 * bson.length];
        int end = new CompressLZF().compress(bson, 0, bson.length, packed, HEAD);
        if (end >= bson.length) {
            return bson;
        }
        little(packed).putInt(0, -bson.length);
        return Arrays.copyOf(packed, end);
    }

    static byte[] unpack(byte[] packed) {
        int length = little(packed).getInt(0);
        if (length >= 0) {
            return packed;
        }
        byte[] bson = new byte[-length];
        try {
            new CompressLZF().expand(packed, HEAD, packed.length - HEAD, bson, 0, bson.length);
        } catch (ArrayIndexOutOfBoundsException e) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_FILE_CORRUPT, "an entry can't be unpacked", e);
        }
        return bson;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
