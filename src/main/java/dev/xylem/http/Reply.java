package dev.xylem.http;

import dev.xylem.api.ApiResponse;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Sends an answer. On the event loop. */
final class Reply {
    /** How long a client may go on sending a body that nobody reads, so that it can read the answer first. */
    private static final int LINGER_MILLIS = 2_000;

    private final HttpServerRequest request;
    private final boolean drained;

    /** @param drained false when some of the body is still to come: then the connection ends with this answer */
    Reply(HttpServerRequest request, boolean drained) {
        this.request = request;
        this.drained = drained;
    }

    void send(ApiResponse answer, String requestId) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.putHeader("Date", HttpDate.now());
        response.putHeader("X-Request-Id", requestId);
        response.putHeader("X-Content-Type-Options", "nosniff");
        if (!drained) {
            response.putHeader("Connection", "close");
        }
        end(response, answer);
        if (!drained) {
            linger();
        }
    }

    @SuppressWarnings("deprecation") // of what there is, only this takes the bytes without a copy
    private void end(HttpServerResponse response, ApiResponse answer) {
        int length = answer.body().length();
        if (request.method().equals(HttpMethod.HEAD)) {
            if (length > 0) {
                response.putHeader("Content-Length", Integer.toString(length));
            }
            response.end();
        } else if (length == 0) {
            response.end();
        } else {
            response.end(Buffer.buffer(Unpooled.wrappedBuffer(answer.body().bytes(), 0, length)));
        }
    }

    private void linger() {
        request.handler(_ -> {});
        request.resume();
        Vertx.currentContext()
                .owner()
                .setTimer(LINGER_MILLIS, _ -> request.connection().close());
    }
}
