package dev.xylem.http;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Collects a body on the event loop, never more than the limit. */
final class BodyCollector {
    private static final int FIRST_CAPACITY = 4096;

    private final HttpServerRequest request;
    private final long limit;
    private final ProblemType tooLarge;
    private final BodyRoom.Share room;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private Buffer collected = Buffer.buffer(FIRST_CAPACITY);
    private volatile long lastPiece = System.nanoTime();

    BodyCollector(HttpServerRequest request, long limit, ProblemType tooLarge, BodyRoom.Share room) {
        this.request = request;
        this.limit = limit;
        this.tooLarge = tooLarge;
        this.room = room;
    }

    CompletableFuture<byte[]> result() {
        return result;
    }

    /** True when nothing is left on the connection. */
    boolean isComplete() {
        return result.isDone() && !result.isCompletedExceptionally();
    }

    boolean isIdleFor(Duration time) {
        return System.nanoTime() - lastPiece >= time.toNanos();
    }

    /** On the event loop. */
    void start() {
        promise(request);
        request.exceptionHandler(result::completeExceptionally);
        request.handler(this::piece);
        request.endHandler(_ -> {
            byte[] whole = collected.getBytes();
            // the request keeps its handlers, and what these hold
            collected = Buffer.buffer(0);
            result.complete(whole);
        });
        request.resume();
    }

    /** Tells a client that asks first (RFC 9110, section 10.1.1) that its body is read now. */
    static void promise(HttpServerRequest request) {
        String expect = request.getHeader("Expect");
        if (expect != null && expect.equalsIgnoreCase("100-continue")) {
            request.response().writeContinue();
        }
    }

    private void piece(Buffer piece) {
        lastPiece = System.nanoTime();
        if (result.isDone()) {
            return;
        }
        if (collected.length() + (long) piece.length() > limit) {
            result.completeExceptionally(tooLarge(limit, tooLarge));
            return;
        }
        if (!room.receives(piece.length())) {
            result.completeExceptionally(BodyRoom.full());
            return;
        }
        collected.appendBuffer(piece);
    }

    static ProblemException tooLarge(long limit, ProblemType type) {
        String setting = type == ProblemType.BULK_TOO_LARGE ? "limits.bulk-body" : "limits.body";
        return Problem.of(type, "The body is larger than " + limit + " bytes, which " + setting + " allows at most.")
                .exception();
    }
}
