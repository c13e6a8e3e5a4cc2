package dev.xylem.plan;

import java.time.Instant;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonValue;

/**
 * Bodies with plain keys, dotted keys and update operators, translated into MongoDB's write commands. What makes no sense whatever the
 * stored document is, is a 400 that tells the {@code path}. A plain {@code _id} is left out: whoever calls compares it with the URL's.
 */
public final class UpdateTranslator {

    static final String ETAG = "_etag";

    private UpdateTranslator() {}

    /**
     * The new state for PUT and POST: the plain keys, and the operators applied to an empty document, in body order; {@code _etag} last.
     * {@code $setOnInsert} counts, since the state is built from nothing, which one command cannot tell from a creation.
     *
     * @param now what {@code $currentDate} sets
     */
    public static Translation replacement(BsonDocument body, BsonObjectId etag, Instant now) {
        var changes = FieldChanges.read(body);
        var state = new DottedDocument();
        for (var change : changes.list()) {
            refusePositional(change);
            change.operator().onMissing(change, now).ifPresent(value -> state.put(change.path(), value));
        }
        state.document().put(ETAG, etag);
        return new Translation(state.document(), changes.dropped());
    }

    private static void refusePositional(FieldChange change) {
        if (change.paths().stream().anyMatch(FieldPath::isPositional)) {
            throw change.refused("names array elements by position, and PUT and POST begin with an empty document");
        }
    }

    /**
     * The update for PATCH and for an element of a bulk body: the operators as given, then one {@code $set} of the plain keys, which win
     * over an explicit {@code $set} of the same path, and the {@code _etag}.
     */
    public static Translation update(BsonDocument body, BsonObjectId etag) {
        var changes = FieldChanges.read(body);
        var update = new BsonDocument();
        var set = new BsonDocument();
        for (var change : changes.list()) {
            var fields = change.operator() == UpdateOperator.SET ? set : fieldsOf(update, change.operator());
            fields.put(change.path().text(), change.operand());
        }
        update.put("$set", set.append(ETAG, etag));
        return new Translation(update, changes.dropped());
    }

    private static BsonDocument fieldsOf(BsonDocument update, UpdateOperator operator) {
        BsonValue fields = update.computeIfAbsent(operator.key(), _ -> new BsonDocument());
        return fields.asDocument();
    }

    /** The update pipeline for PATCH with an array: the stages as given, then one that sets the {@code _etag}. */
    public static List<BsonDocument> pipeline(List<BsonDocument> stages, BsonObjectId etag) {
        return PipelineUpdate.of(stages, etag);
    }

    /**
     * Whether a body has neither operators nor dotted keys. Its {@link #replacement} then says what {@link #update} says of a document
     * that does not exist yet, so that a plain insert can stand in for an upsert.
     */
    public static boolean isPlain(BsonDocument body) {
        return body.keySet().stream().noneMatch(key -> key.startsWith("$") || key.indexOf('.') >= 0);
    }
}
