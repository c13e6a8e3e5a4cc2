package dev.xylem.storage.embedded.differential;

import static java.util.stream.Collectors.toCollection;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/** Where the engines differ, and why that stays. */
enum KnownDifference {
    EMPTY_ARRAY_IN_ORDER(
            "DocumentDB sorts an empty array as null; the manual: an empty array is less than null or a missing field",
            it -> it.sort().keySet().stream()
                    .anyMatch(path -> it.documents().stream().anyMatch(document -> endsInEmptyArray(document, path)))),
    MISSING_GROUP(
            "DocumentDB groups missing values apart from null, without _id; the manual: missing fields group as null",
            it -> it.isOf("$group", "$sortByCount")
                    && it.both((_, theirs) -> theirs.stream().anyMatch(each -> !each.containsKey("_id")))),
    COUNT_OF_NONE(
            "DocumentDB counts nothing as 0; the manual: $count returns no document then",
            it -> it.isOf("$count")
                    && it.both((ours, theirs) ->
                            ours.isEmpty() && theirs.equals(List.of(new BsonDocument("n", new BsonInt32(0)))))),
    EQUAL_NUMBER(
            "Which of several equal numbers stands for a group, or is the greatest, is not said; the engines meet them in another order",
            it -> it.isOf("$group", "$sortByCount")
                    && it.both((ours, theirs) -> normal(ours).equals(normal(theirs)))),
    UPDATE_OF_NOTHING(
            "DocumentDB makes the way to what $pull, $pullAll, $pop and $rename don't find, or refuses; the manual: nothing is changed",
            it -> it.isOf("$pull", "$pop", "$rename") && keepsAll(it.found(), it) && !keepsAll(it.expected(), it)),
    EACH_OF_NOTHING(
            "DocumentDB adds an array to a document only with something in it, except where it creates the document; MongoDB always does",
            it -> it.isOf("\"$each\": []")
                    && keepsAll(it.expected(), it)
                    && it.found() instanceof Outcome.Found(var ours)
                    && ours.toString().contains("[]")),
    EXTREMES(
            "DocumentDB compares MinKey and MaxKey with nothing as equal or not at all; MongoDB has nothing between them",
            it -> it.isOf("$minKey", "$maxKey", "$eq", "$ne", "$gt", "$lt")
                    && it.both((ours, theirs) -> differing(ours, theirs).stream()
                            .allMatch(each -> it.isOf("\": {\"$minKey", "\": {\"$maxKey")
                                    || each.toString().contains("MinKey")
                                    || each.toString().contains("MaxKey"))));

    final String reason;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas that hold nothing
    private final Predicate<Difference> applies;

    KnownDifference(String reason, Predicate<Difference> applies) {
        this.reason = reason;
        this.applies = applies;
    }

    static Optional<KnownDifference> of(Difference difference) {
        return Arrays.stream(values())
                .filter(known -> known.applies.test(difference))
                .findFirst();
    }

    private static boolean endsInEmptyArray(BsonValue value, String path) {
        if (value.isArray()) {
            return value.asArray().stream().anyMatch(each -> each.isDocument() && endsInEmptyArray(each, path));
        }
        if (!value.isDocument()) {
            return false;
        }
        int dot = path.indexOf('.');
        BsonValue child = value.asDocument().get(dot < 0 ? path : path.substring(0, dot));
        if (child == null) {
            return false;
        }
        return dot < 0
                ? child.isArray() && child.asArray().isEmpty()
                : endsInEmptyArray(child, path.substring(dot + 1));
    }

    /** How often each document is there, with all numbers of one type. */
    private static Map<String, Long> normal(List<BsonDocument> documents) {
        TreeMap<String, Long> counts = new TreeMap<>();
        documents.forEach(document -> counts.merge(normal(document).toString(), 1L, Long::sum));
        return counts;
    }

    private static BsonValue normal(BsonValue value) {
        return switch (value) {
            case BsonDocument document -> {
                BsonDocument normal = new BsonDocument();
                document.forEach((name, each) -> normal.put(name, normal(each)));
                yield normal;
            }
            case BsonArray array -> array.stream().map(KnownDifference::normal).collect(toCollection(BsonArray::new));
            case BsonNumber number -> new BsonDouble(number.doubleValue() + 0.0);
            default -> value;
        };
    }

    private static boolean keepsAll(Outcome outcome, Difference difference) {
        return outcome instanceof Outcome.Found(var documents)
                && documents.size() == 1
                && without(documents.getFirst()).equals(without(before(difference)));
    }

    /** What is in one of them alone. */
    private static List<BsonDocument> differing(List<BsonDocument> ours, List<BsonDocument> theirs) {
        return Stream.concat(
                        ours.stream().filter(each -> !theirs.contains(each)),
                        theirs.stream().filter(each -> !ours.contains(each)))
                .toList();
    }

    private static BsonDocument before(Difference difference) {
        return difference.documents().isEmpty()
                ? new BsonDocument()
                : difference.documents().getFirst();
    }

    /** Without what the test's second operator sets, and what an upsert brings. */
    private static BsonDocument without(BsonDocument document) {
        BsonDocument rest = document.clone();
        rest.remove("z");
        rest.remove("_id");
        return rest;
    }
}
