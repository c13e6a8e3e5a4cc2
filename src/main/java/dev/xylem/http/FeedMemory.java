package dev.xylem.http;

import dev.xylem.plan.live.Mark;
import dev.xylem.plan.live.Sight;
import dev.xylem.plan.live.Tracker;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What feeds have shown, for a minute after they were cut off. */
final class FeedMemory {
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Map<Long, Kept> kept = new ConcurrentHashMap<>();

    /**
     * One feed's.
     *
     * @param owner who changes it; null when it was cut off
     * @param until when it is forgotten, if it was
     */
    private record Kept(Tracker tracker, @Nullable LiveFeed owner, long until) {}

    void keep(LiveFeed feed, Tracker tracker) {
        left(feed);
        if (!tracker.remembersNothing()) {
            feed.rememberedAs(tracker.feed());
            kept.put(tracker.feed(), new Kept(tracker, feed, 0));
        }
    }

    void left(LiveFeed feed) {
        kept.computeIfPresent(
                feed.remembered(),
                (_, known) ->
                        known.owner == feed ? new Kept(known.tracker, null, System.nanoTime() + KEPT_NANOS) : known);
    }

    /** The feed as it was just after that event. Whoever had it loses it: a client that comes back has left. */
    Optional<Tracker> take(Mark after, Sight sight) {
        Kept known = kept.remove(after.feed());
        if (known == null) {
            return Optional.empty();
        }
        LiveFeed owner = known.owner;
        if (owner != null) {
            owner.yieldTo();
        }
        return known.tracker.backAt(after, sight);
    }

    void tidy(long now) {
        kept.values().removeIf(known -> known.owner == null && now - known.until > 0);
    }
}
