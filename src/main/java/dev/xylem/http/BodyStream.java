package dev.xylem.http;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.request.BodyPieces;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A body in pieces, each fetched from the connection when it is asked for: a client is as fast as what happens to its pieces. */
final class BodyStream implements BodyPieces {
    private final HttpServerRequest request;
    private final Context context;
    private final Duration idle;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private boolean started;
    private volatile boolean ended;

    BodyStream(HttpServerRequest request, Context context, Duration idle) {
        this.request = request;
        this.context = context;
        this.idle = idle;
    }

    /** What the connection brings. */
    private sealed interface Event {
        record Piece(Buffer bytes) implements Event {}

        record End() implements Event {}

        record Broken() implements Event {}
    }

    boolean isEnded() {
        return ended;
    }

    @Override
    public byte @Nullable [] next() {
        if (ended) {
            return null;
        }
        if (events.isEmpty()) {
            boolean first = !started;
            started = true;
            context.runOnContext(_ -> fetch(first));
        }
        return switch (await()) {
            case Event.Piece(Buffer bytes) -> bytes.getBytes();
            case Event.End _ -> {
                ended = true;
                yield null;
            }
            case Event.Broken _ -> throw VertxIncoming.incomplete();
        };
    }

    private void fetch(boolean first) {
        if (first) {
            BodyCollector.promise(request);
            request.exceptionHandler(_ -> events.add(new Event.Broken()));
            request.handler(piece -> events.add(new Event.Piece(piece)));
            request.endHandler(_ -> events.add(new Event.End()));
        }
        request.fetch(1);
    }

    private Event await() {
        try {
            Event event = events.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
            if (event != null) {
                return event;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw VertxIncoming.incomplete();
        }
        throw Problem.of(
                        ProblemType.BODY_TIMEOUT,
                        "Nothing of the body came for " + idle.toSeconds() + " s (limits.body-time).")
                .exception();
    }
}
