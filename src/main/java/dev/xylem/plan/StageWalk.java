package dev.xylem.plan;

import dev.xylem.api.Namespace;
import dev.xylem.api.Operators;
import dev.xylem.api.ProblemException;
import dev.xylem.plan.StageShape.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * One walk through a pipeline, for storing it and for running it: every stage and operator is held against the allow-lists, and every
 * variable is handed to a {@link Substitution} with the kind of place where it stands.
 */
final class StageWalk {

    /** What becomes of the variables on the way. */
    interface Substitution {
        /** @param argument of {@code $var} */
        BsonValue value(BsonValue argument, Kind kind, String path);

        /**
         * @param argument of {@code $ifvar}
         * @return the stages that it stands for, to be walked in turn, by their place in the argument
         */
        List<Integer> branches(BsonValue argument, String path);
    }

    private final Substitution variables;
    private final PipelineFaults faults;

    StageWalk(Substitution variables, PipelineFaults faults) {
        this.variables = variables;
        this.faults = faults;
    }

    /** Holds a query without variables against the allow-list. */
    static void checkQuery(BsonValue query, String path, BiFunction<String, String, ProblemException> refusal) {
        switch (query) {
            case BsonDocument document ->
                document.forEach((key, child) -> {
                    String at = FieldName.join(path, key);
                    if (key.startsWith("$") && !Operators.QUERY.has(key)) {
                        throw refusal.apply(key, at);
                    }
                    checkQuery(child, at, refusal);
                });
            case BsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    checkQuery(array.get(i), path + "." + i, refusal);
                }
            }
            default -> {}
        }
    }

    /** The pipeline with its variables replaced. */
    List<BsonDocument> pipeline(BsonValue pipeline, String path) {
        if (!(pipeline instanceof BsonArray elements)) {
            throw faults.malformed(path, "A pipeline is an array of stages");
        }
        var stages = new ArrayList<BsonDocument>();
        for (int i = 0; i < elements.size(); i++) {
            stages.addAll(element(elements.get(i), path + "." + i));
        }
        return stages;
    }

    private List<BsonDocument> element(BsonValue element, String path) {
        if (!(element instanceof BsonDocument stage) || stage.size() != 1) {
            throw faults.malformed(path, "A stage is an object with one key");
        }
        String name = stage.getFirstKey();
        String at = path + "." + name;
        BsonValue argument = stage.get(name, BsonNull.VALUE);
        if (!name.equals("$ifvar")) {
            return List.of(stage(name, argument, at));
        }
        return variables.branches(argument, at).stream()
                .flatMap(branch -> element(argument.asArray().get(branch), at + "." + branch).stream())
                .toList();
    }

    private BsonDocument stage(String name, BsonValue argument, String path) {
        StageShape shape = StageShape.of(name).orElseThrow(() -> PipelineFaults.stage(name, path));
        if (shape.members().isEmpty()) {
            return new BsonDocument(name, walk(argument, shape.whole(), path));
        }
        if (shape.whole() == Kind.SOURCE && argument instanceof BsonString) {
            return new BsonDocument(name, source(argument, path));
        }
        if (!(argument instanceof BsonDocument members) || placeholder(members).isPresent()) {
            throw faults.malformed(path, "The stage needs an object");
        }
        var walked = new BsonDocument();
        members.forEach((key, value) -> {
            String at = path + "." + key;
            checkOperator(key, at, Kind.PLAIN);
            walked.put(key, walk(value, shape.members().getOrDefault(key, Kind.PLAIN), at));
        });
        return new BsonDocument(name, walked);
    }

    private BsonValue walk(BsonValue value, Kind kind, String path) {
        return switch (kind) {
            case PIPELINE -> new BsonArray(pipeline(value, path));
            case PIPELINES -> pipelines(value, path);
            case SOURCE -> source(value, path);
            case QUERY, EXPRESSION, PLAIN, LITERAL ->
                switch (value) {
                    case BsonDocument document -> document(document, kind, path);
                    case BsonArray array -> array(array, kind, path);
                    default -> value;
                };
        };
    }

    private BsonValue document(BsonDocument document, Kind kind, String path) {
        Optional<BsonValue> variable = placeholder(document);
        if (variable.isPresent()) {
            return variables.value(variable.get(), kind, path + ".$var");
        }
        var walked = new BsonDocument();
        document.forEach((key, value) -> {
            String at = path + "." + key;
            checkOperator(key, at, kind);
            walked.put(key, walk(value, inside(key, kind), at));
        });
        return walked;
    }

    private static Kind inside(String key, Kind kind) {
        return switch (key) {
            case "$expr" -> kind == Kind.QUERY ? Kind.EXPRESSION : kind;
            case "$jsonSchema" -> kind == Kind.QUERY ? Kind.PLAIN : kind;
            case "$literal" -> Kind.LITERAL;
            default -> kind;
        };
    }

    private BsonArray array(BsonArray array, Kind kind, String path) {
        var walked = new BsonArray(array.size());
        for (int i = 0; i < array.size(); i++) {
            walked.add(walk(array.get(i), kind, path + "." + i));
        }
        return walked;
    }

    private BsonDocument pipelines(BsonValue value, String path) {
        if (!(value instanceof BsonDocument document) || placeholder(document).isPresent()) {
            throw faults.malformed(path, "The stage needs an object of pipelines");
        }
        var walked = new BsonDocument();
        document.forEach((key, pipeline) -> {
            checkOperator(key, path + "." + key, Kind.PLAIN);
            walked.put(key, new BsonArray(pipeline(pipeline, path + "." + key)));
        });
        return walked;
    }

    private static BsonValue source(BsonValue value, String path) {
        if (value instanceof BsonString name && isServed(name.getValue())) {
            return value;
        }
        throw PipelineFaults.source(path);
    }

    private static boolean isServed(String name) {
        return !name.isEmpty()
                && !Namespace.isReservedCollection(name)
                && !Namespace.isBucket(name)
                && name.indexOf('$') < 0
                && name.indexOf('\0') < 0;
    }

    private static void checkOperator(String key, String path, Kind kind) {
        boolean allowed = !key.startsWith("$")
                || switch (kind) {
                    case QUERY -> Operators.QUERY.has(key);
                    case EXPRESSION -> Operators.EXPRESSION.has(key) || Operators.ACCUMULATOR.has(key);
                    case LITERAL -> true;
                    // a sort by the score of a text search
                    case PLAIN, PIPELINE, PIPELINES, SOURCE -> key.equals("$meta");
                };
        if (!allowed) {
            throw PipelineFaults.operator(key, path);
        }
    }

    /** The argument of {@code $var}, where the document is one. */
    static Optional<BsonValue> placeholder(BsonDocument document) {
        return document.size() == 1 ? Optional.ofNullable(document.get("$var")) : Optional.empty();
    }
}
