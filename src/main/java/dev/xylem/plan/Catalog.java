package dev.xylem.plan;

import dev.xylem.api.Namespace;
import java.util.Optional;
import org.bson.RawBsonDocument;

/** What exists, and the stored properties of it. An answer may be a second old where another process changed something meanwhile. */
public interface Catalog {

    /** @param properties as stored, with their {@code _id}; empty where nothing is stored */
    record Entry(RawBsonDocument properties) {}

    /** Empty when there is no such database. */
    Optional<Entry> database(String name);

    /** Empty when there is no such collection. */
    Optional<Entry> collection(Namespace namespace);

    /** What seals the cursors of this store. */
    CursorSeal cursors();

    /** What the store can do. */
    Capabilities capabilities();

    /** True when feeds carry what this server writes, and nothing else. */
    boolean ownWrites();
}
