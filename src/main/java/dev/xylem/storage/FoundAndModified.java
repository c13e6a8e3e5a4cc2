package dev.xylem.storage;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one {@code findAndModify} did: the stock engine tells neither its caller nor the oplog all of it. */
final class FoundAndModified {

    private final Document query;
    private boolean matched;
    private @Nullable Document inserted;
    private @Nullable Document updated;
    private @Nullable Document removed;

    FoundAndModified(Document query) {
        this.query = query;
    }

    /** The reply where there is no collection. */
    static Document nothing(Document query) {
        return new FoundAndModified(query).complete(new Document("value", null).append("ok", 1.0));
    }

    void matched() {
        matched = true;
    }

    void inserted(Document document) {
        inserted = document;
    }

    void updated(Document document) {
        updated = document;
    }

    void removed(Document document) {
        removed = document;
    }

    Document complete(Document reply) {
        Document outcome = new Document("n", matched || inserted != null ? 1 : 0);
        if (!Utils.isTrue(query.get("remove"))) {
            outcome.append("updatedExisting", matched);
        }
        if (inserted != null) {
            outcome.append("upserted", inserted.get("_id"));
        }
        reply.put("lastErrorObject", outcome);
        return reply;
    }

    void log(Oplog oplog, String namespace) {
        Document filter = query.get("query") instanceof Document given ? given : new Document();
        if (inserted != null) {
            oplog.handleInsert(namespace, List.of(inserted));
        }
        if (updated != null) {
            oplog.handleUpdate(namespace, filter, (Document) query.get("update"), ids(updated));
        }
        if (removed != null) {
            oplog.handleDelete(namespace, filter, ids(removed));
        }
    }

    // Not List.of: an _id may be null.
    private static List<Object> ids(Document document) {
        return Arrays.asList(document.get("_id"));
    }
}
