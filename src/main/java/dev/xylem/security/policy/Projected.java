package dev.xylem.security.policy;

import dev.xylem.api.FieldRules;
import dev.xylem.security.predicate.SyntaxException;
import java.util.HashSet;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/** {@code projectResponse}: fields to show, or fields to hide. */
final class Projected {
    private static final Set<String> ALWAYS = Set.of("_id", "_etag");

    private Projected() {}

    static FieldRules rules(BsonDocument projection) {
        var shown = new HashSet<String>();
        var hidden = new HashSet<String>();
        projection.forEach((path, value) -> {
            if (path.isEmpty() || path.startsWith("$") || path.contains(".$") || path.contains("..")) {
                throw new SyntaxException(0, "expected the path of a field, found \"" + path + "\"");
            }
            String plain = FieldRules.plain(path);
            boolean isShown = isShown(path, value);
            if (isShown && !plain.equals(path)) {
                throw new SyntaxException(
                        0, "expected a path without numbers to show, since they could be indexes: " + path);
            }
            (isShown ? shown : hidden).add(plain);
        });
        return shown.isEmpty() ? new FieldRules(Set.of(), hidden, Set.of()) : including(shown, hidden);
    }

    private static FieldRules including(Set<String> shown, Set<String> hidden) {
        for (String path : hidden) {
            if (!ALWAYS.contains(path)) {
                throw new SyntaxException(
                        0,
                        "expected fields to show (1) or fields to hide (0), found both: " + path
                                + " is hidden; beside shown ones only _id and _etag can be");
            }
        }
        ALWAYS.stream().filter(path -> !hidden.contains(path)).forEach(shown::add);
        return new FieldRules(shown, hidden, Set.of());
    }

    private static boolean isShown(String path, BsonValue value) {
        return switch (value) {
            case BsonBoolean flag -> flag.getValue();
            case BsonNumber number when number.doubleValue() == 1 -> true;
            case BsonNumber number when number.doubleValue() == 0 -> false;
            default -> throw new SyntaxException(0, "expected 1 or 0 for " + path);
        };
    }
}
