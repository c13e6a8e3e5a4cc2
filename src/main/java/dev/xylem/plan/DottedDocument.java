package dev.xylem.plan;

import static dev.xylem.api.ProblemType.CONFLICTING_PATHS;
import static dev.xylem.api.ProblemType.INVALID_OPERATOR;

import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;

/**
 * A document built from dotted paths: {@code a.b} makes {@code {a:{b:..}}}, {@code arr.2} makes {@code [null,null,..]}. The paths must not
 * meet ({@link PathTree}), so that whatever lies above a path was built here.
 */
final class DottedDocument {

    /** The highest index, and the most nulls that fill gaps in one document: a short body cannot ask for a huge one. */
    static final int MOST_FILLING = 10_000;

    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]*");

    private final BsonDocument root = new BsonDocument();
    private int filling;

    BsonDocument document() {
        return root;
    }

    void put(FieldPath path, BsonValue value) {
        BsonValue container = root;
        for (int i = 0; i < path.depth() - 1; i++) {
            container = child(container, path, i);
        }
        place(container, path, path.depth() - 1, value);
    }

    private BsonValue child(BsonValue container, FieldPath path, int at) {
        var existing = read(container, path, at);
        if (!existing.isNull()) {
            return existing;
        }
        BsonValue made = isIndex(path.segments().get(at + 1)) ? new BsonArray() : new BsonDocument();
        place(container, path, at, made);
        return made;
    }

    private static BsonValue read(BsonValue container, FieldPath path, int at) {
        var segment = path.segments().get(at);
        if (!(container instanceof BsonArray array)) {
            return container.asDocument().get(segment, BsonNull.VALUE);
        }
        int index = index(path, segment);
        return index < array.size() ? array.get(index) : BsonNull.VALUE;
    }

    private void place(BsonValue container, FieldPath path, int at, BsonValue value) {
        var segment = path.segments().get(at);
        switch (container) {
            case BsonArray array -> place(array, index(path, segment), path, value);
            case BsonDocument document when at > 0 && isIndex(segment) -> throw mixed(path);
            default -> container.asDocument().put(segment, value);
        }
    }

    private void place(BsonArray array, int index, FieldPath path, BsonValue value) {
        if (index < array.size()) {
            array.set(index, value);
            return;
        }
        filling += index - array.size();
        if (filling > MOST_FILLING) {
            throw tooFar(path);
        }
        while (array.size() < index) {
            array.add(BsonNull.VALUE);
        }
        array.add(value);
    }

    private static boolean isIndex(String segment) {
        return INDEX.matcher(segment).matches();
    }

    private static int index(FieldPath path, String segment) {
        if (!isIndex(segment)) {
            throw mixed(path);
        }
        if (segment.length() > 5 || Integer.parseInt(segment) > MOST_FILLING) {
            throw tooFar(path);
        }
        return Integer.parseInt(segment);
    }

    private static RuntimeException mixed(FieldPath path) {
        return Refusal.at(
                CONFLICTING_PATHS,
                path.text(),
                "The path " + Refusal.quoted(path.text())
                        + " and another one ask for an array and an object in one place.");
    }

    private static RuntimeException tooFar(FieldPath path) {
        return Refusal.at(
                INVALID_OPERATOR,
                path.text(),
                "The path " + Refusal.quoted(path.text())
                        + " lies too far out: indexes, and the gaps to fill, go up to " + MOST_FILLING + ".");
    }
}
