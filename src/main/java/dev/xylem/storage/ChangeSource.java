package dev.xylem.storage;

import dev.xylem.plan.live.Occurrence;
import java.time.Duration;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** Where a {@link ChangeHub} learns what happens in its collection. */
interface ChangeSource {

    /**
     * Tells from there on.
     *
     * @param after null for now
     * @throws PositionLost when what happened since can't be told
     */
    Stream open(@Nullable BsonDocument after);

    /** False when the server is stopping. */
    boolean isOpen();

    /** How long a hub stays open when nobody follows any more. */
    Duration kept();

    /** What happens, in order. */
    interface Stream extends AutoCloseable {
        /**
         * What happened, after a short wait where nothing did.
         *
         * @param into gets it
         * @return true when all that was done before this call is told
         * @throws PositionLost when it can't go on
         */
        boolean read(List<Occurrence> into);

        /** Behind all that was read; null where that is not known yet. */
        @Nullable
        BsonDocument position();

        @Override
        void close();
    }
}
