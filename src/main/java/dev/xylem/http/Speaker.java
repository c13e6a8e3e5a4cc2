package dev.xylem.http;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.plan.live.FeedEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Sends through a door from a thread that waits while the client is slow. */
final class Speaker {
    private final Door door;
    private final Duration patience;
    private final Consumer<FeedEvent> speak;
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
    private volatile boolean opened;

    /**
     * @param patience how long a client may take for one step
     * @param speak sends one event, on the event loop
     */
    Speaker(Door door, Duration patience, Consumer<FeedEvent> speak) {
        this.door = door;
        this.patience = patience;
        this.speak = speak;
    }

    static Problem tooSlow(String why) {
        return Problem.of(
                ProblemType.FEED_TOO_SLOW,
                why + " Connect again with the id of the last event that came, or watch less.");
    }

    boolean isOpened() {
        return opened;
    }

    boolean isGone() {
        return gone.isDone();
    }

    /** True for the first to say so: the client has left, or has heard the last word. */
    boolean leave() {
        return gone.complete(true);
    }

    /** Doing it twice does nothing more. */
    void open(Runnable whenGone) {
        if (opened) {
            return;
        }
        opened = true;
        var done = new CompletableFuture<Boolean>();
        door.context()
                .runOnContext(_ -> door.open(whenGone).onComplete(answered -> {
                    if (answered.failed()) {
                        whenGone.run();
                    }
                    done.complete(true);
                }));
        await(done);
    }

    /** Returns when the client has room for more. */
    void send(List<FeedEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        List<FeedEvent> copy = List.copyOf(events);
        var done = new CompletableFuture<Boolean>();
        door.context().runOnContext(_ -> {
            try {
                copy.forEach(speak);
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
            CompletableFuture.anyOf(done, gone).get(patience.toMillis(), TimeUnit.MILLISECONDS);
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
}
