package dev.xylem.http;

import dev.xylem.api.ApiResponse;
import dev.xylem.api.ApiResponse.Bytes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Server-sent events (<a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, section 9.2</a>). */
final class SseFeed implements Door {
    private static final int SHORTEST_RETRY_MILLIS = 1_000;
    private static final int LONGEST_RETRY_MILLIS = 5_000;
    private static final int LAST_WORD_MILLIS = 1_000;
    private static final Buffer BEAT = Buffer.buffer(":\n\n");

    private final HttpServerRequest request;
    private final Context context;
    private final Reply reply;
    private final ApiResponse answer;
    private final String requestId;

    SseFeed(HttpServerRequest request, Context context, Reply reply, ApiResponse answer, String requestId) {
        this.request = request;
        this.context = context;
        this.reply = reply;
        this.answer = answer;
        this.requestId = requestId;
    }

    @Override
    public Context context() {
        return context;
    }

    @Override
    public Future<Void> open(Runnable gone) {
        if (!reply.isOpen()) {
            return Future.failedFuture("the client left");
        }
        request.response().closeHandler(_ -> gone.run());
        request.response().exceptionHandler(_ -> gone.run());
        reply.head(answer, requestId);
        request.response().setChunked(true);
        request.response().putHeader("Cache-Control", "no-store");
        return request.response().write("retry: " + retryMillis() + "\n\n");
    }

    /** Not all at once, after a server has gone. */
    static int retryMillis() {
        return ThreadLocalRandom.current().nextInt(SHORTEST_RETRY_MILLIS, LONGEST_RETRY_MILLIS);
    }

    @Override
    public void send(String event, @Nullable String id, Bytes data) {
        Buffer text = Buffer.buffer(data.length() + 256).appendString("event: ").appendString(event);
        if (id != null) {
            text.appendString("\nid: ").appendString(id);
        }
        text.appendString("\ndata: ");
        addData(text, data);
        write(text.appendString("\n\n"));
    }

    /** Each line of the data is one of the event. */
    private static void addData(Buffer text, Bytes data) {
        int begin = 0;
        byte[] bytes = data.bytes();
        for (int at = 0; at < data.length(); at++) {
            if (bytes[at] == '\n' || bytes[at] == '\r') {
                text.appendBytes(bytes, begin, at - begin).appendString("\ndata: ");
                begin = at + 1;
            }
        }
        text.appendBytes(bytes, begin, data.length() - begin);
    }

    private void write(Buffer text) {
        if (reply.isOpen()) {
            request.response().write(text);
        }
    }

    @Override
    public boolean isFull() {
        return reply.isOpen() && request.response().writeQueueFull();
    }

    @Override
    public void whenRoom(Runnable then) {
        request.response().drainHandler(_ -> then.run());
    }

    @Override
    public void beat() {
        write(BEAT);
    }

    @Override
    public void end(Ending why, Bytes problem) {
        if (!reply.isOpen()) {
            return;
        }
        send("end", null, problem);
        request.response().end();
        // who does not read does not read this either
        context.owner().setTimer(LAST_WORD_MILLIS, _ -> Connections.cut(request));
    }
}
