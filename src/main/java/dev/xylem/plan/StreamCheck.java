package dev.xylem.plan;

import dev.xylem.api.ProblemType;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What a stored stream may not do, beyond what no stored pipeline may: MongoDB runs only
 * <a href="https://www.mongodb.com/docs/manual/changeStreams/#modify-change-stream-output">some stages</a> on changes, and each must leave the place
 * of the change as it is.
 */
final class StreamCheck {
    private static final Set<String> STAGES = Set.of(
            "$match",
            "$project",
            "$addFields",
            "$set",
            "$unset",
            "$redact",
            StreamStages.REPLACE_ROOT,
            StreamStages.REPLACE_WITH);

    private final PipelineFaults faults;

    private StreamCheck(PipelineFaults faults) {
        this.faults = faults;
    }

    /** @param stages a pipeline in every other respect */
    static void check(BsonArray stages, String path, PipelineFaults faults) {
        var check = new StreamCheck(faults);
        for (int i = 0; i < stages.size(); i++) {
            check.stage(stages.get(i).asDocument(), path + "." + i, i == stages.size() - 1);
        }
    }

    private void stage(BsonDocument stage, String path, boolean last) {
        String name = stage.getFirstKey();
        BsonValue argument = stage.get(name, BsonNull.VALUE);
        String at = path + "." + name;
        if (name.equals("$ifvar")) {
            BsonArray branches = argument.asArray();
            for (int i = 1; i < branches.size(); i++) {
                stage(branches.get(i).asDocument(), at + "." + i, last);
            }
            return;
        }
        if (!STAGES.contains(name)) {
            throw Refusal.at(
                    ProblemType.STAGE_NOT_ALLOWED,
                    at,
                    "The stage " + Refusal.quoted(name)
                            + " can't run on changes; a stored stream takes $match, $project, $addFields, $set, $unset, $redact, and as the last one $replaceRoot or $replaceWith.");
        }
        if (name.startsWith("$replace") && !last) {
            throw faults.malformed(at, "In a stored stream, this stage can only be the last one");
        }
        if (touchesId(name, argument)) {
            throw faults.malformed(
                    at,
                    "The _id of a change is its place in the stream: no stage may change it or take it away. It is not sent anyway");
        }
    }

    private static boolean touchesId(String stage, BsonValue argument) {
        return switch (stage) {
            case "$unset" ->
                isId(argument)
                        || (argument instanceof BsonArray paths
                                && paths.stream().anyMatch(StreamCheck::isId));
            case "$set", "$addFields" ->
                argument instanceof BsonDocument fields
                        && fields.keySet().stream().anyMatch(StreamCheck::isId);
            case "$project" ->
                argument instanceof BsonDocument fields
                        && fields.entrySet().stream()
                                .anyMatch(field -> isId(field.getKey()) && !isKept(field.getKey(), field.getValue()));
            default -> false;
        };
    }

    private static boolean isId(BsonValue path) {
        return path instanceof BsonString text && isId(text.getValue());
    }

    private static boolean isId(String path) {
        return path.equals("_id") || path.startsWith("_id.");
    }

    private static boolean isKept(String path, BsonValue how) {
        return path.equals("_id")
                && switch (how) {
                    case BsonBoolean kept -> kept.getValue();
                    case BsonNumber number -> number.doubleValue() != 0;
                    default -> false;
                };
    }
}
