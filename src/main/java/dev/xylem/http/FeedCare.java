package dev.xylem.http;

import dev.xylem.api.ProblemException;
import dev.xylem.http.Door.Ending;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What a feed needs from time to time: a sign of life, somebody to see whether its client reads, and whether it may go on at all. */
final class FeedCare {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long BEAT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** How long a feed goes on while nobody can say whether it may. */
    private static final long LONGEST_DOUBT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final int SERVER_ERROR = 500;

    private final LiveFeed feed;
    private long nextBeat;
    private volatile long nextCheck;
    private volatile boolean checking;
    private long doubtfulSince;

    FeedCare(LiveFeed feed) {
        this.feed = feed;
        long now = System.nanoTime();
        nextBeat = now + ThreadLocalRandom.current().nextLong(BEAT_NANOS / 2, BEAT_NANOS);
        nextCheck = now + ThreadLocalRandom.current().nextLong(CHECK_NANOS / 2, CHECK_NANOS);
    }

    void tick(long now) {
        if (now - nextBeat >= 0) {
            nextBeat = now + BEAT_NANOS;
            feed.beat();
        }
        if (feed.isSlowFor(PATIENCE_NANOS, now)) {
            feed.end(
                    Ending.SLOW,
                    Speaker.tooSlow("More than " + feed.feeds().longestQueue()
                            + " events (limits.feed-queue) waited for 10 s."));
        } else if (!checking && now - nextCheck >= 0) {
            checking = true;
            feed.feeds().inBackground(this::check);
        }
    }

    /** Whether the caller may still see this, and as much of it as before. */
    private void check() {
        try {
            feed.lasting().renewal().changed().ifPresent(feed::renewed);
            doubtfulSince = 0;
        } catch (ProblemException e) {
            if (e.problem().status() < SERVER_ERROR || isDoubtfulForLong()) {
                feed.end(Ending.WITHDRAWN, e.problem());
            }
        } finally {
            nextCheck = System.nanoTime() + CHECK_NANOS;
            checking = false;
        }
    }

    private boolean isDoubtfulForLong() {
        long now = System.nanoTime();
        doubtfulSince = doubtfulSince == 0 ? now : doubtfulSince;
        return now - doubtfulSince > LONGEST_DOUBT_NANOS;
    }
}
