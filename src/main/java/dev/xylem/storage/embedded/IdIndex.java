package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import java.util.Arrays;
import java.util.List;
import org.h2.mvstore.MVMap;

/** The index that the documents themselves are: their map is in the order of _id. */
final class IdIndex extends Index<Key> {

    static final String NAME = "_id_";

    private final MVMap<byte[], byte[]> documents;

    IdIndex(MVMap<byte[], byte[]> documents) {
        super(NAME, List.of(new IndexKey("_id", true)), false);
        this.documents = documents;
    }

    @Override
    public boolean isUnique() {
        return true;
    }

    @Override
    public Key getPosition(Document document) {
        return Key.of(document.get("_id"));
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Key> collection) {
        if (documents.containsKey(OrderedBytes.of(document.get("_id")))) {
            throw new DuplicateKeyError(this, collection, getKeys(), new KeyValue(Arrays.asList(document.get("_id"))));
        }
    }

    @Override
    public void add(Document document, Key position, MongoCollection<Key> collection) {}

    @Override
    public Key remove(Document document) {
        return getPosition(document);
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Key> collection) {}

    @Override
    public void updateInPlace(Document before, Document after, Key position, MongoCollection<Key> collection) {}

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
        return documents.sizeAsLong();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public void drop() {}
}
