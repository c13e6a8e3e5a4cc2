package dev.xylem.storage.embedded.differential;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** An operation that two engines answer differently. */
record Difference(long seed, BsonDocument operation, List<BsonDocument> documents, Outcome found, Outcome expected) {

    /** Whether one of these stands in the operation. */
    boolean isOf(String... parts) {
        String text = operation.toJson();
        return Arrays.stream(parts).anyMatch(text::contains);
    }

    boolean isFind() {
        return operation.containsKey("find");
    }

    /** An update without a pipeline. */
    boolean isOfOperators() {
        return operation.isDocument("update");
    }

    /** Empty when there is none. */
    BsonDocument sort() {
        BsonValue first = isFind()
                ? operation.get("sort")
                : operation.getArray("aggregate", new BsonArray()).stream()
                        .filter(stage -> stage.asDocument().containsKey("$sort"))
                        .map(stage -> stage.asDocument().get("$sort"))
                        .findFirst()
                        .orElse(null);
        return first == null ? new BsonDocument() : first.asDocument();
    }

    /** The documents of both; empty when one refused. */
    boolean both(BiPredicate<List<BsonDocument>, List<BsonDocument>> test) {
        return found instanceof Outcome.Found(var ours)
                && expected instanceof Outcome.Found(var theirs)
                && test.test(ours, theirs);
    }

    /** What is only in one of the answers. */
    String describe() {
        return "seed " + seed + ": " + operation.toJson() + "\n    embedded: " + less(found, expected)
                + "\n    other:    " + less(expected, found)
                + (documents.size() == 1 ? "\n    before:   " + documents : "");
    }

    private static String less(Outcome outcome, Outcome other) {
        if (!(outcome instanceof Outcome.Found found) || !(other instanceof Outcome.Found others)) {
            return String.valueOf(outcome);
        }
        List<String> rest = found.documents().stream()
                .filter(each -> !others.documents().contains(each))
                .map(Outcome::json)
                .toList();
        return rest.isEmpty()
                ? "first in another place, or of another order: " + otherFirst(found, others)
                : String.valueOf(rest);
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
