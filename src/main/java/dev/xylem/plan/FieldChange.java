package dev.xylem.plan;

import static dev.xylem.api.ProblemType.INVALID_OPERATOR;

import dev.xylem.api.ProblemException;
import java.util.List;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * One operator on one path.
 *
 * @param plain whether the body had it as a plain key, which is a {@code $set}
 * @param paths the path; for {@code $rename} also the new one
 */
record FieldChange(UpdateOperator operator, boolean plain, List<FieldPath> paths, BsonValue operand) {

    FieldChange {
        paths = List.copyOf(paths);
    }

    static FieldChange plain(String key, BsonValue value) {
        return new FieldChange(UpdateOperator.SET, true, List.of(FieldPath.parse(key)), value);
    }

    static FieldChange of(UpdateOperator operator, String path, BsonValue operand) {
        var change = new FieldChange(operator, false, List.of(FieldPath.parse(path)), operand);
        return operator == UpdateOperator.RENAME ? change.renaming() : change;
    }

    FieldPath path() {
        return paths.getFirst();
    }

    private FieldChange renaming() {
        if (operand instanceof BsonString target) {
            return new FieldChange(operator, plain, List.of(path(), FieldPath.parse(target.getValue())), operand);
        }
        throw refused("needs the new name as a string");
    }

    /** This change said in words, for a problem's detail. */
    String words(FieldPath path) {
        return (plain ? "the key " : operator.key() + " of ") + Refusal.quoted(path.text());
    }

    ProblemException refused(String why) {
        var words = words(path());
        return Refusal.at(
                INVALID_OPERATOR,
                path().text(),
                Character.toUpperCase(words.charAt(0)) + words.substring(1) + " " + why + ".");
    }
}
