package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://www.mongodb.com/docs/manual/tutorial/update-documents-with-aggregation-pipeline/">An aggregation pipeline as an
 * update</a>, which the stock engine lacks: it replaces each document with what the stages make of it.
 */
final class UpdatePipeline {

    private static final String STAGES = "$pipeline";
    private static final String VARIABLES = "$variables";
    private static final int FAILED_TO_PARSE = 9;
    private static final int NOT_SINGLE = 54;
    private static final int INVALID_OPTIONS = 72;
    private static final int NOT_ONE_FIELD = 40323;
    private static final int UNKNOWN_STAGE = 40324;

    private interface Stage {
        Document of(Document before, Map<String, @Nullable Object> variables);
    }

    private final List<Stage> stages;
    private final Map<String, @Nullable Object> variables;

    private UpdatePipeline(List<Stage> stages, Map<String, @Nullable Object> variables) {
        this.stages = stages;
        this.variables = variables;
    }

    /**
     * A pipeline in the shape that the stock engine takes for an update; anything else unchanged.
     *
     * @param variables constants that the expressions may use
     */
    static @Nullable Object asOperator(@Nullable Object update, @Nullable Object variables) {
        if (!(update instanceof List<?> stages)) {
            return update;
        }
        Document operator = new Document(STAGES, stages);
        if (variables instanceof Document) {
            operator.append(VARIABLES, variables);
        }
        parse(operator);
        return operator;
    }

    /** The pipeline that {@link #asOperator} made an operator of; null when the update is none. */
    static @Nullable UpdatePipeline parse(@Nullable Object update) {
        if (!(update instanceof Document operator) || !(operator.get(STAGES) instanceof List<?> given)) {
            return null;
        }
        List<Stage> stages = new ArrayList<>();
        given.forEach(stage -> stages.add(stage(stage)));
        Map<String, @Nullable Object> variables = new HashMap<>();
        if (operator.get(VARIABLES) instanceof Document constants) {
            variables.putAll(constants);
        }
        return new UpdatePipeline(stages, variables);
    }

    private static Stage stage(@Nullable Object given) {
        if (!(given instanceof Document stage)) {
            throw new MongoServerError(14, "TypeMismatch", "Each element of the 'pipeline' array must be an object");
        }
        if (stage.size() != 1) {
            throw new MongoServerError(
                    NOT_ONE_FIELD, "A pipeline stage specification object must contain exactly one field.");
        }
        String name = stage.keySet().iterator().next();
        Object argument = stage.get(name);
        return switch (name) {
            case "$set", "$addFields" -> FieldTree.set(argument)::applied;
            case "$unset" -> FieldTree.unset(argument)::applied;
            case "$project" -> FieldTree.project(argument)::applied;
            case "$replaceWith" -> replacement(argument);
            case "$replaceRoot" ->
                replacement(argument instanceof Document root ? root.getOrMissing("newRoot") : Values.MISSING);
            default -> throw refused(name);
        };
    }

    private static MongoServerError refused(String stage) {
        return Stages.isOne(stage)
                ? new MongoServerError(INVALID_OPTIONS, "InvalidOptions", stage + " is not allowed within an update")
                : new MongoServerError(UNKNOWN_STAGE, "Unrecognized pipeline stage name: '" + stage + "'");
    }

    private static Stage replacement(@Nullable Object root) {
        if (root == Values.MISSING) {
            throw new MongoServerError(40231, "no newRoot specified for the $replaceRoot stage");
        }
        Evaluation.check(root);
        return (before, variables) -> Stages.root(new Evaluation(before, variables).of(root));
    }

    /** What becomes of the document; its _id stays. */
    Document applied(Document before) {
        Document after = before;
        for (Stage stage : stages) {
            after = stage.of(after, variables);
        }
        return after.cloneDeeply();
    }

    /** What an upsert with these conditions begins with: the values that the document must be equal to. */
    static Document seed(Document conditions) {
        Document seed = new Document();
        collect(conditions, seed);
        return seed;
    }

    private static void collect(Document conditions, Document seed) {
        conditions.forEach((key, value) -> {
            boolean isJoined =
                    key.equals("$and") || (key.equals("$or") && value instanceof List<?> one && one.size() == 1);
            if (isJoined && value instanceof List<?> parts) {
                parts.forEach(part -> collect((Document) part, seed));
            } else if (!key.startsWith("$") && value instanceof Document operators && Demands.isOperators(operators)) {
                if (operators.containsKey("$eq")) {
                    put(seed, key, operators.get("$eq"));
                }
            } else if (!key.startsWith("$") && !(value instanceof BsonRegularExpression)) {
                put(seed, key, value);
            }
        });
    }

    private static void put(Document seed, String path, @Nullable Object value) {
        if (UpdatePath.valueAt(seed, path) != Values.MISSING) {
            throw new MongoServerError(
                    NOT_SINGLE,
                    "NotSingleValueField",
                    "cannot infer query fields to set, '" + path + "' is matched twice");
        }
        UpdatePath.set(seed, path, value, true);
    }

    /** @throws MongoServerError when filters of array elements come with it */
    static void requireNoArrayFilters(Document command) {
        if (command.containsKey("arrayFilters")) {
            throw new MongoServerError(
                    FAILED_TO_PARSE, "FailedToParse", "arrayFilters may not be specified for pipeline-style updates");
        }
    }
}
