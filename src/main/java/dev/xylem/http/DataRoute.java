package dev.xylem.http;

import dev.xylem.api.ApiResponse;
import dev.xylem.api.ApiResponse.Bytes;
import dev.xylem.api.ApiResponse.Live;
import dev.xylem.api.ApiResponse.Streamed;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.config.Settings;
import dev.xylem.http.Observer.Observation;
import dev.xylem.request.Watching;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Receives every request of the public port and answers it from a virtual thread of its own. */
final class DataRoute {
    private static final int QUEUE_MILLIS = 1_000;

    private final Pipeline pipeline;
    private final ProblemMapper problems;
    private final Observer observer;
    private final Settings settings;
    private final Feeds feeds;
    private final Forwarded forwarded;
    private final Cors cors;
    private final RequestIds ids = new RequestIds();
    private final BodyRoom bodies = new BodyRoom(Runtime.getRuntime().maxMemory());
    private final Semaphore atWork;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 1).factory());

    DataRoute(Pipeline pipeline, ProblemMapper problems, Observer observer, Settings settings, Feeds feeds) {
        this.feeds = feeds;
        this.pipeline = pipeline;
        this.problems = problems;
        this.observer = observer;
        this.settings = settings;
        this.forwarded = new Forwarded(settings.edge().trustedProxies());
        this.cors = new Cors(settings.edge().cors());
        this.atWork = new Semaphore(settings.limits().concurrent(), true);
        observer.watch(atWork, settings.limits().concurrent());
    }

    /** On the event loop: nothing here may block. */
    void receive(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Context context = routing.vertx().getOrCreateContext();
        Observation seen = observe(request);
        BodyRoom.Share room = bodies.share();
        var incoming = new VertxIncoming(request, context, settings.limits().bodyTime(), forwarded, room);
        if (Watching.isUpgrade(request.getHeader("Upgrade"))) {
            // nothing may be read before it is one
            request.pause();
        }
        incoming.begin();
        threads.execute(() -> {
            try (room) {
                serve(incoming, context, seen);
            }
        });
    }

    /** What is no request for anything here: one without a host, or for a target that is no path. On the event loop, too. */
    void refuse(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Context context = routing.vertx().getOrCreateContext();
        Observation seen = observe(request);
        BodyRoom.Share room = bodies.share();
        var incoming = new VertxIncoming(request, context, settings.limits().bodyTime(), forwarded, room);
        Problem problem = routing.failure() == null
                ? Problem.of(ProblemType.AMBIGUOUS_PATH, "The path is ambiguous: the path must start with a slash.")
                : badHost();
        send(problems.map(problem.exception(), seen), incoming, context, seen);
    }

    private static Problem badHost() {
        return Problem.of(ProblemType.BAD_HOST, "A request needs one Host header, with a name and perhaps a port.");
    }

    private Observation observe(HttpServerRequest request) {
        return observer.start(request.method().name(), pathOf(request.uri()), RequestNames.of(request, ids));
    }

    private static String pathOf(String target) {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    private void serve(VertxIncoming incoming, Context context, Observation seen) {
        boolean admitted = false;
        try {
            refuseLargeHeader(incoming.request());
            refuseTwoHosts(incoming.request());
            cors.refuseUndeclaredBody(incoming.request(), incoming.hasBody());
            cors.refuseForeignSocket(incoming.request());
            if (Watching.isLikely(incoming)) {
                send(feeds.inTurn(() -> answer(incoming, seen)), incoming, context, seen);
                return;
            }
            admitted = admit();
            send(answer(incoming, seen), incoming, context, seen);
        } catch (Throwable failure) {
            send(problems.map(failure, seen), incoming, context, seen);
        } finally {
            if (admitted) {
                atWork.release();
            }
        }
    }

    private ApiResponse answer(VertxIncoming incoming, Observation seen) {
        return cors.preflight(incoming.request()).orElseGet(() -> pipeline.handle(incoming, seen));
    }

    private void send(ApiResponse answer, VertxIncoming incoming, Context context, Observation seen) {
        HttpServerRequest request = incoming.request();
        ApiResponse response = Compression.apply(answer, request.getHeader("Accept-Encoding"));
        var reply = new Reply(request, incoming.isDrained(), cors);
        switch (response.body()) {
            case Bytes(var _, int length) -> {
                seen.end(response.status(), length);
                context.runOnContext(_ -> reply.send(response, seen.requestId()));
            }
            case Lasting lasting -> open(lasting, response, reply, request, context, seen);
            case Live _ -> throw new IllegalStateException("a feed that nobody can renew");
            case Streamed body -> {
                try (body) {
                    stream(
                            body,
                            new StreamedReply(request, context, reply, response, seen.requestId(), settings.limits()),
                            seen);
                }
            }
        }
    }

    /** @throws RuntimeException as long as nothing is sent yet */
    private void open(
            Lasting lasting,
            ApiResponse response,
            Reply reply,
            HttpServerRequest request,
            Context context,
            Observation seen) {
        Door door = Watching.isUpgrade(request.getHeader("Upgrade"))
                ? new WebSocketFeed(request, context)
                : new SseFeed(request, context, reply, response, seen.requestId());
        feeds.open(new LiveFeed(feeds, lasting, door, seen.requestId()));
        seen.end(response.status(), 0);
    }

    /** @throws RuntimeException as long as nothing is sent yet */
    private void stream(Streamed body, StreamedReply reply, Observation seen) {
        try {
            if (!reply.isHead()) {
                body.writeTo(reply);
            }
            reply.complete();
        } catch (Throwable failure) {
            if (!reply.isStarted()) {
                throw failure;
            }
            problems.brokenOff(failure, seen);
            reply.breakOff();
        }
        seen.end(reply.status(), reply.sent());
    }

    private boolean admit() throws InterruptedException {
        if (atWork.tryAcquire(QUEUE_MILLIS, TimeUnit.MILLISECONDS)) {
            return true;
        }
        throw Problem.of(
                        ProblemType.OVERLOADED,
                        "The server works on " + settings.limits().concurrent()
                                + " requests already (limits.concurrent); try again soon.")
                .header("Retry-After", "1")
                .exception();
    }

    /** A policy could look at the one, and whoever made links of it at the other (RFC 9112, section 3.2). */
    private static void refuseTwoHosts(HttpServerRequest request) {
        if (request.headers().getAll("Host").size() > 1) {
            throw badHost().exception();
        }
    }

    private void refuseLargeHeader(HttpServerRequest request) {
        int size = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            size += header.getKey().length() + header.getValue().length() + 4;
        }
        if (size > settings.limits().header()) {
            throw Problem.of(
                            ProblemType.HEADER_TOO_LARGE,
                            "The request headers have " + size + " bytes; at most "
                                    + settings.limits().header() + " are allowed (limits.header).")
                    .exception();
        }
    }
}
