package dev.xylem.http;

import dev.xylem.api.ApiResponse;
import dev.xylem.api.ApiResponse.Sink;
import dev.xylem.config.Settings.Limits;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends a streamed answer from a virtual thread, which waits while the client is slow. The head goes out with the first bytes: a failure
 * before them still gets a status of its own, a failure after them ends the connection, so that no part passes for the whole.
 */
final class StreamedReply implements Sink {
    private final HttpServerRequest request;
    private final Context context;
    private final Reply reply;
    private final ApiResponse answer;
    private final String requestId;
    private final long end;
    private final long idle;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private boolean started;
    private long sent;

    StreamedReply(
            HttpServerRequest request,
            Context context,
            Reply reply,
            ApiResponse answer,
            String requestId,
            Limits limits) {
        this.request = request;
        this.context = context;
        this.reply = reply;
        this.answer = answer;
        this.requestId = requestId;
        this.end = System.nanoTime() + limits.streamTime().toNanos();
        this.idle = limits.streamIdle().toNanos();
        context.runOnContext(_ -> watch());
    }

    /** The stream ends before it is complete: nobody reads it any more, or its time is over. */
    static final class BrokenOff extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenOff(String why) {
            super(why, null, false, false);
        }
    }

    private void watch() {
        request.response().closeHandler(_ -> gone.complete(null));
        request.response().exceptionHandler(_ -> gone.complete(null));
        if (!reply.isOpen()) {
            gone.complete(null);
        }
    }

    /** True when the status is out, and nothing but the connection can tell of a failure. */
    boolean isStarted() {
        return started;
    }

    boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    int status() {
        return answer.status();
    }

    long sent() {
        return sent;
    }

    @Override
    @SuppressWarnings("deprecation") // of what there is, only this takes the bytes without a copy
    public void write(byte[] bytes, int length) {
        boolean first = !started;
        started = true;
        var piece = Buffer.buffer(Unpooled.wrappedBuffer(bytes, 0, length));
        await(room -> {
            HttpServerResponse response = request.response();
            if (first) {
                head();
            }
            response.write(piece);
            if (response.writeQueueFull()) {
                response.drainHandler(_ -> room.complete(null));
            } else {
                room.complete(null);
            }
        });
        sent += length;
    }

    private void head() {
        reply.head(answer, requestId);
        request.response().setChunked(true);
    }

    /** Nothing is missing. */
    void complete() {
        if (!started) {
            started = true;
            context.runOnContext(_ -> reply.send(answer, requestId));
        } else {
            context.runOnContext(_ -> {
                if (reply.isOpen()) {
                    request.response().end();
                }
            });
        }
    }

    void breakOff() {
        context.runOnContext(_ -> request.connection().close());
    }

    /** What happens on the event loop, where a client that has left makes every call a failure. */
    @FunctionalInterface
    private interface Step {
        void run(CompletableFuture<Void> done);
    }

    private void await(Step step) {
        var done = new CompletableFuture<Void>();
        context.runOnContext(_ -> {
            try {
                step.run(done);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            long left = end - System.nanoTime();
            CompletableFuture.anyOf(done, gone).get(Math.min(left, idle), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            boolean over = end - System.nanoTime() <= 0;
            throw new BrokenOff(
                    over ? "it took longer than limits.stream-time" : "nobody reads it, for limits.stream-idle");
        } catch (ExecutionException e) {
            throw new BrokenOff("it cannot be sent: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokenOff("the server is stopping");
        }
        if (gone.isDone()) {
            throw new BrokenOff("the client left");
        }
    }
}
