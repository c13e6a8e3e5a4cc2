package dev.xylem.http;

import dev.xylem.api.Exchange;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.request.BodyPieces;
import dev.xylem.request.Incoming;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A request on a Vert.x connection, read from a virtual thread: a body is fetched only when somebody asks for it, unless it is a small one. */
final class VertxIncoming implements Incoming {
    /** A body of this size most likely came together with its head: it is cheaper to take it at once than to come back for it. */
    private static final int READ_AHEAD = 16 * 1024;

    private final HttpServerRequest request;
    private final Context context;
    private final Duration idle;
    private final Forwarded forwarded;
    private final BodyRoom.Share room;
    private volatile boolean bodyRead;
    private volatile @Nullable BodyStream stream;
    private @Nullable BodyCollector ahead;

    VertxIncoming(HttpServerRequest request, Context context, Duration idle, Forwarded forwarded, BodyRoom.Share room) {
        this.forwarded = forwarded;
        this.room = room;
        this.request = request;
        this.context = context;
        this.idle = idle;
    }

    HttpServerRequest request() {
        return request;
    }

    /** On the event loop, before anybody else sees the request. */
    void begin() {
        if (!hasBody()) {
            return;
        }
        long announced = contentLength();
        if (announced >= 0 && announced <= READ_AHEAD && header("Expect") == null) {
            ahead = new BodyCollector(request, READ_AHEAD, ProblemType.BODY_TOO_LARGE, room);
            ahead.start();
        } else {
            request.pause();
        }
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String target() {
        return request.uri();
    }

    @Override
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    @Override
    public List<String> headers(String name) {
        return request.headers().getAll(name);
    }

    @Override
    public Exchange exchange(String path, Map<String, List<String>> parameters) {
        SocketAddress local = request.localAddress();
        return new Exchange(
                method(),
                path,
                parameters,
                this::headers,
                forwarded.client(addressOf(request.remoteAddress()), headers("X-Forwarded-For")),
                addressOf(local),
                local == null ? 0 : local.port(),
                request.getHeader("Host"),
                request.isSSL() || forwarded.speaksTls(addressOf(request.remoteAddress()), header("X-Forwarded-Proto")),
                request.version() == HttpVersion.HTTP_1_0 ? "HTTP/1.0" : "HTTP/1.1",
                contentLength());
    }

    private static String addressOf(@Nullable SocketAddress address) {
        return address == null ? "" : address.hostAddress();
    }

    /** -1 when it is not announced, or not as a number. */
    private long contentLength() {
        String length = request.getHeader("Content-Length");
        return length != null && isNumber(length) ? Long.parseLong(length) : -1;
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 18;
    }

    @Override
    public boolean hasBody() {
        String length = request.getHeader("Content-Length");
        return length == null
                ? request.getHeader("Transfer-Encoding") != null
                : !length.strip().equals("0");
    }

    /** True when nothing of the body is left on the connection. */
    boolean isDrained() {
        BodyStream streamed = stream;
        return bodyRead
                || !hasBody()
                || (ahead != null && ahead.isComplete())
                || (streamed != null && streamed.isEnded());
    }

    @Override
    public byte[] body(long limit, ProblemType tooLarge) {
        if (!hasBody()) {
            bodyRead = true;
            return new byte[0];
        }
        refuseAnnounced(limit, tooLarge);
        byte[] body = await(ahead == null ? collecting(limit, tooLarge) : ahead);
        bodyRead = true;
        room.opens(body, tooLarge);
        return body;
    }

    private BodyCollector collecting(long limit, ProblemType tooLarge) {
        long announced = contentLength();
        if (announced > 0) {
            room.announces(announced);
        }
        var collector = new BodyCollector(request, limit, tooLarge, room);
        context.runOnContext(_ -> collector.start());
        return collector;
    }

    @Override
    public BodyPieces pieces() {
        if (!hasBody()) {
            return () -> null;
        }
        if (ahead != null) {
            return new WholeBody(body(READ_AHEAD, ProblemType.BODY_TOO_LARGE));
        }
        var pieces = new BodyStream(request, context, idle);
        stream = pieces;
        return pieces;
    }

    private void refuseAnnounced(long limit, ProblemType tooLarge) {
        if (contentLength() > limit) {
            throw BodyCollector.tooLarge(limit, tooLarge);
        }
    }

    private byte[] await(BodyCollector collector) {
        while (true) {
            try {
                return collector.result().get(idle.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (collector.isIdleFor(idle)) {
                    throw Problem.of(
                                    ProblemType.BODY_TIMEOUT,
                                    "Nothing of the body came for " + idle.toSeconds() + " s (limits.body-time).")
                            .exception();
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof ProblemException problem ? problem : incomplete();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw incomplete();
            }
        }
    }

    static ProblemException incomplete() {
        return Problem.of(ProblemType.BODY_INCOMPLETE, "The connection ended before the body did.")
                .exception();
    }

    /** A body that is there already, in one piece. */
    private static final class WholeBody implements BodyPieces {
        private byte @Nullable [] rest;

        WholeBody(byte[] body) {
            this.rest = body;
        }

        @Override
        public byte @Nullable [] next() {
            byte[] piece = rest;
            rest = null;
            return piece;
        }
    }
}
