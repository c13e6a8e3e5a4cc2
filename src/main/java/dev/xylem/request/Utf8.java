package dev.xylem.request;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** UTF-8 (RFC 3629), strictly. */
final class Utf8 {
    private Utf8() {}

    /** The position of the first byte that starts no valid character, -1 when all do. */
    static int firstInvalid(byte[] bytes, int from, int to) {
        var source = ByteBuffer.wrap(bytes, from, to - from);
        var result = StandardCharsets.UTF_8.newDecoder().decode(source, CharBuffer.allocate(to - from), true);
        return result.isError() ? source.position() : -1;
    }
}
