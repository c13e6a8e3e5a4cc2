package dev.xylem.storage.embedded;

import static de.bwaldvogel.mongo.wire.BsonConstants.TYPE_ARRAY;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryParameters;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.InvalidIdFieldError;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * One collection: a map from the documents' _id to their BSON, and a map for each index. A document that was read is the
 * reader's own; reading needs no lock.
 */
final class EmbeddedCollection extends AbstractSynchronizedMongoCollection<Key> {

    private static final String ID = "_id";
    private static final int FAILED_TO_PARSE = 9;
    private static final Document ALL = new Document();

    private final MapStore store;
    private final MVMap<byte[], byte[]> documents;
    private final ChangeLog log;
    private final long sortBytes;

    /** The indexes but that of _id. */
    private volatile List<OrderedIndex> ordered = List.of();

    /** What the indexes need of a document; null: all of it. */
    private volatile @Nullable FieldNames indexed = FieldNames.ID;

    /** What the running update does; null while none runs. Guarded by this. */
    private @Nullable FoundAndModified running;

    /** What the running update looks for. Guarded by this. */
    private @Nullable Document selected;

    /** Whether the running upsert asks for the null _id. Guarded by this. */
    private boolean upsertsNullId;

    EmbeddedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            CursorRegistry cursors,
            MapStore store,
            ChangeLog log,
            long sortBytes) {
        super(database, name, options, cursors);
        this.sortBytes = sortBytes;
        this.store = store;
        this.documents = store.map(EmbeddedDatabase.documentsOf(getFullName()));
        this.log = log;
    }

    private boolean isLogged() {
        return !getCollectionName().startsWith("system.");
    }

    // -- Reading

    Matches find(Query query) {
        Access access = access(query);
        return query.sort().isEmpty() || access.inOrder()
                ? new Matches.InOrder(new Scan(documents, access, new Filter(query.filter())), query)
                : new Sorted(documents, new Scan(documents, access, Filter.of(query)), query, sortBytes);
    }

    FindCursor open(long id, Query query, @Nullable Document projection) {
        return projection == null || projection.isEmpty()
                ? new FindCursor(id, find(query))
                : new FindCursor(id, find(query), found -> project(found, projection));
    }

    Explanation explain(Query query) {
        return new Explanation(getFullName(), documents, access(query), query, sortBytes);
    }

    private Access access(Query query) {
        Object hint = query.hint();
        return hint == null ? Access.best(ordered, query.filter(), query.sort()) : Access.hinted(ordered, query, hint);
    }

    List<Document> project(List<RawBson> found, Document projection) {
        Stream<Document> decoded = found.stream().map(raw -> BsonReader.read(raw.bytes()));
        List<Document> projected = new ArrayList<>();
        super.matchDocumentsFromStream(ALL, decoded, 0, 0, 0, null, projection).forEach(projected::add);
        return projected;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public QueryResult handleQuery(QueryParameters parameters) {
        Document selector = parameters.getQuerySelector();
        String query = running != null && Thread.holdsLock(this) ? "query" : "$query";
        boolean wrapped = selector.containsKey(query);
        return queryDocuments(
                wrapped ? (Document) selector.get(query) : selector,
                wrapped ? (Document) selector.get(query.replace("query", "orderby")) : null,
                parameters.getNumberToSkip(),
                parameters.getLimit(),
                0,
                parameters.getProjection());
    }

    @Override
    protected QueryResult queryDocuments(
            @Nullable Document filter,
            @Nullable Document sort,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document fields) {
        boolean isUpdate = selected != null && Thread.holdsLock(this);
        Query query = Query.of(isUpdate ? selected : filter, sort, skip, Math.abs(limit));
        if (fields != null && !fields.isEmpty()) {
            List<RawBson> found = new ArrayList<>();
            Matches matches = find(query);
            while (matches.hasNext()) {
                found.add(new RawBson(matches.next()));
            }
            return new QueryResult(project(found, fields));
        }
        return new QueryResult(
                Thread.holdsLock(this) ? toChange(query) : () -> find(query).decoded());
    }

    /** The documents are settled before the first of them changes; none is looked for that will not. */
    private Iterable<Document> toChange(Query query) {
        FoundAndModified update = running;
        Query needed =
                update == null || update.toAll() ? query : Query.of(query.filter(), query.sort(), query.skip(), 1);
        List<Key> keys = keys(needed);
        if (update != null && !keys.isEmpty()) {
            update.matched();
        }
        return () -> keys.stream().map(key -> toUpdate(key, update)).iterator();
    }

    private List<Key> keys(Query query) {
        List<Key> keys = new ArrayList<>();
        Matches matches = find(query);
        while (matches.hasNext()) {
            keys.add(new Key(matches.id()));
            matches.next();
        }
        return keys;
    }

    private Document toUpdate(Key key, @Nullable FoundAndModified update) {
        Document document = getDocument(key);
        if (update != null) {
            UpdateCheck.check(update.update(), document);
        }
        return document;
    }

    @Override
    protected QueryResult matchDocuments(
            Document query, Document order, int skip, int limit, int batchSize, Document fields) {
        return queryDocuments(query, order, skip, limit, batchSize, fields);
    }

    /** Without reading a document where the map alone can tell. */
    @Override
    public int count(@Nullable Document filter, int skip, int limit) {
        Query query = Query.of(filter, null, 0, 0);
        Access access = Access.best(ordered, query.filter(), query.sort());
        int most = limit > 0 ? Math.max(skip, 0) + limit : Integer.MAX_VALUE;
        int count = access.isScan() && access.exact() ? Math.min(count(), most) : count(query, access, most);
        return Math.max(0, count - Math.max(skip, 0));
    }

    private int count(Query query, Access access, int most) {
        Scan scan = new Scan(documents, access, new Filter(query.filter()));
        int count = 0;
        while (count < most && (access.exact() ? scan.nextKeyOnce() : scan.next())) {
            count++;
        }
        return count;
    }

    @Override
    public int count() {
        return documents.size();
    }

    @Override
    public boolean isEmpty() {
        return documents.isEmpty();
    }

    @Override
    protected Document getDocument(Key position) {
        return BsonReader.read(Objects.requireNonNull(documents.get(position.bytes())));
    }

    @Override
    protected Stream<DocumentWithPosition<Key>> streamAllDocumentsWithPosition() {
        return StreamSupport.stream(documents.entrySet().spliterator(), false)
                .map(each -> new DocumentWithPosition<>(BsonReader.read(each.getValue()), new Key(each.getKey())));
    }

    // -- Writing

    /** Inserts documents as they came; returns the errors, and in an ordered batch stops at the first. */
    synchronized List<Document> insert(List<RawBson> batch, boolean isOrdered) {
        List<Document> errors = new ArrayList<>();
        for (int i = 0; i < batch.size() && (errors.isEmpty() || !isOrdered); i++) {
            try {
                insert(batch.get(i).bytes());
            } catch (RuntimeException e) {
                MongoServerError failure = Failures.of(e);
                errors.add(new Document("index", i)
                        .append("errmsg", failure.getMessageWithoutErrorCode())
                        .append("code", failure.getCode())
                        .append("codeName", failure.getCodeName()));
            }
        }
        return errors;
    }

    private void insert(byte[] given) {
        BsonReader.validate(given);
        Byte idType = BsonReader.typeOf(given, FieldNames.ID);
        byte[] bytes = idType == null ? withId(given) : given;
        if (idType != null && idType == TYPE_ARRAY) {
            throw new InvalidIdFieldError("The '_id' value cannot be of type array");
        }
        FieldNames needed = indexed;
        Document document = needed == null ? BsonReader.read(bytes) : BsonReader.read(bytes, needed);
        Key key = Key.of(document.get(ID));
        getIndexes().forEach(index -> index.checkAdd(document, this));
        put(key, bytes);
        getIndexes().forEach(index -> index.add(document, key, this));
    }

    private static byte[] withId(byte[] given) {
        Document document = new Document(ID, new ObjectId());
        document.putAll(BsonReader.read(given));
        return BsonWriter.write(document);
    }

    private void put(Key key, byte[] bytes) {
        if (documents.put(key.bytes(), bytes) != null) {
            throw new IllegalStateException("the key was taken");
        }
        store.addToAccount(getFullName(), bytes.length);
        if (isLogged()) {
            log.inserted(getFullName(), bytes);
        }
    }

    @Override
    protected Key addDocumentInternal(Document document) {
        Key key = getIdField() == null ? nextKey() : Key.of(document.get(getIdField()));
        put(key, BsonWriter.write(withIdFirst(document)));
        return key;
    }

    private static Document withIdFirst(Document document) {
        if (!document.containsKey(ID) || document.keySet().iterator().next().equals(ID)) {
            return document;
        }
        Document ordered = new Document(ID, document.get(ID));
        ordered.putAll(document);
        return ordered;
    }

    private Key nextKey() {
        byte[] last = documents.lastKey();
        return new Key(MapStore.toBytes(last == null ? 1 : MapStore.toLong(last) + 1));
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
    protected void handleUpdate(Key position, Document before, Document after) {
        if (running != null) {
            running.putInOrder(after);
        }
        byte[] bytes = BsonWriter.write(after);
        byte[] old = documents.put(position.bytes(), bytes);
        store.addToAccount(getFullName(), bytes.length - (old == null ? 0 : old.length));
        if (!isLogged()) {
            return;
        }
        if (running != null && running.replaces()) {
            log.replaced(getFullName(), bytes);
        } else {
            log.updated(getFullName(), before, after);
        }
    }

    @Override
    protected void removeDocument(Key position) {
        byte[] old = documents.remove(position.bytes());
        if (old == null) {
            throw new NoSuchElementException("no document has " + position);
        }
        store.addToAccount(getFullName(), -old.length);
        if (isLogged()) {
            log.deleted(getFullName(), BsonReader.read(old, FieldNames.ID).get(ID));
        }
    }

    @Override
    public synchronized int deleteDocuments(Document selector, int limit, Oplog oplog) {
        return super.deleteDocuments(new Document("$query", selector), limit, oplog);
    }

    /** As MongoDB does it, with a complete {@code lastErrorObject}. */
    @Override
    public synchronized Document findAndModify(Document query) {
        Document filter = query.get("query") instanceof Document given ? given : ALL;
        Document resolved = resolved(query, filter);
        if (resolved.get("update") instanceof Document update) {
            Document known = selectorFor(filter, update, Utils.isTrue(query.get("upsert")));
            resolved = resolved.clone();
            resolved.put("query", known);
        }
        Document command = resolved;
        FoundAndModified outcome = FoundAndModified.by(command, query.get("update"));
        return outcome.complete(updating(outcome, filter, () -> super.findAndModify(command)));
    }

    /** The same command with the new state in place of the update, for the document that it will find. */
    private Document resolved(Document findAndModify, Document filter) {
        Change change = Change.of(findAndModify.get("update"));
        if (change == null) {
            return findAndModify;
        }
        Document order = findAndModify.get("sort") instanceof Document given ? given : ALL;
        Document found = first(filter, order);
        Document resolved = findAndModify.clone();
        resolved.put(
                "update", found.isEmpty() ? change.of(UpdatePipeline.seed(filter), true) : change.of(found, false));
        return resolved;
    }

    /** The first that matches; an empty document where none does. */
    private Document first(Document filter, Document order) {
        Matches matches = find(Query.of(filter, order, 0, 1));
        return matches.hasNext() ? BsonReader.read(matches.next()) : new Document();
    }

    @Override
    public synchronized Document updateDocuments(
            Document selector, Document update, ArrayFilters filters, boolean multi, boolean upsert, Oplog oplog) {
        Change change = Change.of(update);
        if (change == null) {
            Document known = selectorFor(selector, update, upsert);
            return updating(
                    FoundAndModified.by(update, multi),
                    selector,
                    () -> super.updateDocuments(known, update, filters, multi, upsert, oplog));
        }
        if (multi && Change.isState(update)) {
            throw new MongoServerError(
                    FAILED_TO_PARSE, "FailedToParse", "multi update is not supported for replacement-style update");
        }
        return updating(FoundAndModified.by(update, multi), selector, () -> update(selector, change, multi, upsert));
    }

    private Document update(Document selector, Change change, boolean multi, boolean upsert) {
        int matched = 0;
        int modified = 0;
        for (Key key : keys(Query.of(selector, ALL, 0, multi ? 0 : 1))) {
            Document before = getDocument(key);
            modified += change(key, before, change.of(before, false)) ? 1 : 0;
            matched++;
        }
        Document reply = new Document("n", matched).append("nModified", modified);
        return matched == 0 && upsert ? reply.append("upserted", insertFor(selector, change)) : reply;
    }

    /** Whether anything is another than before. */
    private boolean change(Key key, Document before, Document after) {
        if (Arrays.equals(BsonWriter.write(before), BsonWriter.write(after))) {
            return false;
        }
        getIndexes().forEach(index -> index.checkUpdate(before, after, this));
        getIndexes().forEach(index -> index.updateInPlace(before, after, key, this));
        handleUpdate(key, before, after);
        return true;
    }

    private @Nullable Object insertFor(Document selector, Change change) {
        Document made = change.of(UpdatePipeline.seed(selector), true);
        made.computeIfAbsent(ID, _ -> upsertsNullId ? null : new ObjectId());
        addDocument(made);
        return made.get(ID);
    }

    /** A problem when it names none of the indexes. */
    void checkHint(@Nullable Object hint) {
        IndexHint.check(hint, getIndexes());
    }

    /**
     * The stock engine matches what was found once more, in its own way. It only has to where the update says {@code $}, for the element
     * that matched, or where there is nothing yet.
     */
    private Document selectorFor(Document selector, Document update, boolean upsert) {
        boolean isPositional = update.values().stream()
                .anyMatch(changes -> changes instanceof Document fields
                        && fields.keySet().stream().anyMatch(path -> path.endsWith(".$") || path.contains(".$.")));
        return isPositional || (upsert && first(selector, ALL).isEmpty()) ? selector : ALL;
    }

    private Document updating(FoundAndModified outcome, Document selector, Supplier<Document> update) {
        running = outcome;
        selected = selector;
        upsertsNullId = Clause.Clauses.of(selector).on(ID).stream()
                .anyMatch(clause -> clause.operator() == Clause.Operator.EQUAL && clause.value() == null);
        try {
            return update.get();
        } finally {
            running = null;
            selected = null;
            upsertsNullId = false;
        }
    }

    // -- Sizes: kept with the store's accounts

    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int difference) {}

    @Override
    protected int getDataSize() {
        return Math.toIntExact(Math.min(store.account(getFullName()), Integer.MAX_VALUE));
    }

    // -- Indexes

    /** Adds an index, with an entry for each document; when that fails, nothing is left of it. */
    @Override
    public synchronized void addIndex(Index<Key> index) {
        if (getIndexes().stream().anyMatch(other -> other.getName().equals(index.getName()))) {
            return;
        }
        if (index instanceof OrderedIndex built && !built.isBuilt()) {
            build(built);
        }
        getIndexes().add(index);
        indexesChanged();
    }

    private void build(OrderedIndex index) {
        Set<String> paths = new HashSet<>(Set.of(ID));
        FieldNames needed = index.collectPaths(paths) ? FieldNames.ofPaths(paths) : null;
        for (var cursor = documents.cursor(null); cursor.hasNext(); ) {
            Key key = new Key(cursor.next());
            Document document =
                    needed == null ? BsonReader.read(cursor.getValue()) : BsonReader.read(cursor.getValue(), needed);
            index.checkAdd(document, this);
            index.add(document, key, this);
        }
    }

    @Override
    public synchronized void dropIndex(String name) {
        super.dropIndex(name);
        indexesChanged();
    }

    private void indexesChanged() {
        List<OrderedIndex> found = getIndexes().stream()
                .filter(OrderedIndex.class::isInstance)
                .map(OrderedIndex.class::cast)
                .toList();
        Set<String> paths = new HashSet<>(Set.of(ID));
        boolean all = found.stream().anyMatch(index -> !index.collectPaths(paths));
        indexed = all ? null : FieldNames.ofPaths(paths);
        ordered = found;
    }
}
