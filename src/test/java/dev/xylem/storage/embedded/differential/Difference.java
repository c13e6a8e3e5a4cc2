package dev.xylem.storage.embedded.differential;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import org.bson.BsonDocument;

/** An operation that two engines answer differently. */
record Difference(
        long seed, String operation, BsonDocument sort, List<BsonDocument> documents, Outcome found, Outcome expected) {

    boolean isOf(String... parts) {
        return Arrays.stream(parts).anyMatch(operation::contains);
    }

    /** The documents of both; empty when one refused. */
    boolean both(BiPredicate<List<BsonDocument>, List<BsonDocument>> test) {
        return found instanceof Outcome.Found(var ours)
                && expected instanceof Outcome.Found(var theirs)
                && test.test(ours, theirs);
    }

    /** What is only in one of the answers. */
    String describe() {
        return "seed " + seed + ": " + operation + "\n    embedded: " + less(found, expected) + "\n    other:    "
                + less(expected, found) + (documents.size() == 1 ? "\n    before:   " + documents : "");
    }

    private static String less(Outcome outcome, Outcome other) {
        if (!(outcome instanceof Outcome.Found found) || !(other instanceof Outcome.Found others)) {
            return String.valueOf(outcome);
        }
        List<String> rest = found.documents().stream()
                .filter(each -> !others.documents().contains(each))
                .map(Outcome::json)
                .toList();
        return rest.isEmpty() ? "first of another order: " + otherFirst(found, others) : String.valueOf(rest);
    }

    private static String otherFirst(Outcome.Found found, Outcome.Found others) {
        int same = 0;
        while (same < Math.min(found.documents().size(), others.documents().size())
                && found.documents().get(same).equals(others.documents().get(same))) {
            same++;
        }
        return same < found.documents().size() ? Outcome.json(found.documents().get(same)) : "fewer";
    }
}
