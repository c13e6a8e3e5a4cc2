package dev.xylem.http;

import dev.xylem.plan.live.FeedEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Events that wait for their reader. It takes no room while it is empty. Guarded by its feed. */
final class Outbox {
    private final int longest;
    private @Nullable Deque<FeedEvent> waiting;
    private long bytes;
    private long overSince;

    /** @param longest how many may wait for long */
    Outbox(int longest) {
        this.longest = longest;
    }

    void add(FeedEvent event) {
        Deque<FeedEvent> queue = waiting;
        if (queue == null) {
            queue = new ArrayDeque<>(4);
            waiting = queue;
        }
        queue.add(event);
        bytes += event.size();
        if (queue.size() > longest && overSince == 0) {
            overSince = System.nanoTime();
        }
    }

    /** Null when nothing waits. */
    @Nullable
    FeedEvent next() {
        Deque<FeedEvent> queue = waiting;
        if (queue == null) {
            return null;
        }
        FeedEvent event = queue.remove();
        bytes -= event.size();
        if (queue.size() <= longest) {
            overSince = 0;
        }
        if (queue.isEmpty()) {
            waiting = null;
        }
        return event;
    }

    boolean isEmpty() {
        return waiting == null;
    }

    void clear() {
        waiting = null;
        bytes = 0;
        overSince = 0;
    }

    long bytes() {
        return bytes;
    }

    /** True when too many have waited that long. */
    boolean isOverFor(long nanos, long now) {
        return overSince != 0 && now - overSince > nanos;
    }

    /** Only from now on anybody can be blamed for what waits. */
    void startPatience() {
        overSince = overSince == 0 ? 0 : System.nanoTime();
    }
}
