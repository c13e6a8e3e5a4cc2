package dev.xylem.plan;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.FieldRules;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps callers who may not see all fields from naming those that they may not: what a query finds, or a write changes, must not depend on
 * them. The answer is the same whatever the data hold.
 */
final class FieldGate {
    private final FieldRules rules;

    FieldGate(FieldRules rules) {
        this.rules = rules;
    }

    /** @throws ProblemException 403 {@code field-not-allowed} */
    void check(ApiRequest request) {
        if (!rules.areLimited()) {
            return;
        }
        Query query = request.query();
        query(query.filter());
        keys(query.keys());
        query.sort().keySet().forEach(this::visible);
        hint(query.hint());
        body(request);
    }

    /** Also for the conditions of stages that run before anything was taken out. */
    void query(BsonDocument query) {
        QueryPaths.visit(query, new QueryPaths.Visitor() {
            @Override
            public void path(String path) {
                visible(path);
            }

            @Override
            public void everything(String operator) {
                throw refused(operator, "it may look at fields that are hidden from you");
            }
        });
    }

    /** All of the path must be visible. */
    void visible(String path) {
        if (rules.areLimited() && !rules.showsAllOf(path)) {
            throw refused(path, "it, or a part of it, is hidden from you");
        }
    }

    /** Of a parent, that part is shown which is visible. */
    private void keys(BsonDocument keys) {
        keys.forEach((path, how) -> {
            if (rules.hides(path)) {
                throw refused(path, "it is hidden from you");
            }
            if (how instanceof BsonDocument operator && operator.get("$elemMatch") instanceof BsonDocument condition) {
                query(new BsonDocument(path, new BsonDocument("$elemMatch", condition)));
            }
        });
    }

    /** Behind a name may be an index over hidden fields, or one that leaves documents out because of them. */
    private void hint(@Nullable BsonValue hint) {
        switch (hint) {
            case BsonDocument keys -> keys.keySet().forEach(this::visible);
            case BsonString name -> throw refused(name.getValue(), "name the fields of the index instead");
            case null, default -> {}
        }
    }

    private void body(ApiRequest request) {
        boolean replaces = request.action() instanceof Action.WriteDocument(var mode) && mode == Action.Mode.REPLACE;
        switch (request.body()) {
            case Body.Single(var document) when replaces -> replacement(document);
            case Body.Single(var document)
            when writesDocuments(request.action()) ->
                update(document, request.query().arrayFilters());
            case Body.MergePatch(var patch) -> merge(patch, "");
            case Body.JsonPatch(var operations) -> operations.forEach(this::operation);
            case Body.Pipeline _ ->
                throw refused(
                        "a pipeline", "a pipeline could copy fields that are hidden from you; use update operators");
            // elements and lines are checked one by one, when they are planned
            case Body.Single _, Body.Many _, Body.Lines _, Body.None _, Body.Unread _ -> {}
        }
    }

    private static boolean writesDocuments(Action action) {
        return action instanceof Action.WriteDocument || action instanceof Action.BulkPatch;
    }

    /** A new state: what is hidden stays, so that an object may lack it. */
    private void replacement(BsonDocument body) {
        body.forEach((key, value) -> {
            if (key.startsWith("$")) {
                operator(key, value);
            } else if (key.indexOf('.') >= 0) {
                assigned(key);
            } else {
                state(key, value);
            }
        });
    }

    private void state(String path, BsonValue value) {
        if (FieldName.isReserved(path) || rules.isAssignable(path) || rules.showsAllOf(path)) {
            return;
        }
        if (rules.hides(path) || !(value instanceof BsonDocument document)) {
            throw refused(path, "it, or a part of it, is hidden from you");
        }
        document.forEach((key, child) -> state(path + "." + key, child));
    }

    /** Plain keys and operators, as PATCH has them. */
    void update(BsonDocument body, List<BsonDocument> arrayFilters) {
        if (!rules.areLimited()) {
            return;
        }
        body.forEach((key, value) -> {
            if (key.startsWith("$")) {
                operator(key, value);
            } else {
                assigned(key);
            }
        });
        arrayFilters.forEach(filter -> elements(filter, body));
    }

    private void operator(String name, BsonValue argument) {
        if (!(argument instanceof BsonDocument fields)) {
            return;
        }
        fields.forEach((path, operand) -> {
            if (name.equals("$set") || name.equals("$setOnInsert")) {
                assigned(path);
            } else {
                visible(path);
            }
            if (name.equals("$rename") && operand instanceof BsonString target) {
                visible(target.getValue());
            }
            if (name.equals("$pull") && operand instanceof BsonDocument condition) {
                query(new BsonDocument(path, new BsonDocument("$elemMatch", condition)));
            }
        });
    }

    private void assigned(String path) {
        if (!FieldName.isReserved(path) && !rules.isAssignable(path)) {
            visible(path);
        }
    }

    /** The names in an array filter stand for elements of arrays that the update names. */
    private void elements(BsonDocument filter, BsonDocument update) {
        QueryPaths.visit(filter, new QueryPaths.Visitor() {
            @Override
            public void path(String path) {
                String[] parts = path.split("\\.", 2);
                arraysOf(parts[0], update)
                        .forEach(array -> visible(parts.length > 1 ? FieldName.join(array, parts[1]) : array));
            }

            @Override
            public void everything(String operator) {
                throw refused(operator, "it may look at fields that are hidden from you");
            }
        });
    }

    private static List<String> arraysOf(String element, BsonDocument update) {
        String place = ".$[" + element + "]";
        return update.entrySet().stream()
                .flatMap(entry -> entry.getValue() instanceof BsonDocument fields
                                && entry.getKey().startsWith("$")
                        ? fields.keySet().stream()
                        : Stream.of(entry.getKey()))
                .filter(path -> path.contains(place))
                .map(path -> path.substring(0, path.indexOf(place)))
                .toList();
    }

    private void merge(BsonDocument patch, String prefix) {
        patch.forEach((key, value) -> {
            String path = FieldName.join(prefix, key);
            if ((prefix.isEmpty() && FieldName.isReserved(key)) || rules.isAssignable(path) || rules.showsAllOf(path)) {
                return;
            }
            if (rules.hides(path) || !(value instanceof BsonDocument document)) {
                throw refused(path, "it, or a part of it, is hidden from you");
            }
            merge(document, path);
        });
    }

    private void operation(BsonDocument operation) {
        pointer(operation.get("path"));
        pointer(operation.get("from"));
    }

    private void pointer(@Nullable BsonValue pointer) {
        if (pointer instanceof BsonString text) {
            JsonPointer.parse(text.getValue()).map(FieldGate::placeOf).ifPresent(this::visible);
        }
    }

    /** Behind the end of an array is a place in it. */
    private static String placeOf(JsonPointer pointer) {
        boolean behind = pointer.depth() > 1 && pointer.last().equals("-");
        return behind ? pointer.parentPath() : pointer.path();
    }

    private static ProblemException refused(String what, String why) {
        String shown = what.length() > 200 ? what.substring(0, 200) + "..." : what;
        return Problem.of(
                        ProblemType.FIELD_NOT_ALLOWED,
                        String.format(Locale.ROOT, "%s can't be named here: %s.", Refusal.quoted(shown), why))
                .with("path", shown)
                .exception();
    }
}
