package dev.xylem.storage.embedded.differential;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/** Where the engines differ, and why that stays. */
@SuppressWarnings("ImmutableEnumChecker")
enum KnownDifference {
    EMPTY_ARRAY_IN_ORDER(
            "DocumentDB sorts an empty array as null. MongoDB's manual, comparison order: an empty array is less than null or a missing field",
            it -> Shapes.endInEmptyArray(it.documents(), it.sort())
                    && (!it.isFind()
                            || it.both((ours, theirs) -> without(ours, it).equals(without(theirs, it))))),
    MISSING_GROUP(
            "DocumentDB groups missing values apart from null, without _id. MongoDB's $group takes both for null",
            it -> it.isOf("$group", "$sortByCount")
                    && it.both((_, theirs) -> theirs.stream().anyMatch(each -> !each.containsKey("_id")))),
    COUNT_OF_NONE(
            "DocumentDB counts nothing as 0. MongoDB's manual, $count: no document then",
            it -> it.isOf("$count")
                    && it.both((ours, theirs) ->
                            ours.isEmpty() && theirs.equals(List.of(new BsonDocument("n", new BsonInt32(0)))))),
    EQUAL_NUMBER(
            "Which of several equal numbers stands for a group, or is its greatest, is not said; each engine takes the first that it meets",
            it -> it.isOf("$group", "$sortByCount")
                    && it.both((ours, theirs) -> Shapes.normal(ours).equals(Shapes.normal(theirs)))),
    UPDATE_OF_NOTHING(
            "DocumentDB makes the way to what $unset, $pull, $pullAll, $pop and $rename don't find, or refuses. MongoDB's manual: nothing is done",
            it -> it.isOf("$unset", "$pull", "$pop", "$rename")
                    && keepsAll(it.found(), it)
                    && !keepsAll(it.expected(), it)),
    EMPTY_ARRAY_ADDED(
            "DocumentDB adds no empty array to a document, except to one that it creates. MongoDB does for $push and $addToSet",
            it -> it.isOf("\"$each\"")
                    && keepsAll(it.expected(), it)
                    && it.found() instanceof Outcome.Found(var ours)
                    && ours.toString().contains("[]")),
    MOVED_FIELD(
            "DocumentDB moves a value to the end where $set puts an object in its place. MongoDB leaves it where it is",
            it -> it.isOf("\"$set\"") && !it.isOfOperators() && it.both(List::equals)),
    BOOLEAN_NUMBER(
            "DocumentDB takes true for 1 and false for 0 in $inc and $mul. MongoDB's manual: only numbers",
            it -> it.isOf("$inc", "$mul")
                    && it.found() instanceof Outcome.Refused
                    && it.documents().toString().matches(".*: (true|false).*")),
    NAN_IN_MIN_AND_MAX(
            "DocumentDB keeps the stored value in $min and $max where one of the two is NaN. MongoDB's manual: the BSON order, NaN first",
            it -> it.isOfOperators()
                    && it.isOf("\"$min\"", "\"$max\"")
                    && (it.isOf("NaN") || it.documents().toString().contains("NaN"))
                    && keepsAll(it.expected(), it)),
    SAME_DECIMAL(
            "DocumentDB keeps 1.0 where $set brings the decimal 1. MongoDB writes what is not the same bit by bit",
            it -> it.isOfOperators()
                    && it.isOf("\"$set\"")
                    && it.isOf("$numberDecimal")
                    && it.both((ours, theirs) -> Shapes.normal(ours).equals(Shapes.normal(theirs)))
                    && keepsAll(it.expected(), it)),
    TWO_ABSENCES(
            "DocumentDB finds an empty array on the way by $exists: false, and not by an $or of that and null",
            it -> it.isOf("\"$or\"")
                    && it.isOf("\"$exists\": false")
                    && it.isOf(": null}")
                    && it.both((ours, theirs) -> Shapes.differing(ours, theirs).stream()
                            .allMatch(each -> each.toJson().contains("[]")))),
    ZERO_SIGN(
            "The sign of a zero: a decimal has none here, a double none after $mul in DocumentDB",
            it -> it.isOf("$mul", "$multiply", "$subtract")
                    && it.both((ours, theirs) -> unsigned(ours).equals(unsigned(theirs)))),
    NAN_BITS(
            "The bits of a NaN that is computed",
            it -> it.both((ours, theirs) ->
                    ours.toString().equals(theirs.toString()) && ours.toString().contains("NaN"))),
    EXTREMES(
            "DocumentDB compares nothing with MinKey and MaxKey as if it were no value. MongoDB puts it between them, where null is",
            it -> hasExtremeOperand(it) || comparesExtreme(it)),
    NULL_IN_ELEMENT(
            "DocumentDB lets $gte and $lte of null pass a missing field only outside of $elemMatch. MongoDB does everywhere",
            it -> it.isOf("\"$elemMatch\"") && it.isOf("\"$gte\": null", "\"$lte\": null")),
    NUMBERS_IN_LIST(
            "DocumentDB tells a decimal from an equal double, and numbers of all types in objects, in the list of $in. MongoDB compares their values",
            it -> it.isOf("\"$in\"", "\"$nin\"")
                    && it.both((ours, theirs) ->
                            Shapes.differing(ours, theirs).stream().allMatch(each -> hasEqualOfOtherType(it, each))));

    private static final Pattern EXTREME_OPERAND = Pattern.compile("\"\\$(gt|lt)e?\": \\{\"\\$(min|max)Key");

    final String reason;
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

    private static List<BsonDocument> without(List<BsonDocument> documents, Difference difference) {
        return documents.stream()
                .filter(each -> !Shapes.endsInEmptyArray(each, difference.sort()))
                .toList();
    }

    private static String unsigned(List<BsonDocument> documents) {
        return documents.toString().replace("-0.0", "0.0").replace("\"-0\"", "\"0\"");
    }

    private static boolean keepsAll(Outcome outcome, Difference difference) {
        BsonDocument before = difference.documents().isEmpty()
                ? new BsonDocument()
                : difference.documents().getFirst();
        return outcome instanceof Outcome.Found(var documents)
                && documents.size() == 1
                && Shapes.body(documents.getFirst()).equals(Shapes.body(before));
    }

    private static boolean hasExtremeOperand(Difference difference) {
        return EXTREME_OPERAND.matcher(difference.operation().toJson()).find();
    }

    /** An expression that compares, and only documents with an extreme differ. */
    private static boolean comparesExtreme(Difference difference) {
        return difference.isOf("\"$eq\": [", "\"$ne\": [", "\"$gt", "\"$lt", "\"$cmp\"")
                && difference.both((ours, theirs) -> Shapes.differing(ours, theirs).stream()
                        .allMatch(each -> isOfExtreme(difference.operation())
                                || difference.documents().stream()
                                        .filter(before -> Objects.equals(before.get("_id"), each.get("_id")))
                                        .anyMatch(KnownDifference::isOfExtreme)));
    }

    private static boolean isOfExtreme(BsonDocument document) {
        return document.toJson().contains("$minKey") || document.toJson().contains("$maxKey");
    }

    private static boolean hasEqualOfOtherType(Difference difference, BsonDocument document) {
        List<BsonValue> asked = Shapes.numeric(difference.operation());
        return Shapes.numeric(document).stream()
                .anyMatch(value -> asked.stream()
                        .anyMatch(other ->
                                !other.equals(value) && Shapes.normal(other).equals(Shapes.normal(value))));
    }
}
