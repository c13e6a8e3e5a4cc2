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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One open feed. It begins on the thread of its request, which reads the snapshot and waits while the client is slow; from then on it has no
 * thread: what happens is put into its queue, which the event loop of its connection empties.
 */
final class LiveFeed implements Follower {
    private static final long MOST_BYTES = 16L << 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int ROWS_AT_ONCE = 32;
    private static final int SERVER_ERROR = 500;

    /** How long a feed goes on while nobody can say whether it may. */
    private static final long LONGEST_DOUBT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Feeds feeds;
    private final Lasting lasting;
    private final Door door;
    private final String name;
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
    private long nextBeat;
    private volatile long nextCheck;
    private long uncheckedSince;
    private volatile boolean opened;

    // guarded by this
    private Plan.Watch watch;
    private @Nullable Tracker tracker;
    private @Nullable Following following;
    private @Nullable Deque<FeedEvent> waiting;
    private List<FeedEvent> first = List.of();
    private long remembered;
    private long bytes;
    private volatile long overSince;
    private boolean flows;
    private boolean draining;
    private boolean lost;
    private boolean beginning = true;
    private @Nullable Last last;

    /** How it ends. */
    private record Last(Ending why, Problem problem) {}

    /** @param name of its request in the log */
    LiveFeed(Feeds feeds, Lasting lasting, Door door, String name) {
        this.feeds = feeds;
        this.lasting = lasting;
        this.door = door;
        this.name = name;
        this.watch = lasting.body().watch();
        long now = System.nanoTime();
        nextBeat = now + ThreadLocalRandom.current().nextLong(BEAT_NANOS / 2, BEAT_NANOS);
        nextCheck = now + ThreadLocalRandom.current().nextLong(CHECK_NANOS / 2, CHECK_NANOS);
    }

    Lasting lasting() {
        return lasting;
    }

    String name() {
        return name;
    }

    boolean isGone() {
        return gone.isDone();
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
        if (!opened) {
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
        follow(after);
        boolean again;
        synchronized (this) {
            again = lost;
            lost = false;
        }
        if (again) {
            beginAnew("too-old");
        } else {
            openWith(null);
            live();
        }
    }

    private void follow(@Nullable Mark after) {
        Following now = lasting.body().changes().follow(after == null ? null : after.token(), this);
        synchronized (this) {
            following = now;
        }
        if (gone.isDone()) {
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
        leave();
        Plan.Watch asked;
        synchronized (this) {
            asked = watch;
            waiting = null;
            bytes = 0;
            flows = false;
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
        live();
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
        List<FeedEvent> words;
        synchronized (this) {
            words = first;
            first = List.of();
        }
        open();
        if (reason != null) {
            send(List.of(FeedEvent.reset(reason, mark(Mark.Kind.RESET))));
        }
        send(words);
    }

    /** A new feed; its ids count on, so that each of them stays the only one. */
    private Tracker fresh(Plan.Watch asked) {
        Sight sight = asked.sight();
        long feed = ThreadLocalRandom.current().nextLong();
        return asked.snapshot() ? Tracker.withSnapshot(sight, feed, 0) : Tracker.withoutSnapshot(sight, feed, 0);
    }

    private synchronized Mark mark(Mark.Kind kind) {
        return current().mark(kind);
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
                batch.add(current().snapshot(row));
            }
            if (batch.size() == ROWS_AT_ONCE || !rows.hasNext()) {
                send(batch);
                batch.clear();
            }
            if (System.nanoTime() > end) {
                throw tooSlow("The snapshot took longer than limits.stream-time.")
                        .exception();
            }
        }
    }

    private void settle() {
        Following now;
        synchronized (this) {
            now = following;
        }
        if (now != null) {
            now.settle();
        }
        List<FeedEvent> events;
        synchronized (this) {
            events = current().settle();
        }
        send(events);
    }

    /** From now on the queue is emptied. */
    private void live() {
        synchronized (this) {
            flows = true;
            beginning = false;
            overSince = overSince == 0 ? 0 : System.nanoTime();
        }
        drainSoon();
    }

    private void open() {
        if (!opened) {
            opened = true;
            var done = new CompletableFuture<Boolean>();
            door.context()
                    .runOnContext(_ -> door.open(this::over).onComplete(answered -> {
                        if (answered.failed()) {
                            over();
                        }
                        done.complete(true);
                    }));
            await(done);
        }
    }

    /** Waits while the client is slow. */
    private void send(List<FeedEvent> events) {
        List<FeedEvent> copy = List.copyOf(events);
        var done = new CompletableFuture<Boolean>();
        door.context().runOnContext(_ -> {
            try {
                copy.forEach(this::speak);
                if (door.isFull()) {
                    door.whenRoom(() -> done.complete(true));
                } else {
                    done.complete(true);
                }
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        await(done);
    }

    private void await(CompletableFuture<Boolean> done) {
        try {
            CompletableFuture.anyOf(done, gone).get(feeds.streamTime().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw tooSlow("The snapshot took longer than limits.stream-time.").exception();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamedReply.BrokenOff("the server is stopping");
        }
        if (gone.isDone()) {
            throw new StreamedReply.BrokenOff("the client left");
        }
    }

    /** On the event loop. */
    private void speak(FeedEvent event) {
        Plan.Watch now;
        Sight sight;
        synchronized (this) {
            now = watch;
            sight = current().sight();
        }
        RawBsonDocument shown = event.kind().isState() ? sight.seen(event.raw()) : event.raw();
        Bytes data = lasting.body().events().data(event, shown);
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
                event.ifPresent(one -> send(List.of(one)));
            }
            case Occurrence.Lost _ -> {
                synchronized (this) {
                    lost = true;
                }
            }
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
            tracker.on(change).ifPresent(this::add);
            tooMuch = bytes + tracker.kept() > MOST_BYTES;
        }
        if (tooMuch) {
            end(Ending.SLOW, tooSlow("More than 16 MiB of events wait for it."));
        } else {
            drainSoon();
        }
    }

    private void add(FeedEvent event) {
        Deque<FeedEvent> queue = waiting;
        if (queue == null) {
            queue = new ArrayDeque<>(4);
            waiting = queue;
        }
        queue.add(event);
        bytes += event.size();
        if (queue.size() > feeds.longestQueue() && overSince == 0) {
            overSince = System.nanoTime();
        }
    }

    private void gone() {
        synchronized (this) {
            if (last != null) {
                return;
            }
            add(FeedEvent.reset("dropped", mark(Mark.Kind.RESET)));
            last = new Last(
                    Ending.OVER,
                    Problem.of(ProblemType.COLLECTION_NOT_FOUND, "The collection was dropped or renamed."));
        }
        drainSoon();
    }

    private void drainSoon() {
        synchronized (this) {
            if (!flows || draining || (waiting == null && last == null)) {
                return;
            }
            draining = true;
        }
        door.context().runOnContext(_ -> drain());
    }

    private void drain() {
        while (!gone.isDone()) {
            FeedEvent event;
            Last end = null;
            synchronized (this) {
                event = flows ? next() : null;
                if (event == null) {
                    draining = false;
                    end = last;
                }
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

    private @Nullable FeedEvent next() {
        FeedEvent event = waiting == null || tracker == null ? null : waiting.poll();
        if (event == null) {
            waiting = null;
            return null;
        }
        bytes -= event.size();
        if (waiting != null && waiting.size() <= feeds.longestQueue()) {
            overSince = 0;
        }
        return event;
    }

    private void close(Last end) {
        door.end(end.why, feeds.words(end.problem, name));
        over();
    }

    /** Nothing that waits is sent any more. */
    void end(Ending why, Problem problem) {
        synchronized (this) {
            stop(why, problem);
        }
        door.context().runOnContext(_ -> {
            Last end;
            synchronized (this) {
                end = last;
            }
            if (!gone.isDone() && end != null) {
                close(end);
            }
        });
    }

    private void stop(Ending why, Problem problem) {
        if (last == null) {
            last = new Last(why, problem);
        }
        waiting = null;
        bytes = 0;
        flows = true;
    }

    private static Problem tooSlow(String why) {
        return Problem.of(
                ProblemType.FEED_TOO_SLOW,
                why + " Connect again with the id of the last event that came, or watch less.");
    }

    /** The client has left, or was told that this is the end. */
    private void over() {
        if (gone.complete(true)) {
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
     * Everything is forgotten and shown anew, on a thread of its own.
     *
     * @param changed what it shows from now on; null for the same
     */
    private void restart(String reason, Plan.@Nullable Watch changed) {
        synchronized (this) {
            if (changed != null) {
                watch = changed;
            }
            if (beginning || last != null) {
                // what begins now sees it by itself, or at the next look
                return;
            }
            beginning = true;
            flows = false;
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
        if (gone.isDone() || !opened) {
            return;
        }
        if (now - nextBeat >= 0) {
            nextBeat = now + BEAT_NANOS;
            door.context().runOnContext(_ -> door.beat());
        }
        long over = overSince;
        boolean slow = over != 0 && now - over > PATIENCE_NANOS && isFlowing();
        if (slow) {
            end(
                    Ending.SLOW,
                    tooSlow("More than " + feeds.longestQueue() + " events (limits.feed-queue) waited for 10 s."));
        } else if (now - nextCheck >= 0) {
            nextCheck = Long.MAX_VALUE / 2 + now;
            feeds.inBackground(this::check);
        }
    }

    private synchronized boolean isFlowing() {
        return flows;
    }

    /** Whether the caller may still see this, and as much of it as before. */
    private void check() {
        try {
            lasting.renewal().changed().ifPresent(this::renewed);
            uncheckedSince = 0;
        } catch (ProblemException e) {
            uncheckedSince = uncheckedSince == 0 ? System.nanoTime() : uncheckedSince;
            boolean silent = System.nanoTime() - uncheckedSince < LONGEST_DOUBT_NANOS;
            if (e.problem().status() < SERVER_ERROR || !silent) {
                end(Ending.WITHDRAWN, e.problem());
            }
        } finally {
            nextCheck = System.nanoTime() + CHECK_NANOS;
        }
    }

    private void renewed(Plan.Watch now) {
        boolean differs;
        synchronized (this) {
            if (tracker == null
                    || (now.rows().equals(watch.rows()) && tracker.sight().isSameAs(now))) {
                return;
            }
            differs = !tracker.sight().isSameAs(now);
            if (!differs) {
                watch = now;
                tracker.look(now.sight());
            }
        }
        if (differs) {
            restart("rules-changed", now);
        }
    }
}
