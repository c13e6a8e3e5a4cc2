package dev.xylem.request;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** A body as text, UTF-8 and nothing else, decoded while it arrives. */
final class PiecesReader extends Reader {
    private final BodyPieces pieces;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private boolean ended;

    PiecesReader(BodyPieces pieces) {
        this.pieces = pieces;
    }

    @Override
    public int read(char[] target, int offset, int length) {
        CharBuffer chars = CharBuffer.wrap(target, offset, length);
        while (true) {
            if (decoder.decode(bytes, chars, ended).isError()) {
                throw notUtf8();
            }
            if (chars.position() > offset) {
                return chars.position() - offset;
            }
            if (ended) {
                return -1;
            }
            refill();
        }
    }

    /** Keeps the beginning of a character whose end is still to come. */
    private void refill() {
        byte[] next = pieces.next();
        ended = next == null;
        if (next != null) {
            bytes = ByteBuffer.allocate(bytes.remaining() + next.length)
                    .put(bytes)
                    .put(next)
                    .flip();
        }
    }

    private static ProblemException notUtf8() {
        return Problem.of(
                        ProblemType.MALFORMED_CSV,
                        "The text is not UTF-8; a spreadsheet program calls it 'CSV UTF-8' when it saves a file.")
                .exception();
    }

    @Override
    public void close() {
        // the connection goes on
    }
}
