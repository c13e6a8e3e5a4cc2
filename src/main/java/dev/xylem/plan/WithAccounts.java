package dev.xylem.plan;

import dev.xylem.api.Namespace;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** A catalog in which the collections behind {@code /_users} are always there, with or without properties. */
record WithAccounts(Catalog catalog, Accounts accounts) implements Catalog {
    private static final Entry EMPTY = new Entry(new RawBsonDocument(new BsonDocument(), new BsonDocumentCodec()));

    @Override
    public Optional<Entry> database(String name) {
        return catalog.database(name);
    }

    @Override
    public Optional<Entry> collection(Namespace namespace) {
        Optional<Entry> found = catalog.collection(namespace);
        return found.isEmpty() && accounts.make(namespace) ? Optional.of(EMPTY) : found;
    }

    @Override
    public CursorSeal cursors() {
        return catalog.cursors();
    }

    @Override
    public Capabilities capabilities() {
        return catalog.capabilities();
    }

    @Override
    public boolean ownWrites() {
        return catalog.ownWrites();
    }
}
