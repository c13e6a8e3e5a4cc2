package dev.xylem.http;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Rows;
import dev.xylem.plan.live.FeedEvent;
import dev.xylem.plan.live.Mark;
import dev.xylem.plan.live.Sight;
import dev.xylem.plan.live.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a feed comes to be live, on a thread that reads the snapshot and waits while the client is slow. */
final class FeedBeginning {
    private static final int ROWS_AT_ONCE = 32;

    private final LiveFeed feed;
    private final FeedState state;
    private final Speaker speaker;

    FeedBeginning(LiveFeed feed, FeedState state, Speaker speaker) {
        this.feed = feed;
        this.state = state;
        this.speaker = speaker;
    }

    /** @throws ProblemException where it can't */
    void run() {
        Mark after = state.watch().after();
        if (after == null || after.kind() == Mark.Kind.RESET) {
            anew(null);
        } else {
            goOn(after);
        }
    }

    /** After what the client has seen already, where that is possible. */
    private void goOn(Mark after) {
        Plan.Watch watch = state.watch();
        Sight sight = watch.sight();
        Optional<Tracker> known = after.kind() == Mark.Kind.LIVE && sight.hasPrint(after)
                ? feed.feeds().goingOn(after, sight, watch.snapshot())
                : Optional.empty();
        if (known.isEmpty()) {
            anew(after.kind() == Mark.Kind.SNAPSHOT ? "incomplete" : "unknown-position");
            return;
        }
        state.goOn(known.get());
        feed.feeds().remember(feed, known.get());
        feed.follow(after.token());
        String reason = state.again();
        if (reason == null) {
            feed.openWith(null);
            reason = feed.flow();
        }
        if (reason != null) {
            anew(reason);
        }
    }

    /** @param reason told to the client as that of its reset; null when it knows nothing yet */
    void anew(@Nullable String reason) {
        String why = reason;
        do {
            why = begun(why);
        } while (why != null);
    }

    /** Shows all there is; returns why that has to be done once more, if it has. */
    private @Nullable String begun(@Nullable String reason) {
        feed.leave();
        feed.feeds().remember(feed, state.beginAnew());
        Plan.Watch asked = state.watch();
        feed.follow(null);
        if (asked.snapshot()) {
            try (Rows rows = snapshot(asked)) {
                feed.openWith(reason);
                send(rows);
            }
            settle();
        } else {
            feed.openWith(reason);
        }
        return feed.flow();
    }

    /** Few at a time get their first documents from the store. */
    private Rows snapshot(Plan.Watch asked) {
        return feed.feeds().admitted(() -> {
            Rows rows =
                    feed.lasting().body().changes().snapshot(asked, feed.feeds().mostOfSnapshot());
            try {
                boolean _ = rows.hasNext();
                return rows;
            } catch (RuntimeException e) {
                rows.close();
                throw e;
            }
        });
    }

    private void send(Rows rows) {
        long end = System.nanoTime() + feed.feeds().streamTime().toNanos();
        var batch = new ArrayList<FeedEvent>(ROWS_AT_ONCE);
        while (rows.hasNext()) {
            Optional<FeedEvent> shown = state.shown(rows.next());
            if (shown.isEmpty()) {
                return;
            }
            batch.add(shown.get());
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
        if (!feed.settle() && state.isUnsettled()) {
            throw Problem.of(
                            ProblemType.STORE_UNAVAILABLE, "The database does not tell of changes now; try again soon.")
                    .exception();
        }
        List<FeedEvent> events = state.settle();
        speaker.send(events);
    }
}
