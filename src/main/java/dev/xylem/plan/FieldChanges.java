package dev.xylem.plan;

import static dev.xylem.api.ProblemType.ID_MISMATCH;
import static dev.xylem.api.ProblemType.INVALID_OPERATOR;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A body, read and checked as far as that is possible without the stored document. */
final class FieldChanges {

    private final BsonDocument body;
    private final List<FieldChange> changes = new ArrayList<>();
    private final Set<String> dropped = new LinkedHashSet<>();

    private FieldChanges(BsonDocument body) {
        this.body = body;
    }

    /** The changes in body order, without the reserved names and without what a plain key overrides. */
    static FieldChanges read(BsonDocument body) {
        var read = new FieldChanges(body);
        body.forEach(read::readEntry);
        if (!UpdateTranslator.isPlain(body)) {
            PathTree.check(read.changes);
        }
        return read;
    }

    List<FieldChange> list() {
        return changes;
    }

    List<String> dropped() {
        return List.copyOf(dropped);
    }

    private void readEntry(String key, BsonValue value) {
        if (key.startsWith("$")) {
            readOperator(UpdateOperator.named(key), value);
        } else if (!key.equals("_id")) {
            accept(FieldChange.plain(key, value));
        }
    }

    private void readOperator(UpdateOperator operator, BsonValue argument) {
        if (!(argument instanceof BsonDocument fields)) {
            throw Refusal.at(
                    INVALID_OPERATOR, operator.key(), operator.key() + " needs an object of paths and operands.");
        }
        fields.forEach((path, operand) -> accept(FieldChange.of(operator, path, operand)));
    }

    private void accept(FieldChange change) {
        if (change.paths().stream().noneMatch(path -> isReserved(change, path)) && !isOverridden(change)) {
            change.operator().check(change);
            changes.add(change);
        }
    }

    /** A client's {@code _etag} is ignored without a word: whoever sends back what was read has it. */
    private boolean isReserved(FieldChange change, FieldPath path) {
        var name = path.first();
        if (name.equals("_id")) {
            throw Refusal.at(
                    ID_MISMATCH,
                    path.text(),
                    "The _id of a document never changes, and " + change.words(path) + " would change it.");
        }
        if (FieldName.isReserved(name) && !name.equals("_etag")) {
            dropped.add(name);
        }
        return FieldName.isReserved(name);
    }

    private boolean isOverridden(FieldChange change) {
        return change.operator() == UpdateOperator.SET
                && !change.plain()
                && body.containsKey(change.path().text());
    }
}
