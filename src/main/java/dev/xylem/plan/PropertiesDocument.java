package dev.xylem.plan;

import dev.xylem.api.Namespace;
import dev.xylem.api.Resource;
import org.bson.BsonString;

/** Where the properties of databases and collections are stored, the same as RESTHeart: {@code <db>._properties}. */
public final class PropertiesDocument {
    /** The collection, in each database, that holds them. */
    public static final String COLLECTION = "_properties";

    private static final String DATABASE_ID = "_properties";
    private static final String COLLECTION_ID_PREFIX = "_properties.";

    private PropertiesDocument() {}

    public static Namespace namespace(String database) {
        return new Namespace(database, COLLECTION);
    }

    public static BsonString idOfDatabase() {
        return new BsonString(DATABASE_ID);
    }

    public static BsonString idOfCollection(String collection) {
        return new BsonString(COLLECTION_ID_PREFIX + collection);
    }

    /** Where the properties of a container lie; the root has none. */
    static Namespace namespaceOf(Resource.Container container) {
        return switch (container) {
            case Resource.Database(String name) -> namespace(name);
            case Resource.Collection(Namespace namespace) -> namespace(namespace.database());
            case Resource.Root _ -> throw new IllegalArgumentException("the root has no properties");
        };
    }

    static BsonString idOf(Resource.Container container) {
        return switch (container) {
            case Resource.Database _ -> idOfDatabase();
            case Resource.Collection(Namespace namespace) -> idOfCollection(namespace.collection());
            case Resource.Root _ -> throw new IllegalArgumentException("the root has no properties");
        };
    }
}
