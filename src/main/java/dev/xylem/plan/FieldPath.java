package dev.xylem.plan;

import static dev.xylem.api.ProblemType.INVALID_OPERATOR;
import static dev.xylem.api.ProblemType.TOO_DEEP;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A dotted path, as <a href="https://www.mongodb.com/docs/manual/core/document/#dot-notation">MongoDB's update operators read it</a>:
 * {@code name.last}, {@code array.2}, {@code grades.$[low].mean}.
 */
record FieldPath(String text, List<String> segments) {

    private static final Pattern DOT = Pattern.compile("\\.");
    private static final Pattern POSITIONAL = Pattern.compile("\\$(\\[([a-z][a-zA-Z0-9]*)?])?");

    FieldPath {
        segments = List.copyOf(segments);
    }

    /** Refuses with 400 what MongoDB could not address: empty names, names of operators, more than 100 levels. */
    static FieldPath parse(String text) {
        var path = new FieldPath(text, text.indexOf('.') < 0 ? List.of(text) : List.of(DOT.split(text, -1)));
        path.check();
        return path;
    }

    String first() {
        return segments.getFirst();
    }

    int depth() {
        return segments.size();
    }

    /** Whether it names elements of an array that only the stored document knows: {@code $}, {@code $[]}, {@code $[id]}. */
    boolean isPositional() {
        return segments.stream().anyMatch(segment -> segment.startsWith("$") && !FieldName.isReference(segment));
    }

    private void check() {
        if (depth() > StoredValue.DEEPEST) {
            throw Refusal.at(TOO_DEEP, text, "A path has at most " + StoredValue.DEEPEST + " segments.");
        }
        for (int i = 0; i < segments.size(); i++) {
            checkSegment(segments.get(i), i == 0);
        }
    }

    private void checkSegment(String segment, boolean first) {
        FieldName.checkPresent(text, segment);
        FieldName.checkNul(text, segment);
        if (segment.startsWith("$") && (first || !isLegalDollar(segment))) {
            throw Refusal.at(
                    INVALID_OPERATOR,
                    text,
                    "The path " + Refusal.quoted(text) + " has an operator where a field name belongs.");
        }
    }

    private static boolean isLegalDollar(String segment) {
        return FieldName.isReference(segment) || POSITIONAL.matcher(segment).matches();
    }
}
