package dev.xylem.plan;

import static dev.xylem.api.ProblemType.ID_MISMATCH;
import static dev.xylem.api.ProblemType.INVALID_OPERATOR;
import static dev.xylem.api.ProblemType.TOO_DEEP;

import dev.xylem.api.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation pipeline as an update, with the stages
 * <a href="https://www.mongodb.com/docs/manual/tutorial/update-documents-with-aggregation-pipeline/">the update command takes</a>. Names
 * that stages spell out are checked; what an expression computes ({@code $arrayToObject}) can't be.
 */
final class PipelineUpdate {

    private static final Set<String> OWN_ID = Set.of("$_id", "$$ROOT._id", "$$CURRENT._id");

    private PipelineUpdate() {}

    static List<BsonDocument> of(List<BsonDocument> stages, BsonObjectId etag) {
        for (int i = 0; i < stages.size(); i++) {
            ServerScript.refuse(String.valueOf(i), stages.get(i));
            checkStage(i, stages.get(i));
        }
        var all = new ArrayList<>(stages);
        all.add(etagStage(etag));
        return List.copyOf(all);
    }

    private static BsonDocument etagStage(BsonObjectId etag) {
        return new BsonDocument("$set", new BsonDocument(UpdateTranslator.ETAG, new BsonDocument("$literal", etag)));
    }

    private static void checkStage(int index, BsonDocument stage) {
        if (stage.size() != 1) {
            throw refused(String.valueOf(index), "A stage is an object with one key");
        }
        var name = stage.getFirstKey();
        var path = index + "." + name;
        switch (name) {
            case "$set", "$addFields" -> checkFields(path, object(path, stage.get(name)));
            case "$project" -> checkProjection(path, object(path, stage.get(name)));
            case "$unset" -> checkUnset(path, stage.get(name));
            case "$replaceWith" -> checkRoot(path, stage.get(name));
            case "$replaceRoot" -> checkRoot(path, object(path, stage.get(name)).get("newRoot"));
            default -> throw refused(path, "An update has no stage " + Refusal.quoted(name));
        }
    }

    private static BsonDocument object(String path, @Nullable BsonValue argument) {
        if (argument instanceof BsonDocument document) {
            return document;
        }
        throw refused(path, "The stage needs an object");
    }

    private static void checkFields(String path, BsonDocument fields) {
        fields.keySet().forEach(field -> checkWritten(path, field));
    }

    private static void checkProjection(String path, BsonDocument fields) {
        fields.forEach((field, rule) -> {
            if (!isIncluded(rule)) {
                checkWritten(path, field);
            }
        });
    }

    private static boolean isIncluded(BsonValue rule) {
        return rule.equals(BsonBoolean.TRUE) || (rule instanceof BsonNumber number && number.doubleValue() != 0);
    }

    private static void checkUnset(String path, @Nullable BsonValue fields) {
        switch (fields) {
            case BsonString field -> checkWritten(path, field.getValue());
            case BsonArray array
            when array.stream().allMatch(BsonValue::isString) ->
                array.forEach(field -> checkWritten(path, field.asString().getValue()));
            case null, default -> throw refused(path, "The stage needs a path or an array of paths");
        }
    }

    /** Where the new root is spelled out, its names are checked; whatever they are, the database refuses to change the {@code _id}. */
    private static void checkRoot(String path, @Nullable BsonValue root) {
        switch (root) {
            case null -> throw refused(path, "The stage needs \"newRoot\"");
            case BsonDocument literal when literal.containsKey("$literal") -> checkRoot(path, literal.get("$literal"));
            case BsonDocument merged
            when merged.get("$mergeObjects") instanceof BsonArray parts -> parts.forEach(part -> checkRoot(path, part));
            case BsonDocument fields -> checkRootFields(path, fields);
            default -> {}
        }
    }

    private static void checkRootFields(String path, BsonDocument fields) {
        fields.forEach((field, value) -> {
            var isOwnId = field.equals("_id") && value instanceof BsonString text && OWN_ID.contains(text.getValue());
            if (!isOwnId) {
                checkWritten(path, field);
            }
        });
    }

    private static void checkWritten(String stage, String field) {
        int dot = field.indexOf('.');
        var name = dot < 0 ? field : field.substring(0, dot);
        var path = FieldName.join(stage, field);
        if (name.equals("_id")) {
            throw Refusal.at(ID_MISMATCH, path, "The _id of a document never changes.");
        }
        if (FieldName.isReserved(name) && !name.equals(UpdateTranslator.ETAG)) {
            throw refused(path, "Names that start with _ are reserved");
        }
        if (field.chars().filter(c -> c == '.').count() >= StoredValue.DEEPEST) {
            throw Refusal.at(TOO_DEEP, path, "A path has at most " + StoredValue.DEEPEST + " segments.");
        }
    }

    private static ProblemException refused(String path, String why) {
        return Refusal.at(INVALID_OPERATOR, path, why + ".");
    }
}
