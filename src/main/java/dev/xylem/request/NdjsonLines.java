package dev.xylem.request;

import dev.xylem.api.Body;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.Arrays;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** A body with one document a line. Empty lines are skipped, and counted. */
final class NdjsonLines implements Body.Source {
    private static final int FIRST_CAPACITY = 8 * 1024;

    private final BodyPieces pieces;
    private final JsonReader json;
    private final int limit;

    private byte[] piece = new byte[0];
    private int at;
    private byte[] line = new byte[FIRST_CAPACITY];
    private int length;
    private boolean tooLong;
    private long number;

    /** @param limit bytes of one line; what is longer is refused alone */
    NdjsonLines(BodyPieces pieces, JsonReader json, int limit) {
        this.pieces = pieces;
        this.json = json;
        this.limit = limit;
    }

    @Override
    public Body.@Nullable Line next() {
        while (read()) {
            number++;
            if (tooLong) {
                return new Body.Malformed(number, tooLong());
            }
            if (!isBlank()) {
                return parsed();
            }
        }
        return null;
    }

    private Body.Line parsed() {
        try {
            if (json.read(line, length) instanceof BsonDocument document) {
                return new Body.Parsed(number, document, length);
            }
            return new Body.Malformed(
                    number, Problem.of(ProblemType.WRONG_BODY_SHAPE, "The line must be a JSON object."));
        } catch (ProblemException e) {
            return new Body.Malformed(number, e.problem());
        }
    }

    private Problem tooLong() {
        return Problem.of(
                ProblemType.BODY_TOO_LARGE,
                "The line is larger than " + limit + " bytes, which limits.body allows at most.");
    }

    private boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Reads one line; false when there is none left. */
    private boolean read() {
        length = 0;
        tooLong = false;
        boolean any = false;
        while (at < piece.length || fetch()) {
            any = true;
            int end = endOfLine();
            append(end);
            boolean complete = end < piece.length;
            at = complete ? end + 1 : end;
            if (complete) {
                return true;
            }
        }
        return any;
    }

    private boolean fetch() {
        byte[] next = pieces.next();
        while (next != null && next.length == 0) {
            next = pieces.next();
        }
        piece = next == null ? new byte[0] : next;
        at = 0;
        return next != null;
    }

    private int endOfLine() {
        int end = at;
        while (end < piece.length && piece[end] != '\n') {
            end++;
        }
        return end;
    }

    private void append(int end) {
        int more = end - at;
        if (tooLong || (long) length + more > limit) {
            tooLong = true;
            return;
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, 2 * line.length));
        }
        System.arraycopy(piece, at, line, length, more);
        length += more;
    }
}
