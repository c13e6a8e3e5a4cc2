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
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.InvalidIdFieldError;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
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
    private static final Document ALL = new Document();
    private static final ScopedValue<Matching> MATCHING = ScopedValue.newInstance();

    private final MapStore store;
    private final MVMap<byte[], byte[]> documents;
    private final ChangeLog log;

    /** The indexes but that of _id. */
    private volatile List<OrderedIndex> ordered = List.of();

    /** What the indexes need of a document; null: all of it. */
    private volatile @Nullable FieldNames indexed = FieldNames.ID;

    /** What the running update does; null while none runs. Guarded by this. */
    private @Nullable FoundAndModified running;

    /** Whether the running upsert asks for the null _id. Guarded by this. */
    private boolean upsertsNullId;

    EmbeddedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            CursorRegistry cursors,
            MapStore store,
            ChangeLog log) {
        super(database, name, options, cursors);
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
        Scan scan = new Scan(documents, access, new Filter(query.filter()));
        return query.sort().isEmpty() || access.inOrder()
                ? new Matches.InOrder(scan, query)
                : new Sorted(documents, scan, query);
    }

    FindCursor open(long id, Query query, @Nullable Document projection) {
        return new FindCursor(id, this, find(query), projection);
    }

    Explanation explain(Query query) {
        return new Explanation(getFullName(), documents, access(query), query);
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

    /** Lets an aggregation that begins with these conditions look for no more than they need. */
    <T> T matching(Document conditions, Supplier<T> aggregation) {
        Matching mine = new Matching(this, conditions);
        return ScopedValue.where(MATCHING, mine).call(aggregation::get);
    }

    /** What the aggregation of this thread begins with; for the first time that it reads the collection. */
    @Override
    public Iterable<Document> queryAll() {
        Matching matching = MATCHING.isBound() ? MATCHING.get() : null;
        return handleQuery(matching != null && matching.take(this) ? matching.conditions : ALL);
    }

    private static final class Matching {
        private final EmbeddedCollection collection;
        private final Document conditions;
        private boolean taken;

        Matching(EmbeddedCollection collection, Document conditions) {
            this.collection = collection;
            this.conditions = conditions;
        }

        boolean take(EmbeddedCollection reader) {
            boolean first = !taken && reader == collection;
            taken |= first;
            return first;
        }
    }

    @Override
    protected QueryResult queryDocuments(
            @Nullable Document filter,
            @Nullable Document sort,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document fields) {
        Query query = Query.of(filter, sort, skip, Math.abs(limit));
        if (fields != null && !fields.isEmpty()) {
            List<RawBson> found = new ArrayList<>();
            Matches matches = find(query);
            while (matches.hasNext()) {
                found.add(new RawBson(matches.next()));
            }
            return new QueryResult(project(found, fields));
        }
        return new QueryResult(Thread.holdsLock(this) ? toChange(query) : () -> decoded(find(query)));
    }

    private static Iterator<Document> decoded(Matches matches) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return matches.hasNext();
            }

            @Override
            public Document next() {
                return BsonReader.read(matches.next());
            }
        };
    }

    /** The documents are settled before the first of them changes; none is looked for that will not. */
    private Iterable<Document> toChange(Query query) {
        FoundAndModified update = running;
        Query needed =
                update == null || update.toAll() ? query : Query.of(query.filter(), query.sort(), query.skip(), 1);
        List<Key> keys = new ArrayList<>();
        Matches matches = find(needed);
        while (matches.hasNext()) {
            keys.add(new Key(matches.id()));
            matches.next();
        }
        if (update != null && !keys.isEmpty()) {
            update.matched();
        }
        return () -> keys.stream().map(key -> toUpdate(key, update)).iterator();
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
        put(key, BsonWriter.write(document));
        return key;
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
        Document resolved = BitUpdate.isIn(query.get("update")) ? withoutBits(query, filter) : query;
        FoundAndModified outcome = FoundAndModified.by(resolved);
        return outcome.complete(updating(outcome, filter, () -> super.findAndModify(resolved)));
    }

    private Document withoutBits(Document findAndModify, Document filter) {
        Document order = findAndModify.get("sort") instanceof Document given ? given : ALL;
        Document resolved = findAndModify.clone();
        Document update = (Document) Objects.requireNonNull(findAndModify.get("update"));
        resolved.put("update", BitUpdate.resolved(update, first(filter, order)));
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
        if (BitUpdate.isIn(update)) {
            return multi
                    ? updateEachWithBits(selector, update, filters, oplog)
                    : updateDocuments(
                            selector, BitUpdate.resolved(update, first(selector, ALL)), filters, false, upsert, oplog);
        }
        return updating(
                FoundAndModified.by(update, multi),
                selector,
                () -> super.updateDocuments(selector, update, filters, multi, upsert, oplog));
    }

    private Document updateEachWithBits(Document selector, Document update, ArrayFilters filters, Oplog oplog) {
        int matched = 0;
        int modified = 0;
        for (Document document : toChange(Query.of(selector, ALL, 0, 0))) {
            Document one = new Document(ID, new Document("$eq", document.get(ID)));
            Document reply = updateDocuments(one, BitUpdate.resolved(update, document), filters, false, false, oplog);
            matched += ((Number) Objects.requireNonNull(reply.get("n"))).intValue();
            modified += ((Number) Objects.requireNonNull(reply.get("nModified"))).intValue();
        }
        return new Document("n", matched).append("nModified", modified);
    }

    /** A problem when it names none of the indexes. */
    void checkHint(@Nullable Object hint) {
        IndexHint.check(hint, getIndexes());
    }

    private Document updating(FoundAndModified outcome, Document selector, Supplier<Document> update) {
        running = outcome;
        upsertsNullId = Clause.Clauses.of(selector).on(ID).stream()
                .anyMatch(clause -> clause.operator() == Clause.Operator.EQUAL && clause.value() == null);
        try {
            return update.get();
        } finally {
            running = null;
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
