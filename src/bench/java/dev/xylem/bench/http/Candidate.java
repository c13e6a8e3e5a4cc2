package dev.xylem.bench.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A server that is measured, or the loop on the driver. */
record Candidate(Kind kind, Child child, URI base, Credentials credentials) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long PAUSE_MILLIS = 5;

    enum Kind {
        DRIVER("driver loop"),
        XYLEM("Xylem, open"),
        XYLEM_BASIC("Xylem, Basic"),
        RESTHEART("RESTHeart 3.2.2, Basic");

        static final List<Kind> ALL = List.of(values());
        static final List<Kind> SECURED = List.of(XYLEM_BASIC, RESTHEART);
        static final List<Kind> OURS = List.of(DRIVER, XYLEM, XYLEM_BASIC);

        final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    String authorization(Caller caller) {
        return kind == Kind.XYLEM ? "" : credentials.of(caller);
    }

    /** Fails when it does not answer a workload as it should. */
    void check(Workload workload) {
        if (kind == Kind.DRIVER) {
            return;
        }
        Request request = workload.requests().apply(this).getFirst();
        HttpResponse<String> answer = send(request.build(base, authorization(workload.caller())));
        if (answer.statusCode() != workload.status()) {
            throw new IllegalStateException(
                    kind.title + ", " + workload.title() + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Returns when it answers; fails when it ended, or does not within a minute. */
    void awaitAnswer() {
        var request = Request.get("/").build(base, authorization(Caller.ONE_RULE));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (child.isAlive() && System.nanoTime() < end) {
            try {
                if (HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
                Thread.sleep(PAUSE_MILLIS);
            } catch (ConnectException e) {
                LockSupport.parkNanos(PAUSE_MILLIS * 1_000_000);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        child.close();
        throw new IllegalStateException(kind.title + " does not answer; run with --logs and look into target/bench");
    }

    /** Where the page after this one is. */
    String next(String path) {
        HttpResponse<String> page = send(Request.get(path).build(base, authorization(Caller.ONE_RULE)));
        return Arrays.stream(page.headers().firstValue("Link").orElse("").split(", ", -1))
                .filter(link -> link.endsWith("rel=\"next\""))
                .map(link -> link.substring(1, link.indexOf('>')))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no next page: " + page.statusCode()));
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
