package dev.xylem.storage;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * One collection of the embedded store. A stored document never changes: an update replaces it by a changed copy, so that
 * neither a reader nor a commit sees half an update.
 */
class EmbeddedCollection extends H2Collection {

    private static final String ID = "_id";
    private static final String ID_INDEX = "_id_";

    /** No order, or no projection. */
    private static final Document ALL = new Document();

    /** What the running update does; null while none runs. Guarded by this. */
    private @Nullable FoundAndModified running;

    /** What it changes; empty while none runs. Guarded by this. */
    private Document runningUpdate = ALL;

    /** Whether the running upsert asks for the null _id. Guarded by this. */
    private boolean upsertsNullId;

    EmbeddedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<Object, Document> documents,
            MVMap<String, Object> metadata,
            CursorRegistry cursors) {
        super(database, name, options, documents, metadata, cursors);
    }

    /** As MongoDB does it: logged, and with a complete {@code lastErrorObject}. */
    synchronized Document findAndModify(Document query, Oplog oplog) {
        FoundAndModified outcome = new FoundAndModified(query);
        Document filter = query.get("query") instanceof Document given ? given : new Document();
        Document resolved = BitUpdate.isIn(query.get("update")) ? withoutBits(query, filter) : query;
        Document update = resolved.get("update") instanceof Document given ? given : ALL;
        Document reply = updating(outcome, filter, update, () -> super.findAndModify(resolved));
        outcome.log(oplog, getFullName());
        return outcome.complete(reply);
    }

    @Override
    public synchronized Document updateDocuments(
            Document selector, Document update, ArrayFilters filters, boolean multi, boolean upsert, Oplog oplog) {
        if (BitUpdate.isIn(update)) {
            return multi
                    ? updateEachWithBits(selector, update, filters, oplog)
                    : updateDocuments(
                            selector, BitUpdate.resolved(update, first(selector, ALL)), filters, false, upsert, oplog);
        }
        return updating(
                new FoundAndModified(new Document()),
                selector,
                update,
                () -> super.updateDocuments(selector, update, filters, multi, upsert, oplog));
    }

    private Document updateEachWithBits(Document selector, Document update, ArrayFilters filters, Oplog oplog) {
        int matched = 0;
        int modified = 0;
        for (Document document : queryDocuments(selector, ALL, 0, 0, 0, ALL)) {
            Document one = new Document(ID, document.get(ID));
            Document reply = updateDocuments(one, BitUpdate.resolved(update, document), filters, false, false, oplog);
            matched += ((Number) Objects.requireNonNull(reply.get("n"))).intValue();
            modified += ((Number) Objects.requireNonNull(reply.get("nModified"))).intValue();
        }
        return new Document("n", matched).append("nModified", modified);
    }

    private Document withoutBits(Document findAndModify, Document filter) {
        Document order = findAndModify.get("sort") instanceof Document given ? given : ALL;
        Document resolved = findAndModify.clone();
        Document update = (Document) Objects.requireNonNull(findAndModify.get("update"));
        resolved.put("update", BitUpdate.resolved(update, first(filter, order)));
        return resolved;
    }

    /** The first that matches; an empty document where none does. */
    private Document first(Document selector, Document order) {
        Iterator<Document> matching =
                queryDocuments(selector, order, 0, 1, 0, ALL).iterator();
        return matching.hasNext() ? matching.next() : new Document();
    }

    private Document updating(FoundAndModified outcome, Document selector, Document change, Supplier<Document> update) {
        running = outcome;
        runningUpdate = change;
        upsertsNullId = IdClause.of(selector).filter(IdClause::isNull).isPresent();
        try {
            return update.get();
        } finally {
            running = null;
            runningUpdate = ALL;
            upsertsNullId = false;
        }
    }

    @Override
    protected QueryResult createQueryResult(List<Document> matched, int batchSize) {
        if (running == null) {
            return super.createQueryResult(matched, batchSize);
        }
        if (!matched.isEmpty()) {
            running.matched();
        }
        Iterable<Document> copies = () -> matched.stream().map(this::toUpdate).iterator();
        return new QueryResult(copies);
    }

    private Document toUpdate(Document stored) {
        UpdateCheck.check(runningUpdate, stored);
        return stored.cloneDeeply();
    }

    @Override
    public synchronized void addDocument(Document document) {
        if (upsertsNullId) {
            // The stock engine takes a null _id for none and has made one up.
            document.put(ID, null);
        }
        super.addDocument(document);
        if (running != null) {
            running.inserted(document);
        }
    }

    @Override
    protected void handleUpdate(Object position, Document before, Document after) {
        super.handleUpdate(position, before, after);
        if (running != null) {
            running.updated(after);
        }
    }

    @Override
    public synchronized void removeDocument(Document document) {
        super.removeDocument(document);
        if (running != null) {
            running.removed(document);
        }
    }

    /** Takes the refused documents out of the list, which its caller counts and logs as inserted. */
    @Override
    public synchronized List<Document> insertDocuments(List<Document> documents, boolean ordered) {
        List<Document> errors = super.insertDocuments(documents, ordered);
        for (Document error : errors.reversed()) {
            int index = Objects.requireNonNull((Integer) error.get("index"));
            documents.subList(index, ordered ? documents.size() : index + 1).clear();
        }
        return errors;
    }

    /** By the _id where the query names one beside other conditions; the stock engine reads every document then. */
    @Override
    protected QueryResult queryDocuments(
            Document query, Document order, int skip, int limit, int batchSize, Document fields) {
        Optional<Iterable<Object>> positions =
                IdClause.of(query).filter(IdClause::isPlain).flatMap(this::positions);
        return positions.isPresent()
                ? matchDocuments(query, positions.get(), order, skip, limit, batchSize, fields)
                : super.queryDocuments(query, order, skip, limit, batchSize, fields);
    }

    private Optional<Iterable<Object>> positions(IdClause id) {
        return getIndexes().stream()
                .filter(index -> index.getName().equals(ID_INDEX))
                .findFirst()
                .map((Index<Object> index) -> index.getPositions(new Document(ID, id.value())));
    }

    /** A problem when it names none of the indexes. */
    void checkHint(@Nullable Object hint) {
        IndexHint.check(hint, getIndexes());
    }

    @Override
    protected boolean documentMatchesQuery(Document document, Document query) {
        Deadline.check();
        return super.documentMatchesQuery(document, query);
    }
}
