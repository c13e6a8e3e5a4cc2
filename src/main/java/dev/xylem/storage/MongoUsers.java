package dev.xylem.storage;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import dev.xylem.api.Namespace;
import dev.xylem.api.Query.Concerns;
import dev.xylem.config.MongoUsersSetting;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** A collection of users, read by id. */
public final class MongoUsers {
    private final MongoUsersSetting setting;
    private final Store store;
    private final Collections collections;
    private final Lookups<String, BsonDocument> known;

    public MongoUsers(Store store, MongoUsersSetting setting) {
        this.setting = setting;
        this.store = store;
        this.collections = new Collections(store);
        this.known = new Lookups<>(setting.cacheSize(), setting.cacheTtl(), this::read);
    }

    /**
     * The user's document, at most as old as the setting allows; absence is never remembered.
     *
     * @throws dev.xylem.api.ProblemException 503 when the store does not answer
     */
    public Optional<BsonDocument> find(String user) {
        try {
            return setting.cached() ? known.get(user) : Optional.ofNullable(read(user));
        } catch (MongoException e) {
            throw store.errors().map(e);
        }
    }

    /** The next question about the user goes to the store. */
    public void forget(String user) {
        known.forget(user);
    }

    /** A property that is a list would match each of its elements: what counts is that it is this text. */
    private @Nullable BsonDocument read(String user) {
        var id = new BsonString(user);
        BsonDocument found =
                collection().find(Filters.eq(setting.idProperty(), id)).first();
        return found != null && id.equals(found.get(setting.idProperty())) ? found : null;
    }

    /** True where there is no user at all. */
    public boolean isEmpty() {
        try {
            return collection().find().limit(1).first() == null;
        } catch (MongoException e) {
            throw store.errors().map(e);
        }
    }

    /** False when a user of that {@code _id} is there already. */
    public boolean create(BsonDocument user) {
        try {
            collection().insertOne(user);
            return true;
        } catch (MongoException e) {
            if (MongoErrors.isDuplicateKey(e)) {
                return false;
            }
            throw store.errors().map(e);
        }
    }

    private MongoCollection<BsonDocument> collection() {
        return collections
                .get(new Namespace(setting.database(), setting.collection()), Concerns.DEFAULT)
                .withDocumentClass(BsonDocument.class);
    }
}
