package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * An ordered map of a document's values at the index's keys, followed by the document's own key. A document has an entry for
 * each element of an array there.
 */
final class OrderedIndex extends Index<Key> {

    /** The first entry, when any document ever had more than one. */
    private static final byte[] MULTIKEY = {0};

    private static final byte[] NOTHING = {};

    private final MVMap<byte[], byte[]> entries;
    private final boolean unique;
    private final @Nullable Document partial;
    private final @Nullable Filter partialFilter;
    private final boolean built;
    private volatile boolean multikey;

    /** @param built whether it has the entries of all documents already */
    OrderedIndex(
            String name,
            List<IndexKey> keys,
            boolean unique,
            boolean sparse,
            @Nullable Document partial,
            MVMap<byte[], byte[]> entries,
            boolean built) {
        super(name, keys, sparse);
        this.unique = unique;
        this.partial = partial;
        this.partialFilter = partial == null ? null : new Filter(partial);
        this.entries = entries;
        this.built = built;
        this.multikey = entries.containsKey(MULTIKEY);
    }

    MVMap<byte[], byte[]> entries() {
        return entries;
    }

    boolean isBuilt() {
        return built;
    }

    boolean isMultikey() {
        return multikey;
    }

    @Nullable
    Document partial() {
        return partial;
    }

    @Override
    public boolean isSparse() {
        return super.isSparse();
    }

    @Override
    public boolean isUnique() {
        return unique;
    }

    /** The paths that decide a document's entries; false when all of it may. */
    boolean collectPaths(Set<String> into) {
        getKeys().forEach(key -> into.add(key.getKey()));
        return partial == null || Filter.collect(partial, into);
    }

    @Override
    public boolean hasSameOptions(Index<?> other) {
        return other instanceof OrderedIndex index
                && index.unique == unique
                && index.isSparse() == isSparse()
                && Objects.equals(index.partial, partial);
    }

    /** The document's key at the end of an entry, whose length is at the very end. */
    static byte[] idOf(byte[] entry) {
        int end = entry.length - Short.BYTES;
        int length = ((entry[end] & 0xFF) << 8) | (entry[end + 1] & 0xFF);
        return Arrays.copyOfRange(entry, end - length, end);
    }

    private static byte[] entry(byte[] values, byte[] id) {
        return new Bytes(values.length + id.length + Short.BYTES)
                .put(values)
                .put(id)
                .put(id.length >> 8)
                .put(id.length)
                .toArray();
    }

    /** What the document has at the index's keys, in the order of the index; none when the index leaves it out. */
    private List<byte[]> values(Document document) {
        if (partialFilter != null && !partialFilter.accepts(document)) {
            return List.of();
        }
        List<Object> found = new ArrayList<>();
        for (IndexKey key : getKeys()) {
            found.add(Utils.getSubdocumentValueCollectionAware(document, key.getKey()));
        }
        if (isSparse() && found.stream().allMatch(Missing.class::isInstance)) {
            return List.of();
        }
        requireOneArray(document, found);
        List<byte[]> values = List.of(NOTHING);
        for (IndexKey key : getKeys()) {
            values = combined(values, KeyValues.of(document, key.getKey()), key.isAscending());
        }
        return values;
    }

    private void requireOneArray(Document document, List<Object> found) {
        if (found.stream().filter(Collection.class::isInstance).count() > 1) {
            getKeyValues(document);
        }
    }

    private static List<byte[]> combined(List<byte[]> before, List<@Nullable Object> here, boolean ascending) {
        List<byte[]> after = new ArrayList<>();
        for (byte[] prefix : before) {
            here.forEach(value -> after.add(KeyValues.component(prefix, value, ascending)));
        }
        return after;
    }

    /** A value after others, in an index's bounds. */
    static byte[] component(byte[] prefix, @Nullable Object value, boolean ascending) {
        boolean isEmpty = value instanceof Collection<?> array && array.isEmpty();
        return KeyValues.component(prefix, isEmpty ? KeyValues.EMPTY : value, ascending);
    }

    private Set<byte[]> entriesOf(Document document) {
        byte[] id = OrderedBytes.of(document.get("_id"));
        Set<byte[]> all = new TreeSet<>(Arrays::compareUnsigned);
        values(document).forEach(values -> all.add(entry(values, id)));
        return all;
    }

    @Override
    public Key getPosition(Document document) {
        return Key.of(document.get("_id"));
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Key> collection) {
        byte[] id = unique ? OrderedBytes.of(document.get("_id")) : NOTHING;
        for (byte[] values : values(document)) {
            if (unique && isTaken(values, id)) {
                throw new DuplicateKeyError(this, collection, getKeys(), valuesAt(document));
            }
        }
    }

    private boolean isTaken(byte[] values, byte[] id) {
        Range same = Range.startingWith(values);
        for (var cursor = entries.cursor(same.from()); cursor.hasNext(); ) {
            byte[] entry = cursor.next();
            if (same.ends(entry)) {
                return false;
            }
            if (!Arrays.equals(idOf(entry), id)) {
                return true;
            }
        }
        return false;
    }

    private KeyValue valuesAt(Document document) {
        return new KeyValue(getKeys().stream()
                .map(key -> Utils.getSubdocumentValueCollectionAware(document, key.getKey()))
                .map(value -> value instanceof Missing ? null : value)
                .toList());
    }

    @Override
    public void add(Document document, Key position, MongoCollection<Key> collection) {
        Set<byte[]> added = entriesOf(document);
        noteIfSeveral(added);
        added.forEach(entry -> entries.put(entry, NOTHING));
    }

    private void noteIfSeveral(Set<byte[]> added) {
        if (added.size() > 1 && !multikey) {
            entries.put(MULTIKEY, NOTHING);
            multikey = true;
        }
    }

    @Override
    public Key remove(Document document) {
        entriesOf(document).forEach(entries::remove);
        return getPosition(document);
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Key> collection) {
        checkAdd(after, collection);
    }

    @Override
    public void updateInPlace(Document before, Document after, Key position, MongoCollection<Key> collection) {
        Set<byte[]> removed = entriesOf(before);
        Set<byte[]> added = entriesOf(after);
        Set<byte[]> kept = new TreeSet<>(Arrays::compareUnsigned);
        kept.addAll(removed);
        kept.retainAll(added);
        removed.removeAll(kept);
        noteIfSeveral(added);
        added.removeAll(kept);
        removed.forEach(entries::remove);
        added.forEach(entry -> entries.put(entry, NOTHING));
    }

    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Key> getPositions(Document query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getCount() {
        return entries.sizeAsLong() - (multikey ? 1 : 0);
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public void drop() {}
}
