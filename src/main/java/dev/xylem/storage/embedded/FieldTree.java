package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the stages {@code $set}, {@code $unset} and {@code $project} do with the fields of a document, and of all elements of its arrays. */
final class FieldTree {

    private static final int COLLISION = 31249;
    private static final int EMPTY_STAGE = 40177;
    private static final int EMPTY_OBJECT = 40180;
    private static final int EXCLUDES_IN_INCLUSION = 31254;
    private static final int INCLUDES_IN_EXCLUSION = 31253;
    private static final Document ANY = new Document();

    private enum Kind {
        SET,
        INCLUDE,
        EXCLUDE
    }

    /** What happens to one field: it is kept, left out, computed, or gone into. */
    private sealed interface Rule {}

    private record Keep() implements Rule {}

    private record Drop() implements Rule {}

    private record Compute(@Nullable Object expression) implements Rule {}

    private record Enter(Map<String, Rule> fields) implements Rule {}

    private final Kind kind;
    private final Enter root = new Enter(new LinkedHashMap<>());

    private FieldTree(Kind kind) {
        this.kind = kind;
    }

    static FieldTree set(@Nullable Object fields) {
        FieldTree tree = new FieldTree(Kind.SET);
        tree.addAll(tree.root, required(fields, "$set"), false);
        return tree;
    }

    static FieldTree unset(@Nullable Object paths) {
        FieldTree tree = new FieldTree(Kind.EXCLUDE);
        Collection<?> all = paths instanceof Collection<?> several ? several : Collections.singletonList(paths);
        for (Object path : all) {
            if (!(path instanceof String text)) {
                throw new MongoServerError(
                        31120, "$unset specification must be a string or an array containing only string values");
            }
            tree.add(tree.root, text, new Drop());
        }
        if (all.isEmpty()) {
            throw new MongoServerError(
                    31119, "$unset specification must be a string or an array with at least one field");
        }
        return tree;
    }

    static FieldTree project(@Nullable Object fields) {
        Document given = required(fields, "$project");
        FieldTree tree = new FieldTree(isInclusion(given, true) ? Kind.INCLUDE : Kind.EXCLUDE);
        if (tree.kind == Kind.INCLUDE && !given.containsKey("_id")) {
            tree.root.fields.put("_id", new Keep());
        }
        tree.addAll(tree.root, given, true);
        return tree;
    }

    private static Document required(@Nullable Object fields, String stage) {
        if (!(fields instanceof Document document)) {
            throw new MongoServerError(
                    stage.equals("$set") ? 40272 : 15969, stage + " specification stage must be an object");
        }
        if (document.isEmpty()) {
            throw new MongoServerError(EMPTY_STAGE, stage + " specification must have at least one field");
        }
        return document;
    }

    private static boolean isInclusion(Document fields, boolean top) {
        return fields.entrySet().stream()
                .filter(each -> !top || fields.size() == 1 || !each.getKey().equals("_id"))
                .anyMatch(each -> switch (each.getValue()) {
                    case Boolean flag -> flag;
                    case Number number -> number.doubleValue() != 0;
                    case Document inner when !Evaluation.isOperator(inner) -> isInclusion(inner, false);
                    case null, default -> true;
                });
    }

    // -- Reading a stage

    private void addAll(Enter into, Document fields, boolean projects) {
        fields.forEach((path, value) -> {
            if (value instanceof Document inner && !Evaluation.isOperator(inner)) {
                if (inner.isEmpty()) {
                    throw new MongoServerError(
                            EMPTY_OBJECT, "an empty object is not a valid value. Found at path " + path);
                }
                addAll(entered(into, path.split("\\.", -1), path), inner, projects);
            } else {
                add(into, path, projects ? projection(path, value) : computed(value));
            }
        });
    }

    private static Rule computed(@Nullable Object expression) {
        Evaluation.check(expression);
        return new Compute(expression);
    }

    private Rule projection(String path, @Nullable Object value) {
        boolean isFlag = value instanceof Boolean || value instanceof Number;
        if (!isFlag) {
            if (kind == Kind.EXCLUDE) {
                throw new MongoServerError(31252, "Cannot use an expression in exclusion projection: " + path);
            }
            return computed(value);
        }
        boolean keeps = value instanceof Number number ? number.doubleValue() != 0 : Boolean.TRUE.equals(value);
        if (keeps != (kind == Kind.INCLUDE) && !path.equals("_id")) {
            throw keeps
                    ? new MongoServerError(INCLUDES_IN_EXCLUSION, "Cannot do inclusion on field " + path)
                    : new MongoServerError(EXCLUDES_IN_INCLUSION, "Cannot do exclusion on field " + path);
        }
        return keeps ? new Keep() : new Drop();
    }

    private void add(Enter into, String path, Rule rule) {
        String[] names = path.split("\\.", -1);
        int last = path.lastIndexOf('.');
        Enter parent = last < 0 ? into : entered(into, path.substring(0, last).split("\\.", -1), path);
        if (names[names.length - 1].isEmpty() || names[names.length - 1].startsWith("$")) {
            throw new MongoServerError(16410, "FieldPath field names may not be empty or start with '$'");
        }
        boolean isAgain = parent.fields.put(names[names.length - 1], rule) != null && !path.equals("_id");
        if (isAgain) {
            throw collision(path);
        }
    }

    private static Enter entered(Enter from, String[] names, String path) {
        Enter here = from;
        for (String name : names) {
            if (name.isEmpty()) {
                throw new MongoServerError(15998, "FieldPath field names may not be empty strings.");
            }
            Rule rule = here.fields.computeIfAbsent(name, _ -> new Enter(new LinkedHashMap<>()));
            if (!(rule instanceof Enter next)) {
                throw collision(path);
            }
            here = next;
        }
        return here;
    }

    private static MongoServerError collision(String path) {
        return new MongoServerError(COLLISION, "Path collision at " + path);
    }

    // -- Applying it

    Document applied(Document before, Map<String, @Nullable Object> variables) {
        return within(root, before, new Evaluation(before, variables));
    }

    private Document within(Enter here, Document before, Evaluation evaluation) {
        Document after = new Document();
        before.forEach((name, value) -> put(after, name, kept(here.fields.get(name), value, evaluation)));
        here.fields.forEach((name, rule) -> {
            if (rule instanceof Compute compute) {
                put(after, name, evaluation.of(compute.expression));
            } else if (rule instanceof Enter enter && kind != Kind.EXCLUDE && !before.containsKey(name)) {
                put(after, name, computes(enter) ? within(enter, ANY, evaluation) : Values.MISSING);
            }
        });
        return after;
    }

    private static void put(Document after, String name, @Nullable Object value) {
        if (value == Values.MISSING) {
            after.remove(name);
        } else {
            after.put(name, value);
        }
    }

    /** What stays of a field that is there; the place of one that is computed, except in an inclusion, where those come last. */
    private @Nullable Object kept(@Nullable Rule rule, @Nullable Object value, Evaluation evaluation) {
        return switch (rule) {
            case null -> kind == Kind.INCLUDE ? Values.MISSING : value;
            case Keep _ -> value;
            case Drop _ -> Values.MISSING;
            case Compute _ -> kind == Kind.SET ? value : Values.MISSING;
            case Enter enter -> inside(enter, value, evaluation);
        };
    }

    private @Nullable Object inside(Enter enter, @Nullable Object value, Evaluation evaluation) {
        return switch (value) {
            case Document document -> within(enter, document, evaluation);
            case Collection<?> array -> {
                List<@Nullable Object> elements = new ArrayList<>();
                array.forEach(each -> {
                    Object inside = inside(enter, each, evaluation);
                    if (inside != Values.MISSING) {
                        elements.add(inside);
                    }
                });
                yield elements;
            }
            case null, default -> {
                if (kind == Kind.EXCLUDE) {
                    yield value;
                }
                yield computes(enter) ? within(enter, ANY, evaluation) : Values.MISSING;
            }
        };
    }

    private static boolean computes(Enter enter) {
        return enter.fields.values().stream()
                .anyMatch(rule -> rule instanceof Compute || (rule instanceof Enter inner && computes(inner)));
    }
}
