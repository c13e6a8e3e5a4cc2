package dev.xylem.plan;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;

/** The rules for an {@code _id} that comes in a body. */
final class Ids {
    private Ids() {}

    /** Returns the id, or refuses it: reserved names, and what MongoDB does not take as an {@code _id}. */
    static BsonValue check(BsonValue id) {
        switch (id) {
            case BsonString text
            when text.getValue().startsWith("_") ->
                throw Problem.of(ProblemType.RESERVED_NAME, "Document ids that start with '_' are reserved.")
                        .exception();
            case BsonDocument document
            when document.keySet().stream().anyMatch(key -> key.startsWith("$")) -> throw invalid();
            case BsonArray _ -> throw invalid();
            default -> {
                switch (id.getBsonType()) {
                    case REGULAR_EXPRESSION, UNDEFINED, SYMBOL -> throw invalid();
                    default -> {}
                }
            }
        }
        return id;
    }

    private static RuntimeException invalid() {
        return Problem.of(
                        ProblemType.INVALID_ID,
                        "The _id in the body cannot be an array, a regular expression, undefined or an object with operators.")
                .exception();
    }

    /** A body may repeat the URL's id, not contradict it. */
    static void requireSame(BsonDocument body, BsonValue id) {
        BsonValue given = body.get("_id");
        if (given != null && !isSame(given, id)) {
            throw Problem.of(
                            ProblemType.ID_MISMATCH,
                            "The _id in the body differs from the id in the URL; leave it out or make them equal.")
                    .exception();
        }
    }

    /** MongoDB compares numbers by value, whatever their type. */
    private static boolean isSame(BsonValue a, BsonValue b) {
        if (a instanceof BsonNumber x && b instanceof BsonNumber y) {
            return x.decimal128Value()
                            .bigDecimalValue()
                            .compareTo(y.decimal128Value().bigDecimalValue())
                    == 0;
        }
        return a.equals(b);
    }
}
