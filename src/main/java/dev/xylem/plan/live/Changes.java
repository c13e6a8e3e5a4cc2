package dev.xylem.plan.live;

import dev.xylem.plan.Plan;
import dev.xylem.plan.Rows;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** What happens in collections, whoever does it. Each method may throw a {@link dev.xylem.api.ProblemException}. */
public interface Changes {

    /**
     * From now on the follower hears what happens.
     *
     * @param watch says of what, and what is made of it; not from where on
     * @param after from where on; null for now
     */
    Following follow(Plan.Watch watch, @Nullable BsonDocument after, Follower follower);

    /**
     * All documents that a feed shows, whole.
     *
     * @param most how many there may be
     */
    Rows snapshot(Plan.Watch watch, int most);

    /** Who hears what happens: one call at a time, in order. */
    interface Follower {
        /** Everything after that position is told; said first, to who did not name one. */
        void begins(BsonDocument position);

        /** It happened before the call of {@link #follow}, which waits for this to return. */
        void missed(Occurrence occurrence);

        /** It happened just now; many wait for this to return. */
        void happened(Occurrence occurrence);
    }

    /** Until it is closed. */
    interface Following extends AutoCloseable {
        /** Waits until all that was done before this call is told; false when that can't be waited for. */
        boolean settle();

        @Override
        void close();
    }
}
