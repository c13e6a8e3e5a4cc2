package dev.xylem.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.bson.RawBsonDocument;

/** The documents of one file, line by line, whatever the file's size. */
final class Lines {
    private static final int CHUNK = 1 << 16;

    private final String file;
    private final InputStream content;
    private final byte[] chunk = new byte[CHUNK];
    private byte[] line = new byte[CHUNK];
    private int length;
    private int at;
    private int end;
    private long number;

    Lines(String file, InputStream content) {
        this.file = file;
        this.content = content;
    }

    /** Moves to the next line; false at the end. */
    boolean next() throws IOException {
        length = 0;
        while (at < end || fill()) {
            int stop = at;
            while (stop < end && chunk[stop] != '\n') {
                stop++;
            }
            append(stop);
            if (stop < end) {
                at = stop + 1;
                number++;
                return true;
            }
            at = stop;
        }
        if (length > 0) {
            number++;
        }
        return length > 0;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, content.read(chunk));
        return end > 0;
    }

    private void append(int stop) {
        int more = stop - at;
        if (length + more > DocumentLine.MOST_BYTES) {
            number++;
            throw Refusal.damaged(place() + ": longer than any document");
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, line.length * 2));
        }
        System.arraycopy(chunk, at, line, length, more);
        length += more;
    }

    /** @throws Refusal naming file and line when it holds no document */
    RawBsonDocument document() {
        try {
            return DocumentLine.read(line, length);
        } catch (DocumentLine.MalformedException e) {
            throw Refusal.damaged(place() + ": " + e.getMessage());
        }
    }

    /** The number of the line, from 1. */
    long number() {
        return number;
    }

    private String place() {
        return file + ":" + number;
    }
}
