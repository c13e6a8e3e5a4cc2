package dev.xylem.storage;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import dev.xylem.api.Namespace;
import dev.xylem.api.Query.Concerns;
import dev.xylem.api.StoredToken;
import dev.xylem.api.TokenStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jboss.logging.Logger;

/** Tokens in a database of ours that is never served: all nodes on one store know them. */
public final class MongoTokens implements TokenStore {
    private static final Logger LOG = Logger.getLogger(MongoTokens.class);
    private static final Namespace NAMESPACE = new Namespace("_xylem", "tokens");

    private final Store store;
    private final Collections collections;
    private final AtomicBoolean prepared = new AtomicBoolean();

    public MongoTokens(Store store) {
        this.store = store;
        this.collections = new Collections(store);
    }

    @Override
    public void put(StoredToken token, int most) {
        asking(() -> {
            prepare();
            collection().deleteMany(Filters.lt("until", new BsonDateTime(System.currentTimeMillis())));
            collection().insertOne(document(token));
            List<BsonValue> old = collection()
                    .find(Filters.eq("user", token.user()))
                    .sort(Sorts.descending("created"))
                    .skip(most)
                    .projection(Projections.include("_id"))
                    .map(found -> found.get("_id"))
                    .into(new ArrayList<>());
            if (!old.isEmpty()) {
                collection().deleteMany(Filters.in("_id", old));
            }
            return true;
        });
    }

    /** Ended tokens go by themselves where the store can do that; elsewhere they go when the next one is put. */
    private void prepare() {
        if (prepared.compareAndSet(false, true)) {
            index("until", new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
            index("user", new IndexOptions());
        }
    }

    private void index(String field, IndexOptions options) {
        try {
            collection().createIndex(Indexes.ascending(field), options);
        } catch (MongoException e) {
            LOG.debugf("no index on %s of the tokens: %s", field, e.getClass().getSimpleName());
        }
    }

    @Override
    public Optional<StoredToken> find(String user, String hash) {
        return asking(() -> Optional.ofNullable(
                        collection().find(Filters.eq("_id", hash)).first())
                .map(MongoTokens::token)
                .filter(token -> token.user().equals(user)));
    }

    @Override
    public void prolong(String user, String hash, Instant until) {
        asking(() -> collection()
                .updateOne(Filters.eq("_id", hash), Updates.max("until", new BsonDateTime(until.toEpochMilli()))));
    }

    @Override
    public void removeAll(String user) {
        asking(() -> collection().deleteMany(Filters.eq("user", user)));
    }

    @Override
    public boolean isShared() {
        return true;
    }

    private static BsonDocument document(StoredToken token) {
        return new BsonDocument("_id", new BsonString(token.hash()))
                .append("user", new BsonString(token.user()))
                .append(
                        "roles",
                        new BsonArray(
                                token.roles().stream().map(BsonString::new).toList()))
                .append("properties", token.properties())
                .append("print", new BsonString(token.print()))
                .append("created", new BsonDateTime(token.created().toEpochMilli()))
                .append("until", new BsonDateTime(token.until().toEpochMilli()));
    }

    private static StoredToken token(BsonDocument document) {
        return new StoredToken(
                document.getString("_id").getValue(),
                document.getString("user").getValue(),
                document.getArray("roles").stream()
                        .map(role -> role.asString().getValue())
                        .collect(Collectors.toSet()),
                document.getDocument("properties"),
                document.getString("print").getValue(),
                Instant.ofEpochMilli(document.getDateTime("created").getValue()),
                Instant.ofEpochMilli(document.getDateTime("until").getValue()));
    }

    private MongoCollection<BsonDocument> collection() {
        return collections.get(NAMESPACE, Concerns.DEFAULT).withDocumentClass(BsonDocument.class);
    }

    private interface Question<T> {
        T ask();
    }

    private <T> T asking(Question<T> question) {
        try {
            return question.ask();
        } catch (MongoException e) {
            throw store.errors().map(e);
        }
    }
}
