package dev.xylem.http;

import dev.xylem.api.Problem;
import dev.xylem.http.Door.Ending;
import dev.xylem.plan.Plan;
import dev.xylem.plan.live.FeedEvent;
import dev.xylem.plan.live.Mark;
import dev.xylem.plan.live.Occurrence;
import dev.xylem.plan.live.Sight;
import dev.xylem.plan.live.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What an open feed knows, for several threads: one begins it, one tells what happens, one empties its outbox, one looks after it. Nothing here
 * waits or sends.
 */
final class FeedState {
    private static final long MOST_BYTES = 16L << 20;

    private final Outbox outbox;
    private Plan.Watch watch;
    private @Nullable Tracker tracker;
    private List<FeedEvent> first = List.of();
    private Phase phase = Phase.BEGINNING;
    private boolean draining;

    /** Why it has to begin anew, though it has only just begun. */
    private @Nullable String again;

    private @Nullable Last last;

    private enum Phase {
        /** A thread reads what is there; what happens meanwhile waits. */
        BEGINNING,
        /** The outbox is emptied. */
        FLOWING
    }

    /** How it ends. */
    record Last(Ending why, Problem problem) {}

    /** What is to be sent; where that is nothing, how it ends; where that is nothing, too, nothing is to be done. */
    record Next(@Nullable FeedEvent event, @Nullable Last last) {}

    /** What it shows, and how. */
    record View(Plan.Watch watch, Sight sight) {}

    /** @param longestQueue how many events may wait for long */
    FeedState(Plan.Watch watch, int longestQueue) {
        this.watch = watch;
        this.outbox = new Outbox(longestQueue);
    }

    synchronized Plan.Watch watch() {
        return watch;
    }

    /** Null when the feed is somebody else's now. */
    synchronized @Nullable View view() {
        return tracker == null ? null : new View(watch, tracker.sight());
    }

    /** It shows nothing any more: another connection goes on with it. */
    synchronized void forget() {
        tracker = null;
    }

    // -- how it begins

    /** Nothing was shown, nothing waits. */
    synchronized Tracker beginAnew() {
        again = null;
        outbox.clear();
        draining = false;
        first = List.of();
        long feed = ThreadLocalRandom.current().nextLong();
        Tracker fresh = watch.snapshot()
                ? Tracker.withSnapshot(watch.sight(), feed, 0)
                : Tracker.withoutSnapshot(watch.sight(), feed, 0);
        tracker = fresh;
        return fresh;
    }

    /** All that it has shown is known. */
    synchronized void goOn(Tracker known) {
        tracker = known;
        first = known.settle();
    }

    synchronized void startAt(BsonDocument position) {
        current().startAt(position);
        if (!watch.snapshot()) {
            first = current().settle();
        }
    }

    /** Why it has to begin anew, if it has. */
    synchronized @Nullable String again() {
        return again;
    }

    /** What comes before everything else. */
    synchronized List<FeedEvent> firstWords(@Nullable String reset) {
        List<FeedEvent> words = new ArrayList<>();
        if (reset != null) {
            words.add(FeedEvent.reset(reset, current().mark(Mark.Kind.RESET)));
        }
        words.addAll(first);
        first = List.of();
        return words;
    }

    /** Empty when it has to begin anew. */
    synchronized Optional<FeedEvent> shown(RawBsonDocument row) {
        return again == null ? Optional.of(current().snapshot(row)) : Optional.empty();
    }

    /** What happened while it began from its own past, to be sent at once. */
    synchronized Optional<FeedEvent> missed(Occurrence.News news) {
        return current().on(news);
    }

    /** True when it needs to know what happened while the snapshot was read. */
    synchronized boolean isUnsettled() {
        return again == null && last == null;
    }

    synchronized List<FeedEvent> settle() {
        return isUnsettled() ? current().settle() : List.of();
    }

    /** From now on the outbox is emptied; or why not. */
    synchronized @Nullable String flow() {
        if (again == null) {
            phase = Phase.FLOWING;
            outbox.startPatience();
        }
        return again;
    }

    private Tracker current() {
        if (tracker == null) {
            throw new IllegalStateException("the feed has not begun");
        }
        return tracker;
    }

    // -- what happens to it

    /** True when more waits than may. */
    synchronized boolean queue(Occurrence.News news) {
        if (last != null || tracker == null) {
            return false;
        }
        tracker.on(news).ifPresent(outbox::add);
        return outbox.bytes() + tracker.kept() > MOST_BYTES;
    }

    /** The end, behind all that waits. */
    synchronized void endAfterReset(String reason, Last end) {
        if (last == null && tracker != null) {
            outbox.add(FeedEvent.reset(reason, tracker.mark(Mark.Kind.RESET)));
            last = end;
        }
    }

    /** Nothing that waits is sent any more; returns how it ends. */
    synchronized Last end(Last end) {
        Last known = last;
        if (known == null || !outbox.isEmpty()) {
            known = end;
            last = end;
        }
        outbox.clear();
        return known;
    }

    /**
     * It has to begin anew.
     *
     * @param changed what it shows from now on; null for the same
     * @return true when a thread must see to it; else the one that begins it right now does
     */
    synchronized boolean restart(String reason, Plan.@Nullable Watch changed) {
        if (changed != null) {
            watch = changed;
        }
        if (last != null) {
            return false;
        }
        again = reason;
        boolean flowed = phase == Phase.FLOWING;
        if (flowed) {
            phase = Phase.BEGINNING;
            outbox.clear();
        }
        return flowed;
    }

    /** True when that shows no more and no less, so that nothing else is to be done. */
    synchronized boolean renew(Plan.Watch now) {
        if (tracker == null) {
            return true;
        }
        boolean same = tracker.sight().isSameAs(now);
        if (same) {
            watch = now;
            tracker.look(now.sight());
        }
        return same;
    }

    synchronized boolean isSlowFor(long nanos, long now) {
        return phase == Phase.FLOWING && outbox.isOverFor(nanos, now);
    }

    // -- how the outbox is emptied

    /** True for the one who does it, when there is something to do. */
    synchronized boolean startDraining() {
        if (phase != Phase.FLOWING || draining || (outbox.isEmpty() && last == null)) {
            return false;
        }
        draining = true;
        return true;
    }

    /** Where there is no event, the draining is over. */
    synchronized Next next() {
        if (phase != Phase.FLOWING) {
            draining = false;
            return new Next(null, null);
        }
        FeedEvent event = outbox.next();
        draining = event != null;
        return new Next(event, last);
    }
}
