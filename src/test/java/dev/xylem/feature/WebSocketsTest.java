package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Feed;
import dev.xylem.fixture.LiveSocket;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import org.junit.jupiter.api.Test;

/** The second door of feeds. */
class WebSocketsTest {

    @OnEveryEngine
    void tellsTheSameAsServerSentEvents(Engine engine) {
        Api api = FeedsTest.live(engine);
        String path = api.newCollection();
        api.put(path + "/a", "{n: 1}").expect(201);

        try (LiveSocket socket = LiveSocket.open(api, path);
                Feed feed = Feed.open(api, path)) {
            assertEquals(feed.next("enter").json(), socket.next("enter").json());
            assertEquals(feed.next("live").json(), socket.next("live").json());
            api.patch(path + "/a", "{n: 2}").expect(200);
            assertEquals(feed.next("change").json(), socket.next("change").json());
            api.delete(path + "/a").expect(204);
            assertEquals(feed.next("leave").json(), socket.next("leave").json());
        }
    }

    @OnEveryEngine
    void goesOnAfterTheLastEventThatWasSeen(Engine engine) {
        Api api = FeedsTest.live(engine);
        String path = api.newCollection();
        String id;
        try (LiveSocket socket = LiveSocket.open(api, path)) {
            id = socket.awaitLive().id();
        }
        api.put(path + "/a", "{n: 1}").expect(201);

        try (LiveSocket socket = LiveSocket.open(api, path + "?after=" + id)) {
            socket.next("live");
            assertEquals("a", socket.next("enter").json().getString("_id").getValue());
        }
    }

    @OnEveryEngine
    void isClosedWhenTheCollectionIsDropped(Engine engine) {
        Api api = FeedsTest.live(engine);
        String path = api.newCollection();

        try (LiveSocket socket = LiveSocket.open(api, path)) {
            socket.awaitLive();
            api.delete(path, "If-Match", api.get(path + "/_meta").etag()).expect(204);
            socket.next("reset");
            socket.next("end");
            assertEquals(1000, socket.closeCode());
        }
    }

    @Test
    void listensToNothing() {
        Api api = Api.on(Engine.EMBEDDED);
        String path = api.newCollection();

        try (LiveSocket talkative = LiveSocket.open(api, path).say("hello");
                LiveSocket other = LiveSocket.open(api, path)) {
            assertEquals(1003, talkative.closeCode());
            other.awaitLive();
            api.put(path + "/a", "{}").expect(201);
            other.next("enter");
        }
    }

    @Test
    void refusesBeforeItOpens() {
        Api api = Api.on(Engine.EMBEDDED);
        String path = api.newCollection();

        assertEquals(404, LiveSocket.refused(api, path + "x"));
        assertEquals(400, LiveSocket.refused(api, path + "?sort=n"));
        assertEquals(400, LiveSocket.refused(api, "/"));
        assertEquals(400, LiveSocket.refused(api, path + "?after=nonsense"));
    }

    @Test
    void T72_anotherSitesPageGetsNoWebSocket() {
        try (ServerProcess server = ServerProcess.on(Engine.EMBEDDED, "--cors.origins=[https://app.example]")) {
            Api api = Api.of(server);
            String path = api.newCollection();

            assertEquals(403, LiveSocket.refused(api, path, "Origin", "https://evil.example"));
            assertEquals(403, LiveSocket.refused(api, path, "Origin", "null"));
            LiveSocket.open(api, path, "Origin", "https://app.example").close();
            LiveSocket.open(api, path, "Origin", server.base().toString()).close();
            LiveSocket.open(api, path).close();
        }
    }

    @Test
    void T72_anyPageMayConnectToAnOpenServerButNotWithTheBrowsersOwnCredentials() {
        Api api = Api.on(Engine.EMBEDDED);
        String path = api.newCollection();
        String ambient = Api.basic("ann", "ann");

        LiveSocket.open(api, path, "Origin", "https://page.example").close();
        assertEquals(403, LiveSocket.refused(api, path, "Origin", "https://page.example", "Authorization", ambient));
    }

    @Test
    void T76_abusiveFramesCloseTheirOwnSocketOnly() {
        Api api = Api.on(Engine.EMBEDDED);
        String path = api.newCollection();

        try (LiveSocket other = LiveSocket.open(api, path)) {
            other.awaitLive();
            try (LiveSocket large = LiveSocket.open(api, path).say("x".repeat(300_000))) {
                int code = large.closeCode();
                assertTrue(code == 1009 || code == 1003, () -> "closed with " + code);
            }
            try (LiveSocket pinging = LiveSocket.open(api, path)) {
                for (int i = 0; i < 300; i++) {
                    try {
                        pinging.ping();
                    } catch (RuntimeException e) {
                        break;
                    }
                }
                int code = pinging.closeCode();
                assertTrue(code == 1008 || code == 1006, () -> "closed with " + code);
            }
            api.put(path + "/a", "{}").expect(201);
            other.next("enter");
        }
    }
}
