package dev.xylem.http;

import dev.xylem.api.ApiResponse.Bytes;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.http.Door.Ending;
import dev.xylem.http.FeedState.Last;
import dev.xylem.http.FeedState.Next;
import dev.xylem.http.FeedState.View;
import dev.xylem.plan.Plan;
import dev.xylem.plan.live.Changes.Follower;
import dev.xylem.plan.live.Changes.Following;
import dev.xylem.plan.live.FeedEvent;
import dev.xylem.plan.live.Occurrence;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One open feed. It begins on the thread of its request; from then on it has no thread: what happens is put into its outbox, which the event
 * loop of its connection empties.
 */
final class LiveFeed implements Follower {
    private final Feeds feeds;
    private final Lasting lasting;
    private final Door door;
    private final String name;
    private final FeedState state;
    private final Speaker speaker;
    private final FeedCare care = new FeedCare(this);
    private final AtomicReference<@Nullable Following> following = new AtomicReference<>();
    private volatile long remembered;

    /** @param name of its request in the log */
    LiveFeed(Feeds feeds, Lasting lasting, Door door, String name) {
        this.feeds = feeds;
        this.lasting = lasting;
        this.door = door;
        this.name = name;
        this.state = new FeedState(lasting.body().watch(), feeds.longestQueue());
        this.speaker = new Speaker(door, feeds.streamTime(), this::speak);
    }

    Lasting lasting() {
        return lasting;
    }

    Feeds feeds() {
        return feeds;
    }

    // -- how it begins: see FeedBeginning

    /**
     * Returns when the feed is live, or over.
     *
     * @throws ProblemException as long as nothing is sent
     */
    void begin() {
        try {
            new FeedBeginning(this, state, speaker).run();
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

    void follow(@Nullable BsonDocument after) {
        following.set(lasting.body().changes().follow(state.watch(), after, this));
        if (speaker.isGone()) {
            leave();
        }
    }

    void leave() {
        Following now = following.getAndSet(null);
        if (now != null) {
            now.close();
        }
    }

    /** Waits until all that was done until now is told; false when that can't be waited for. */
    boolean settle() {
        Following now = following.get();
        return now != null && now.settle();
    }

    void openWith(@Nullable String reset) {
        List<FeedEvent> words = state.firstWords(reset);
        speaker.open(this::over);
        speaker.send(words);
    }

    /** From now on the outbox is emptied; or why not. */
    @Nullable
    String flow() {
        String again = state.flow();
        if (again == null) {
            drainSoon();
        }
        return again;
    }

    // -- what happens, on the thread of the change stream, or, when it was missed, on its own

    @Override
    public void begins(BsonDocument position) {
        state.startAt(position);
    }

    @Override
    public void missed(Occurrence occurrence) {
        switch (occurrence) {
            case Occurrence.News news -> {
                openWith(null);
                state.missed(news).ifPresent(event -> speaker.send(List.of(event)));
            }
            case Occurrence.Lost _ -> restart("too-old", null);
            case Occurrence.Gone _ -> gone();
            case Occurrence.Broken broken -> throw broken.problem().exception();
        }
    }

    @Override
    public void happened(Occurrence occurrence) {
        switch (occurrence) {
            case Occurrence.News news -> queue(news);
            case Occurrence.Lost _ -> restart("too-old", null);
            case Occurrence.Gone _ -> gone();
            case Occurrence.Broken broken -> end(Ending.FAILED, broken.problem());
        }
    }

    private void queue(Occurrence.News news) {
        if (state.queue(news)) {
            end(Ending.SLOW, Speaker.tooSlow("More than 16 MiB of events wait for it."));
        } else {
            drainSoon();
        }
    }

    private void gone() {
        var problem = Problem.of(ProblemType.COLLECTION_NOT_FOUND, "The collection was dropped or renamed.");
        state.endAfterReset("dropped", new Last(Ending.OVER, problem));
        drainSoon();
    }

    /**
     * Everything is forgotten and shown anew: on a thread of its own, or on the one that shows it right now.
     *
     * @param changed what it shows from now on; null for the same
     */
    private void restart(String reason, Plan.@Nullable Watch changed) {
        if (state.restart(reason, changed)) {
            Thread.ofVirtual().name("feed-" + name).start(() -> {
                try {
                    new FeedBeginning(this, state, speaker).anew(reason);
                } catch (RuntimeException e) {
                    failed(e);
                }
            });
        }
    }

    // -- what is sent, on the event loop

    private void speak(FeedEvent event) {
        View view = state.view();
        if (view != null) {
            RawBsonDocument shown = event.kind().isState() ? view.sight().seen(event.raw()) : event.raw();
            Bytes data = lasting.body().events().data(event, shown);
            String id = view.watch().ids().seal(event.mark());
            feeds.meters().sent(event.kind());
            door.send(event.kind().name().toLowerCase(Locale.ROOT), id, data);
        }
    }

    private void drainSoon() {
        if (state.startDraining()) {
            door.context().runOnContext(_ -> drain());
        }
    }

    private void drain() {
        while (!speaker.isGone()) {
            Next next = state.next();
            FeedEvent event = next.event();
            if (event == null) {
                closeWith(next.last());
                return;
            }
            speak(event);
            if (door.isFull()) {
                door.whenRoom(this::drain);
                return;
            }
        }
    }

    void beat() {
        door.context().runOnContext(_ -> door.beat());
    }

    // -- how it ends

    /** Nothing that waits is sent any more. */
    void end(Ending why, Problem problem) {
        Last last = state.end(new Last(why, problem));
        door.context().runOnContext(_ -> {
            if (!speaker.isGone()) {
                close(last);
            }
        });
    }

    private void closeWith(@Nullable Last last) {
        if (last != null) {
            close(last);
        }
    }

    private void close(Last last) {
        door.end(last.why(), feeds.words(last.problem(), name));
        over(last.why());
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

    // -- who looks after it

    /** From time to time. */
    void tick(long now) {
        if (!speaker.isGone() && speaker.isOpened()) {
            care.tick(now);
        }
    }

    boolean isSlowFor(long nanos, long now) {
        return state.isSlowFor(nanos, now);
    }

    /** By other rules than before; of a filter with the time in it, say, only what it means now. */
    void renewed(Plan.Watch now) {
        if (!state.renew(now)) {
            restart("rules-changed", now);
        }
    }

    /** Under which number it is remembered. */
    long remembered() {
        return remembered;
    }

    void rememberedAs(long feed) {
        remembered = feed;
    }

    /** Its client has come back by another connection, which goes on with it. */
    void yieldTo() {
        leave();
        state.forget();
        end(Ending.OVER, Problem.of(ProblemType.BAD_CURSOR, "Another connection goes on with this feed."));
    }
}
