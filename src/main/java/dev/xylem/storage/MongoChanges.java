package dev.xylem.storage;

import com.mongodb.MongoException;
import com.mongodb.client.cursor.TimeoutMode;
import com.mongodb.client.model.CountOptions;
import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.Concerns;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Rows;
import dev.xylem.plan.Shown;
import dev.xylem.plan.live.Changes;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Change streams: one for each collection that is watched, whatever its feeds want of it. */
final class MongoChanges {
    /** Each takes a connection of its own. */
    private static final int MOST_STREAMS = 400;

    private final Store store;
    private final Collections collections;
    private final ConcurrentHashMap<Namespace, ChangeHub> hubs = new ConcurrentHashMap<>();

    MongoChanges(Store store, Collections collections) {
        this.store = store;
        this.collections = collections;
    }

    int streams() {
        return hubs.size();
    }

    Changes of(Namespace namespace) {
        return new Changes() {
            @Override
            public Following follow(@Nullable BsonDocument after, Follower follower) {
                return MongoChanges.this.follow(namespace, after, follower);
            }

            @Override
            public Rows snapshot(Plan.Watch watch, int most) {
                return MongoChanges.this.snapshot(watch, most);
            }
        };
    }

    private Changes.Following follow(Namespace namespace, @Nullable BsonDocument after, Changes.Follower follower) {
        try {
            while (true) {
                ChangeHub hub = hubs.computeIfAbsent(namespace, this::hub);
                Changes.Following following = hub.follow(after, follower);
                if (following != null) {
                    return following;
                }
                hubs.remove(namespace, hub);
            }
        } catch (MongoException e) {
            throw store.errors().map(e);
        }
    }

    private ChangeHub hub(Namespace namespace) {
        if (hubs.size() >= MOST_STREAMS) {
            throw Problem.of(
                            ProblemType.TOO_MANY_FEEDS,
                            "More than " + MOST_STREAMS + " collections are watched already; try again later.")
                    .header("Retry-After", "10")
                    .exception();
        }
        return new ChangeHub(namespace, new ChangeSource(store, namespace), closed -> hubs.remove(namespace, closed));
    }

    /** @throws dev.xylem.api.ProblemException 413 when there are more */
    private Rows snapshot(Plan.Watch watch, int most) {
        try {
            var collection = collections.bulk(watch.namespace(), new Concerns(concern(), null, null));
            BsonDocument query = watch.query();
            if (collection.countDocuments(query, new CountOptions().limit(most + 1)) > most) {
                throw Problem.of(
                                ProblemType.SNAPSHOT_TOO_LARGE,
                                "More than " + most
                                        + " documents are there already (limits.feed-snapshot). Narrow the filter, or take snapshot=false.")
                        .exception();
            }
            var cursor = collection
                    .find(query)
                    .batchSize(CursorRows.BATCH)
                    .timeoutMode(TimeoutMode.ITERATION)
                    .cursor();
            return new HeldRows(new CursorRows(cursor, Shown.ALL), store.errors(), () -> {});
        } catch (MongoException e) {
            throw store.errors().map(e);
        }
    }

    /** What a change stream tells is committed by a majority; so must be what the snapshot shows. */
    private @Nullable String concern() {
        return store.isShared() ? "majority" : null;
    }
}
