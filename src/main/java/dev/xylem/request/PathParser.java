package dev.xylem.request;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a path into segments and decodes each once. Whatever two programs could read differently is refused here, before anything else
 * looks at the path: empty and dot segments, {@code ;} parameters, malformed escapes, control characters.
 */
final class PathParser {
    private PathParser() {}

    /** The segments of an encoded path; none for {@code /}. One trailing slash is ignored. */
    static List<Segment> parse(String path) {
        if (!path.startsWith("/")) {
            throw ambiguous("the path must start with a slash");
        }
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length();
        var segments = new ArrayList<Segment>();
        for (int start = 1; start < end; ) {
            int slash = path.indexOf('/', start);
            int stop = slash < 0 || slash > end ? end : slash;
            segments.add(segment(path.substring(start, stop)));
            start = stop + 1;
        }
        if (path.length() > 1 && (end <= 1 || path.charAt(end - 1) == '/')) {
            throw ambiguous("empty segments (//) are not allowed");
        }
        return segments;
    }

    private static Segment segment(String raw) {
        if (raw.isEmpty()) {
            throw ambiguous("empty segments (//) are not allowed");
        }
        if (raw.indexOf(';') >= 0 || raw.indexOf('\\') >= 0 || raw.indexOf('#') >= 0) {
            throw ambiguous(
                    "';', '\\' and '#' are not allowed in a path; in a document id write them as %3B, %5C and %23");
        }
        String text = Percent.decode(raw, false);
        if (text == null) {
            throw ambiguous("an escape (%..) is malformed, or is no UTF-8");
        }
        if (text.equals(".") || text.equals("..")) {
            throw ambiguous("the segments '.' and '..' are not allowed, however they are written");
        }
        boolean separators = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                throw ambiguous("control characters are not allowed");
            }
            separators |= c == '/' || c == '\\' || c == ';';
        }
        return new Segment(text, separators);
    }

    static ProblemException ambiguous(String detail) {
        return Problem.of(ProblemType.AMBIGUOUS_PATH, "The path is ambiguous: " + detail + ".")
                .exception();
    }
}
