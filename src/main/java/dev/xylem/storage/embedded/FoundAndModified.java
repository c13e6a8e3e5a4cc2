package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/** What one update or {@code findAndModify} does: the stock engine does not tell its caller all of it. */
final class FoundAndModified {

    private final Document command;
    private final Document update;
    private final boolean replaces;
    private final boolean toAll;
    private boolean matched;
    private @Nullable Document inserted;

    private FoundAndModified(Document command, @Nullable Object update, @Nullable Object given, boolean toAll) {
        this.command = command;
        this.replaces = given instanceof Document asked && Change.isState(asked);
        this.update = update instanceof Document change ? change : new Document();
        this.toAll = toAll;
    }

    static FoundAndModified by(Document findAndModify) {
        return by(findAndModify, findAndModify.get("update"));
    }

    /** @param given the update as it was asked for */
    static FoundAndModified by(Document findAndModify, @Nullable Object given) {
        return new FoundAndModified(findAndModify, findAndModify.get("update"), given, false);
    }

    static FoundAndModified by(Document update, boolean toAll) {
        return new FoundAndModified(new Document(), update, update, toAll);
    }

    /** The reply where there is no collection. */
    static Document nothing(Document query) {
        return by(query).complete(new Document("value", null).append("ok", 1.0));
    }

    /** The operators, or the new document. */
    Document update() {
        return update;
    }

    boolean replaces() {
        return replaces;
    }

    /** A new state has its own order of fields; the stock engine keeps the old one. */
    void putInOrder(Document document) {
        if (!Change.isState(update) || Utils.isTrue(command.get("remove"))) {
            return;
        }
        Document ordered = new Document("_id", document.get("_id"));
        update.keySet().forEach(key -> ordered.put(key, document.get(key)));
        document.clear();
        document.putAll(ordered);
    }

    /** Whether it changes every document that matches. */
    boolean toAll() {
        return toAll;
    }

    void matched() {
        matched = true;
    }

    void inserted(Document document) {
        inserted = document;
    }

    Document complete(Document reply) {
        Document outcome = new Document("n", matched || inserted != null ? 1 : 0);
        if (!Utils.isTrue(command.get("remove"))) {
            outcome.append("updatedExisting", matched);
        }
        if (inserted != null) {
            outcome.append("upserted", inserted.get("_id"));
        }
        reply.put("lastErrorObject", outcome);
        return reply;
    }
}
