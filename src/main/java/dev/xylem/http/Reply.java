package dev.xylem.http;

import dev.xylem.api.ApiResponse;
import dev.xylem.api.ApiResponse.Bytes;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Sends an answer. On the event loop. */
final class Reply {
    /** How long a client may go on sending a body that nobody reads, so that it can read the answer first. */
    private static final int LINGER_MILLIS = 2_000;

    private static final CharSequence DATE = HttpHeaders.createOptimized("Date");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");

    private final HttpServerRequest request;
    private final boolean drained;
    private final Cors cors;

    /** @param drained false when some of the body is still to come: then the connection ends with this answer */
    Reply(HttpServerRequest request, boolean drained, Cors cors) {
        this.cors = cors;
        this.request = request;
        this.drained = drained;
    }

    /** The whole of it; of a streamed one the head. */
    void send(ApiResponse answer, String requestId) {
        if (!isOpen()) {
            return;
        }
        head(answer, requestId);
        end(answer);
        if (!drained) {
            linger();
        }
    }

    boolean isOpen() {
        return !request.response().ended() && !request.response().closed();
    }

    void head(ApiResponse answer, String requestId) {
        HttpServerResponse response = request.response();
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.putHeader(DATE, HttpDate.now());
        response.putHeader(REQUEST_ID, requestId);
        SafetyHeaders.addTo(request, response);
        cors.addTo(request, response);
        if (!drained) {
            response.putHeader("Connection", "close");
        }
    }

    @SuppressWarnings("deprecation") // of what there is, only this takes the bytes without a copy
    private void end(ApiResponse answer) {
        HttpServerResponse response = request.response();
        boolean head = request.method().equals(HttpMethod.HEAD);
        if (!(answer.body() instanceof Bytes(byte[] bytes, int length)) || length == 0) {
            response.end();
        } else if (head) {
            response.putHeader("Content-Length", Integer.toString(length));
            response.end();
        } else {
            response.end(Buffer.buffer(Unpooled.wrappedBuffer(bytes, 0, length)));
        }
    }

    private void linger() {
        if (!request.isEnded()) {
            request.handler(_ -> {});
            request.resume();
        }
        Vertx.currentContext()
                .owner()
                .setTimer(LINGER_MILLIS, _ -> request.connection().close());
    }
}
