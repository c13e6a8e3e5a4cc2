package dev.xylem.http;

import dev.xylem.api.ApiResponse.Bytes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A WebSocket (RFC 6455) on which the server speaks and the client listens. */
final class WebSocketFeed implements Door {
    private static final short NOT_ACCEPTED = 1003;
    private static final short TOO_MUCH = 1008;
    private static final int MOST_PINGS = 200;
    private static final int MOST_UNANSWERED = 3;
    private static final int LAST_WORD_MILLIS = 1_000;

    private final HttpServerRequest request;
    private final Context context;
    private @Nullable ServerWebSocket socket;
    private int pings;
    private int unanswered;

    WebSocketFeed(HttpServerRequest request, Context context) {
        this.request = request;
        this.context = context;
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public Future<Void> open(Runnable gone) {
        return request.toWebSocket().map(upgraded -> {
            socket = upgraded;
            Upgraded.finish(request);
            upgraded.closeHandler(_ -> gone.run());
            upgraded.exceptionHandler(_ -> {});
            upgraded.frameHandler(frame -> heard(upgraded, frame));
            upgraded.pongHandler(_ -> unanswered = 0);
            if (upgraded.isClosed()) {
                gone.run();
            }
            return null;
        });
    }

    /** Nothing but pings and pongs is expected; Vert.x answers the pings. */
    private void heard(ServerWebSocket from, WebSocketFrame frame) {
        if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
            from.close(NOT_ACCEPTED, "a feed listens to nothing");
        } else if (frame.isPing() && ++pings > MOST_PINGS) {
            from.close(TOO_MUCH, "too many pings");
        }
    }

    @Override
    public void send(String event, @Nullable String id, Bytes data) {
        write("{\"event\":\"" + event + "\",\"id\":\"" + id + "\",\"data\":" + text(data) + "}");
    }

    private static String text(Bytes data) {
        return new String(data.bytes(), 0, data.length(), StandardCharsets.UTF_8);
    }

    private void write(String message) {
        ServerWebSocket open = socket;
        if (open != null && !open.isClosed()) {
            open.writeTextMessage(message);
        }
    }

    @Override
    public boolean isFull() {
        ServerWebSocket open = socket;
        return open != null && !open.isClosed() && open.writeQueueFull();
    }

    @Override
    public void whenRoom(Runnable then) {
        ServerWebSocket open = socket;
        if (open != null) {
            open.drainHandler(_ -> then.run());
        }
    }

    /** Who leaves several of them unanswered is not there any more. */
    @Override
    public void beat() {
        ServerWebSocket open = socket;
        if (open == null || open.isClosed()) {
            return;
        }
        pings = 0;
        if (++unanswered > MOST_UNANSWERED) {
            open.close();
        } else {
            open.writePing(Buffer.buffer());
        }
    }

    @Override
    public void end(Ending why, Bytes problem) {
        ServerWebSocket open = socket;
        if (open == null || open.isClosed()) {
            return;
        }
        write("{\"event\":\"end\",\"data\":" + text(problem) + ",\"retry\":" + SseFeed.retryMillis() + "}");
        open.close(why.code());
        // who does not read does not read this either
        context.owner().setTimer(LAST_WORD_MILLIS, _ -> Connections.cut(request));
    }
}
