package dev.xylem.http;

import dev.xylem.api.ApiResponse.Bytes;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.http.Door.Ending;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Rows;
import dev.xylem.plan.live.Changes.Follower;
import dev.xylem.plan.live.Changes.Following;
import dev.xylem.plan.live.FeedEvent;
import dev.xylem.plan.live.Mark;
import dev.xylem.plan.live.Occurrence;
import dev.xylem.plan.live.Sight;
import dev.xylem.plan.live.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One open feed. It begins on the thread of its request, which reads the snapshot and waits while the client is slow; from then on it has no
 * thread: what happens is put into its outbox, which the event loop of its connection empties.
 */
final class LiveFeed implements Follower {
    private static final long MOST_BYTES = 16L << 20;
    private static final int ROWS_AT_ONCE = 32;

    private final Feeds feeds;
    private final Lasting lasting;
    private final Door door;
    private final String name;
    private final Speaker speaker;
    private final FeedCare care = new FeedCare(this);

    // guarded by this
    private final Outbox outbox;
    private Plan.Watch watch;
    private @Nullable Tracker tracker;
    private @Nullable Following following;
    private List<FeedEvent> first = List.of();
    private long remembered;
    private State state = State.BEGINNING;
    private boolean draining;

    /** Why it has to begin anew, though it has only just begun. */
    private @Nullable String again;

    private @Nullable Last last;

    private enum State {
        /** A thread reads what is there; what happens meanwhile waits. */
        BEGINNING,
        /** The outbox is emptied. */
        FLOWING
    }

    /** How it ends. */
    private record Last(Ending why, Problem problem) {}

    /** @param name of its request in the log */
    LiveFeed(Feeds feeds, Lasting lasting, Door door, String name) {
        this.feeds = feeds;
        this.lasting = lasting;
        this.door = door;
        this.name = name;
        this.speaker = new Speaker(door, feeds.streamTime(), this::speak);
        this.outbox = new Outbox(feeds.longestQueue());
        this.watch = lasting.body().watch();
    }

    Lasting lasting() {
        return lasting;
    }

    Feeds feeds() {
        return feeds;
    }

    /**
     * Returns when the feed is live, or over.
     *
     * @throws ProblemException as long as nothing is sent
     */
    void begin() {
        try {
            Mark after = watch.after();
            if (after == null || after.kind() == Mark.Kind.RESET) {
                beginAnew(null);
            } else {
                goOn(after);
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException e) {
        leave();
        if (!speaker.isOpened()) {
            throw e;
        }
        if (e instanceof ProblemException known && known.problem().type() == ProblemType.FEED_TOO_SLOW) {
            end(Ending.SLOW, known.problem());
        } else if (e instanceof StreamedReply.BrokenOff) {
            over();
        } else {
            end(Ending.FAILED, feeds.problemOf(e, name));
        }
    }

    /** After what the client has seen already, where that is possible. */
    private void goOn(Mark after) {
        Sight sight = watch.sight();
        Optional<Tracker> known = after.kind() == Mark.Kind.LIVE && sight.hasPrint(after)
                ? feeds.goingOn(after, sight, watch.snapshot())
                : Optional.empty();
        if (known.isEmpty()) {
            beginAnew(after.kind() == Mark.Kind.SNAPSHOT ? "incomplete" : "unknown-position");
            return;
        }
        synchronized (this) {
            tracker = known.get();
            feeds.remember(this, tracker);
            first = tracker.settle();
        }
        follow(after.token());
        String reason = pending();
        if (reason == null) {
            openWith(null);
            reason = live();
        }
        if (reason != null) {
            beginAnew(reason);
        }
    }

    private synchronized @Nullable String pending() {
        return again;
    }

    private void follow(@Nullable BsonDocument after) {
        Following now = lasting.body().changes().follow(after, this);
        synchronized (this) {
            following = now;
        }
        if (speaker.isGone()) {
            leave();
        }
    }

    @Override
    public void begins(BsonDocument position) {
        synchronized (this) {
            current().startAt(position);
            if (!watch.snapshot()) {
                first = current().settle();
            }
        }
    }

    private void beginAnew(@Nullable String reason) {
        String why = reason;
        do {
            why = begun(why);
        } while (why != null);
    }

    /** Shows all there is; returns why that has to be done once more, if it has. */
    private @Nullable String begun(@Nullable String reason) {
        leave();
        Plan.Watch asked;
        synchronized (this) {
            again = null;
            asked = watch;
            outbox.clear();
            draining = false;
            first = List.of();
            tracker = fresh(asked);
            feeds.remember(this, tracker);
        }
        follow(null);
        if (asked.snapshot()) {
            try (Rows rows = snapshot(asked)) {
                openWith(reason);
                send(rows);
            }
            settle();
        } else {
            openWith(reason);
        }
        return live();
    }

    private static Tracker fresh(Plan.Watch asked) {
        Sight sight = asked.sight();
        long feed = ThreadLocalRandom.current().nextLong();
        return asked.snapshot() ? Tracker.withSnapshot(sight, feed, 0) : Tracker.withoutSnapshot(sight, feed, 0);
    }

    /** Few at a time get their first documents from the store. */
    private Rows snapshot(Plan.Watch asked) {
        return feeds.admitted(() -> {
            Rows rows = lasting.body().changes().snapshot(asked, feeds.mostOfSnapshot());
            try {
                boolean _ = rows.hasNext();
                return rows;
            } catch (RuntimeException e) {
                rows.close();
                throw e;
            }
        });
    }

    private void openWith(@Nullable String reason) {
        List<FeedEvent> words = new ArrayList<>();
        synchronized (this) {
            if (reason != null) {
                words.add(FeedEvent.reset(reason, current().mark(Mark.Kind.RESET)));
            }
            words.addAll(first);
            first = List.of();
        }
        speaker.open(this::over);
        speaker.send(words);
    }

    private Tracker current() {
        if (tracker == null) {
            throw new IllegalStateException("the feed has not begun");
        }
        return tracker;
    }

    private void send(Rows rows) {
        long end = System.nanoTime() + feeds.streamTime().toNanos();
        var batch = new ArrayList<FeedEvent>(ROWS_AT_ONCE);
        while (rows.hasNext()) {
            RawBsonDocument row = rows.next();
            synchronized (this) {
                if (again != null) {
                    return;
                }
                batch.add(current().snapshot(row));
            }
            if (batch.size() == ROWS_AT_ONCE || !rows.hasNext()) {
                speaker.send(batch);
                batch.clear();
            }
            if (System.nanoTime() > end) {
                throw Speaker.tooSlow("The snapshot took longer than limits.stream-time.")
                        .exception();
            }
        }
    }

    private void settle() {
        Following now;
        synchronized (this) {
            now = following;
        }
        boolean settled = now != null && now.settle();
        List<FeedEvent> events;
        synchronized (this) {
            if (again != null || last != null) {
                return;
            }
            if (!settled) {
                throw Problem.of(
                                ProblemType.STORE_UNAVAILABLE,
                                "The database does not tell of changes now; try again soon.")
                        .exception();
            }
            events = current().settle();
        }
        speaker.send(events);
    }

    /** From now on the outbox is emptied; or why not. */
    private @Nullable String live() {
        synchronized (this) {
            if (again != null) {
                return again;
            }
            state = State.FLOWING;
            outbox.startPatience();
        }
        drainSoon();
        return null;
    }

    /** On the event loop. */
    private void speak(FeedEvent event) {
        Plan.Watch now;
        Sight sight;
        synchronized (this) {
            if (tracker == null) {
                return;
            }
            now = watch;
            sight = tracker.sight();
        }
        RawBsonDocument shown = event.kind().isState() ? sight.seen(event.raw()) : event.raw();
        Bytes data = lasting.body().events().data(event, shown);
        feeds.meters().sent(event.kind());
        door.send(event.kind().name().toLowerCase(Locale.ROOT), now.ids().seal(event.mark()), data);
    }

    /** On this feed's own thread. */
    @Override
    public void missed(Occurrence occurrence) {
        switch (occurrence) {
            case Occurrence.OfDocument change -> {
                openWith(null);
                Optional<FeedEvent> event;
                synchronized (this) {
                    event = current().on(change);
                }
                event.ifPresent(one -> speaker.send(List.of(one)));
            }
            case Occurrence.Lost _ -> restart("too-old", null);
            case Occurrence.Gone _ -> gone();
        }
    }

    /** On the thread of the change stream. */
    @Override
    public void happened(Occurrence occurrence) {
        switch (occurrence) {
            case Occurrence.OfDocument change -> queue(change);
            case Occurrence.Lost _ -> restart("too-old", null);
            case Occurrence.Gone _ -> gone();
        }
    }

    private void queue(Occurrence.OfDocument change) {
        boolean tooMuch;
        synchronized (this) {
            if (last != null || tracker == null) {
                return;
            }
            tracker.on(change).ifPresent(outbox::add);
            tooMuch = outbox.bytes() + tracker.kept() > MOST_BYTES;
        }
        if (tooMuch) {
            end(Ending.SLOW, Speaker.tooSlow("More than 16 MiB of events wait for it."));
        } else {
            drainSoon();
        }
    }

    private void gone() {
        synchronized (this) {
            if (last != null || tracker == null) {
                return;
            }
            outbox.add(FeedEvent.reset("dropped", tracker.mark(Mark.Kind.RESET)));
            last = new Last(
                    Ending.OVER,
                    Problem.of(ProblemType.COLLECTION_NOT_FOUND, "The collection was dropped or renamed."));
        }
        drainSoon();
    }

    private void drainSoon() {
        synchronized (this) {
            if (state != State.FLOWING || draining || (outbox.isEmpty() && last == null)) {
                return;
            }
            draining = true;
        }
        door.context().runOnContext(_ -> drain());
    }

    private void drain() {
        while (!speaker.isGone()) {
            FeedEvent event;
            Last end;
            synchronized (this) {
                if (state != State.FLOWING) {
                    draining = false;
                    return;
                }
                event = outbox.next();
                end = last;
                draining = event != null;
            }
            if (event == null) {
                if (end != null) {
                    close(end);
                }
                return;
            }
            speak(event);
            if (door.isFull()) {
                door.whenRoom(this::drain);
                return;
            }
        }
    }

    private void close(Last end) {
        door.end(end.why, feeds.words(end.problem, name));
        over(end.why);
    }

    /** Nothing that waits is sent any more. */
    void end(Ending why, Problem problem) {
        Last end;
        synchronized (this) {
            if (last == null || !outbox.isEmpty()) {
                last = new Last(why, problem);
            }
            outbox.clear();
            end = last;
        }
        door.context().runOnContext(_ -> {
            if (!speaker.isGone()) {
                close(end);
            }
        });
    }

    /** The client has left, or was told that this is the end. */
    private void over() {
        over(null);
    }

    private void over(@Nullable Ending why) {
        if (speaker.leave()) {
            feeds.meters().ended(why);
            leave();
            feeds.closed(this);
        }
    }

    /** Under which number it is remembered. */
    synchronized long remembered() {
        return remembered;
    }

    synchronized void rememberedAs(long feed) {
        remembered = feed;
    }

    /** Its client has come back by another connection, which goes on with it. */
    void yieldTo() {
        leave();
        synchronized (this) {
            tracker = null;
        }
        end(Ending.OVER, Problem.of(ProblemType.BAD_CURSOR, "Another connection goes on with this feed."));
    }

    private void leave() {
        Following now;
        synchronized (this) {
            now = following;
            following = null;
        }
        if (now != null) {
            now.close();
        }
    }

    /**
     * Everything is forgotten and shown anew: on a thread of its own, or on the one that shows it right now.
     *
     * @param changed what it shows from now on; null for the same
     */
    private void restart(String reason, Plan.@Nullable Watch changed) {
        synchronized (this) {
            if (changed != null) {
                watch = changed;
            }
            if (last != null) {
                return;
            }
            again = reason;
            if (state == State.BEGINNING) {
                return;
            }
            state = State.BEGINNING;
            outbox.clear();
        }
        Thread.ofVirtual().name("feed-" + name).start(() -> {
            try {
                beginAnew(reason);
            } catch (RuntimeException e) {
                failed(e);
            }
        });
    }

    /** From time to time. */
    void tick(long now) {
        if (!speaker.isGone() && speaker.isOpened()) {
            care.tick(now);
        }
    }

    void beat() {
        door.context().runOnContext(_ -> door.beat());
    }

    synchronized boolean isSlowFor(long nanos, long now) {
        return state == State.FLOWING && outbox.isOverFor(nanos, now);
    }

    /** By other rules than before; of a filter with the time in it, say, only what it means now. */
    void renewed(Plan.Watch now) {
        synchronized (this) {
            if (tracker == null) {
                return;
            }
            if (tracker.sight().isSameAs(now)) {
                watch = now;
                tracker.look(now.sight());
                return;
            }
        }
        restart("rules-changed", now);
    }
}
