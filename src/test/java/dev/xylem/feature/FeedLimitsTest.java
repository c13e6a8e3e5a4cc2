package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Eventually;
import dev.xylem.fixture.Feed;
import dev.xylem.fixture.LiveSocket;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What feeds may cost, and how they end: rows R14 to R20 of the list of resources, less R17, which is FeedResumeTest's. */
class FeedLimitsTest {
    private static final ServerProcess SERVER = ServerProcess.on(
            Engine.EMBEDDED, "--limits.feeds=6", "--limits.feed-snapshot=5", "--embedded-store.change-log-entries=20");

    private final Api api = Api.of(SERVER);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void theServerHasOnlySoManyFeeds() {
        String path = api.newCollection();
        Eventually.within(Duration.ofSeconds(5), "others are closed", () -> canOpen(path));
        var feeds = new ArrayList<Feed>();
        for (int i = 0; i < 6; i++) {
            feeds.add(Feed.open(api, path));
        }
        feeds.forEach(Feed::awaitLive);

        String header = api.get(path, "Accept", "text/event-stream")
                .expectProblem(503, "too-many-feeds")
                .header("Retry-After");
        assertTrue(Integer.parseInt(header) > 0);
        api.put(path + "/a", "{}").expect(201);
        feeds.forEach(feed -> feed.next("enter"));
        feeds.forEach(Feed::close);
        Eventually.within(Duration.ofSeconds(5), "room again", () -> canOpen(path));
    }

    private boolean canOpen(String path) {
        try (Feed feed = Feed.open(api, path)) {
            return feed.head().getFirst().contains(" 200 ");
        }
    }

    @Test
    void tooMuchToBeginWithIsRefusedBeforeTheFirstEvent() {
        String path = api.newCollection();
        api.post(path, "[{_id: 1}, {_id: 2}, {_id: 3}, {_id: 4}, {_id: 5}, {_id: 6}]")
                .expect(200);

        api.get(path, "Accept", "text/event-stream").expectProblem(413, "snapshot-too-large");
        try (Feed filtered = Feed.open(api, path + "?filter=" + Api.encode("{\"_id\": {\"$gt\": 1}}"));
                Feed without = Feed.open(api, path + "?snapshot=false")) {
            assertEquals(5, filtered.awaitLive().json().getInt32("count").getValue());
            without.next("live");
        }
    }

    @Test
    void R18_whatTheStoreHasForgottenLeadsToANewSnapshot() {
        String path = api.newCollection();
        String id;
        try (Feed feed = Feed.open(api, path)) {
            id = feed.awaitLive().id();
        }
        pause(Duration.ofSeconds(3));
        for (int i = 0; i < 40; i++) {
            api.put(path + "/a", "{n: " + i + "}");
        }

        try (Feed feed = Feed.open(api, path, "Last-Event-ID", id)) {
            Feed.Event first = feed.next();
            if (first.name().equals("live")) {
                first = feed.next();
            }
            assertEquals("reset", first.name());
            assertEquals("too-old", first.json().getString("reason").getValue());
            assertEquals(39, feed.next("enter").json().getInt32("n").getValue());
            feed.next("live");
        }
    }

    /** A sign of life every 20 s keeps what is in between from cutting it off. */
    @Test
    void R15_anIdleFeedShowsThatItLives() throws InterruptedException {
        String path = api.newCollection();
        try (Feed feed = Feed.open(api, path)) {
            feed.awaitLive();
            long end = System.nanoTime() + Duration.ofSeconds(25).toNanos();
            while (feed.beats() == 0 && System.nanoTime() < end) {
                Thread.sleep(100);
            }
            assertTrue(feed.beats() > 0);
            api.put(path + "/a", "{}").expect(201);
            feed.next("enter");
        }
    }

    /** Streams that nobody follows any more are closed, so that no new ones are needed each time. */
    @Test
    void R16_nothingIsLeftOfFeedsThatWereClosed() {
        String path = api.newCollection();
        for (int i = 0; i < 50; i++) {
            openAndClose(path);
        }
        pause(Duration.ofSeconds(3));
        double before = threads();

        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 50; i++) {
                openAndClose(path);
            }
            pause(Duration.ofSeconds(3));
        }

        assertTrue(threads() <= before + 3, () -> before + " threads before, now " + threads());
    }

    private void openAndClose(String path) {
        Eventually.within(Duration.ofSeconds(5), "there is room", () -> {
            try (Feed feed = Feed.open(api, path)) {
                return feed.head().getFirst().contains(" 200 ");
            }
        });
    }

    private static double threads() {
        var management = SERVER.management();
        String metrics = management == null ? "" : text(management + "/metrics");
        var found = Pattern.compile("(?m)^jvm_threads_live_threads\\S* (\\S+)").matcher(metrics);
        assertTrue(found.find());
        return Double.parseDouble(found.group(1));
    }

    private static String text(String url) {
        try (InputStream in = java.net.URI.create(url).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void R14_whoDoesNotReadIsEndedAndDisturbsNobody() throws IOException {
        String path = api.newCollection();
        try (Socket slow = new Socket();
                Feed other = Feed.open(api, path + "?snapshot=false&keys=" + Api.encode("{\"n\": 1}"))) {
            other.next("live");
            slow.setReceiveBufferSize(4_096);
            slow.connect(
                    new InetSocketAddress(SERVER.base().getHost(), SERVER.base().getPort()));
            slow.getOutputStream()
                    .write(("GET " + path + "?snapshot=false HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            slow.getInputStream().read();
            String big = "{big: '" + "x".repeat(500_000) + "'}";
            for (int i = 0; i < 60; i++) {
                api.put(path + "/d" + i, big).expect(201);
                assertEquals(
                        "d" + i, other.next("enter").json().getString("_id").getValue());
            }
            slow.setSoTimeout(10_000);
            String all = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(
                    all.contains("feed-too-slow"), () -> "ends with " + all.substring(Math.max(0, all.length() - 300)));
        }
    }

    @Test
    void R19_R20_manyIdleFeedsLeaveRoomForOthersAndMayAllComeBackAtOnce() {
        int many = 400;
        try (ServerProcess server = ServerProcess.on(Engine.EMBEDDED, "--limits.feeds-per-user=" + many)) {
            Api own = Api.of(server);
            String path = own.newCollection();
            List<String> ids = openAll(own, path, List.of(), many);
            own.put(path + "/a", "{n: 1}").expect(201);

            List<String> retries = new ArrayList<>();
            var feeds = new ArrayList<Feed>();
            for (int i = 0; i < many; i++) {
                feeds.add(Feed.open(own, target(path, i), "Last-Event-ID", ids.get(i)));
            }
            for (Feed feed : feeds) {
                feed.next("live");
                retries.add(feed.retry());
            }
            own.get(path).expect(200);
            feeds.get(1).next("enter");
            feeds.forEach(Feed::close);
            assertTrue(retries.stream().distinct().count() > many / 4, "their times to wait differ");
        }
    }

    private static String target(String path, int n) {
        return path + "?filter=" + Api.encode("{\"n\": " + n + "}");
    }

    private static List<String> openAll(Api api, String path, List<String> headers, int many) {
        var feeds = new ArrayList<Feed>();
        for (int i = 0; i < many; i++) {
            feeds.add(Feed.open(api, target(path, i), headers.toArray(String[]::new)));
        }
        List<String> ids = feeds.stream().map(feed -> feed.awaitLive().id()).toList();
        api.get(path).expect(200);
        feeds.forEach(Feed::close);
        return ids;
    }

    @Test
    void aServerThatStopsSaysSo() {
        try (ServerProcess server = ServerProcess.on(Engine.EMBEDDED)) {
            Api own = Api.of(server);
            String path = own.newCollection();
            try (Feed feed = Feed.open(own, path);
                    LiveSocket socket = LiveSocket.open(own, path)) {
                feed.awaitLive();
                socket.awaitLive();

                long begin = System.nanoTime();
                assertEquals(0, server.terminate());

                assertTrue(System.nanoTime() - begin < Duration.ofSeconds(10).toNanos());
                assertEquals(
                        "stopping", feed.next("end").json().getString("code").getValue());
                assertEquals(List.of("end", 1001), List.of(socket.next().name(), socket.closeCode()));
            }
        }
    }
}
