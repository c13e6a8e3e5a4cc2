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
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Change streams: one for each collection that is watched, whatever its feeds want of it, and one for each stored stream. */
final class MongoChanges implements Changes {
    /** Each takes a connection of its own. */
    private static final int MOST_STREAMS = 400;

    private final Store store;
    private final Collections collections;
    private final @Nullable OwnWrites own;
    private final ConcurrentHashMap<Watched, ChangeHub> hubs = new ConcurrentHashMap<>();

    /** @param stages of a stored stream; null for the collection as it is */
    private record Watched(Namespace namespace, @Nullable List<BsonDocument> stages) {}

    /** @param own where the store does not tell of changes; else null */
    MongoChanges(Store store, Collections collections, @Nullable OwnWrites own) {
        this.own = own;
        this.store = store;
        this.collections = collections;
    }

    int streams() {
        return hubs.size();
    }

    @Override
    public Following follow(Plan.Watch watch, @Nullable BsonDocument after, Follower follower) {
        var watched = new Watched(watch.namespace(), watch.stages());
        try {
            while (true) {
                ChangeHub hub = hubs.computeIfAbsent(watched, this::hub);
                Following following = hub.follow(after, follower);
                if (following != null) {
                    return following;
                }
                hubs.remove(watched, hub);
            }
        } catch (MongoException e) {
            throw store.errors().map(e);
        }
    }

    private ChangeHub hub(Watched watched) {
        if (hubs.size() >= MOST_STREAMS) {
            throw Problem.of(
                            ProblemType.TOO_MANY_FEEDS,
                            "More than " + MOST_STREAMS + " collections are watched already; try again later.")
                    .header("Retry-After", "10")
                    .exception();
        }
        return new ChangeHub(watched.namespace, source(watched), closed -> hubs.remove(watched, closed));
    }

    private ChangeSource source(Watched watched) {
        return own == null || watched.stages != null
                ? new ChangeStreams(store, watched.namespace, watched.stages)
                : own.source(watched.namespace);
    }

    /** @throws dev.xylem.api.ProblemException 413 when there are more */
    @Override
    public Rows snapshot(Plan.Watch watch, int most) {
        try {
            var collection = collections.bulk(watch.namespace(), concerns());
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
    private Concerns concerns() {
        if (own != null) {
            return OwnChanges.latest(Concerns.DEFAULT);
        }
        // a secondary may be behind the position of the stream, and what it lacks would never be told
        return store.isShared() ? new Concerns("majority", "primary", null) : Concerns.DEFAULT;
    }
}
