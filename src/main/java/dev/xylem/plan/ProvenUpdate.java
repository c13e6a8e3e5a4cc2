package dev.xylem.plan;

import dev.xylem.api.FieldRules;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * Whether an update can lead a document out of a filter that it matched before. A condition whose fields the update leaves alone still
 * holds; one whose fields it sets to known values is answered here; of any other the outcome is known only once the state is.
 */
final class ProvenUpdate {
    private final BsonDocument set;
    private final List<String> touched = new ArrayList<>();

    private ProvenUpdate(BsonDocument update) {
        this.set = update.get("$set") instanceof BsonDocument fields ? fields : new BsonDocument();
        update.forEach((operator, argument) -> argument.asDocument().forEach((path, operand) -> {
            touched.add(FieldRules.plain(path));
            if (operator.equals("$rename") && operand instanceof BsonString target) {
                touched.add(FieldRules.plain(target.getValue()));
            }
        }));
    }

    /**
     * True when the filter holds after the update whenever it held before.
     *
     * @throws dev.xylem.api.ProblemException 403 when it never holds after the update
     */
    static boolean of(BsonDocument update, BsonDocument filter) {
        var proof = new ProvenUpdate(update);
        return conjuncts(filter).allMatch(proof::holds);
    }

    /** The conditions that must all hold. */
    private static Stream<BsonDocument> conjuncts(BsonDocument filter) {
        return filter.entrySet().stream()
                .flatMap(clause -> clause.getKey().equals("$and") && clause.getValue() instanceof BsonArray all
                        ? all.stream().flatMap(one -> conjuncts(one.asDocument()))
                        : Stream.of(new BsonDocument(clause.getKey(), clause.getValue())));
    }

    private boolean holds(BsonDocument condition) {
        var looked = new Looked();
        QueryPaths.visit(condition, looked);
        if (looked.everything) {
            return false;
        }
        if (looked.paths.stream().noneMatch(this::isTouched)) {
            return true;
        }
        if (!looked.paths.stream().allMatch(this::isSet)) {
            return false;
        }
        if (!Scope.matcherOf(condition).matches(known())) {
            throw Scope.outside();
        }
        return true;
    }

    private boolean isTouched(String path) {
        String plain = FieldRules.plain(path);
        return touched.stream().anyMatch(one -> covers(one, plain) || covers(plain, one));
    }

    /** True when the path lies in a value that the update sets, as the whole of a path without array indexes. */
    private boolean isSet(String path) {
        return set.keySet().stream().anyMatch(one -> covers(one, path) && one.equals(FieldRules.plain(one)));
    }

    private BsonDocument known() {
        var known = new DottedDocument();
        set.forEach((path, value) -> {
            if (path.equals(FieldRules.plain(path))) {
                known.put(FieldPath.parse(path), value);
            }
        });
        return known.document();
    }

    private static boolean covers(String parent, String path) {
        return path.equals(parent) || path.startsWith(parent + ".");
    }

    private static final class Looked implements QueryPaths.Visitor {
        private final List<String> paths = new ArrayList<>();
        private boolean everything;

        @Override
        public void path(String path) {
            paths.add(path);
        }

        @Override
        public void everything(String operator) {
            everything = true;
        }
    }
}
