package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.EngineReport;
import dev.xylem.fixture.Feed;
import dev.xylem.fixture.OnEveryEngine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is there now, then every change: contract, section 11. */
class FeedsTest {

    /** Where the store tells of no changes, a server whose feeds carry its own writes. */
    static Api live(Engine engine) {
        Api api = Api.on(engine);
        return watchable(api, api.newCollection()) ? api : Api.on(engine, "--live.source=own-writes");
    }

    private static boolean watchable(Api api, String path) {
        try (Feed feed = Feed.open(api, path)) {
            return feed.head().getFirst().contains(" 200 ");
        }
    }

    /** Without what differs from run to run, and from source to source. */
    private static String state(Feed.Event event) {
        BsonDocument document = event.json();
        document.remove("_etag");
        document.remove("source");
        return event.name() + " " + document.toJson();
    }

    private static String filter(String json) {
        return "?filter=" + Api.encode(json);
    }

    @OnEveryEngine
    void showsWhatIsThereAndThenEachChange(Engine engine) {
        Api api = live(engine);
        String path = api.newCollection();
        api.put(path + "/a", "{n: 1}").expect(201);

        try (Feed feed = Feed.open(api, path)) {
            assertEquals("enter {\"_id\": \"a\", \"n\": 1}", state(feed.next()));
            assertEquals("live {\"count\": 1}", state(feed.next()));
            api.put(path + "/b", "{n: 2}").expect(201);
            assertEquals("enter {\"_id\": \"b\", \"n\": 2}", state(feed.next()));
            api.patch(path + "/a", "{n: 3}").expect(200);
            assertEquals("change {\"_id\": \"a\", \"n\": 3}", state(feed.next()));
            api.put(path + "/a", "{m: 1}").expect(200);
            assertEquals("change {\"_id\": \"a\", \"m\": 1}", state(feed.next()));
            api.delete(path + "/b").expect(204);
            assertEquals("leave {\"_id\": \"b\"}", state(feed.next()));
            feed.expectSilence();
        }
    }

    @OnEveryEngine
    void saysThatItIsAnEventStreamThatNobodyKeeps(Engine engine) {
        Api api = live(engine);

        try (Feed feed = Feed.open(api, api.newCollection())) {
            feed.awaitLive();
            String head = String.join("\n", feed.head());
            assertTrue(head.startsWith("HTTP/1.1 200 OK"), head);
            assertTrue(head.toLowerCase(java.util.Locale.ROOT).contains("content-type: text/event-stream"), head);
            assertTrue(head.toLowerCase(java.util.Locale.ROOT).contains("cache-control: no-store"), head);
            int retry = Integer.parseInt(feed.retry());
            assertTrue(retry >= 1000 && retry <= 5000, feed.retry());
        }
    }

    @OnEveryEngine
    void documentsEnterAndLeaveAFilter(Engine engine) {
        Api api = live(engine);
        String path = api.newCollection();
        api.put(path + "/a", "{n: 1}").expect(201);
        api.put(path + "/b", "{n: 9}").expect(201);

        try (Feed feed = Feed.open(api, path + filter("{n: {$gt: 5}}"))) {
            assertEquals("enter {\"_id\": \"b\", \"n\": 9}", state(feed.next()));
            feed.next("live");
            api.patch(path + "/a", "{n: 7}").expect(200);
            assertEquals("enter {\"_id\": \"a\", \"n\": 7}", state(feed.next()));
            api.patch(path + "/a", "{n: 8}").expect(200);
            assertEquals("change {\"_id\": \"a\", \"n\": 8}", state(feed.next()));
            api.patch(path + "/a", "{n: 2}").expect(200);
            assertEquals("leave {\"_id\": \"a\"}", state(feed.next()));
            api.patch(path + "/a", "{n: 3}").expect(200);
            api.delete(path + "/a").expect(204);
            api.delete(path + "/b").expect(204);
            assertEquals("leave {\"_id\": \"b\"}", state(feed.next()));
        }
    }

    @OnEveryEngine
    void aDocumentCanBeWatchedBeforeItIsThere(Engine engine) {
        Api api = live(engine);
        String path = api.newCollection();

        try (Feed feed = Feed.open(api, path + "/a")) {
            assertEquals("live {\"count\": 0}", state(feed.next()));
            api.put(path + "/b", "{}").expect(201);
            api.put(path + "/a", "{n: 1}").expect(201);
            assertEquals("enter {\"_id\": \"a\", \"n\": 1}", state(feed.next()));
            api.delete(path + "/a").expect(204);
            assertEquals("leave {\"_id\": \"a\"}", state(feed.next()));
        }
    }

    @OnEveryEngine
    void writesOfManyDocumentsAreToldOneByOne(Engine engine) {
        Api api = live(engine);
        String path = api.newCollection();

        try (Feed feed = Feed.open(api, path)) {
            feed.awaitLive();
            api.post(path, "[{_id: 1}, {_id: 2}, {_id: 3}]").expect(200);
            Set<String> entered = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                entered.add(state(feed.next("enter")));
            }
            assertEquals(Set.of("enter {\"_id\": 1}", "enter {\"_id\": 2}", "enter {\"_id\": 3}"), entered);
            api.delete(path + "/*" + filter("{_id: {$gt: 1}}")).expect(200);
            feed.next("leave");
            feed.next("leave");
            feed.expectSilence();
        }
    }

    @OnEveryEngine
    void showsTheKeysThatAreAskedForInTheRepresentationThatIsAskedFor(Engine engine) {
        Api api = live(engine);
        String path = api.newCollection();
        api.put(path + "/a", "{n: 1, inner: {x: 1, y: 2}, list: [1, 2, 3]}").expect(201);
        String keys = "?keys=" + Api.encode("{\"inner.x\": 1, \"list\": {\"$slice\": 1}}");

        try (Feed feed = Feed.open(api, path + keys);
                Feed full = Feed.open(api, path + "?hal=f&jsonMode=strict")) {
            assertEquals("enter {\"_id\": \"a\", \"inner\": {\"x\": 1}, \"list\": [1]}", state(feed.next()));
            String shown = full.next("enter").data();
            assertTrue(shown.contains("\"_type\":\"DOCUMENT\"") && shown.contains("_links"), shown);
            feed.next("live");
            api.patch(path + "/a", "{\"inner.x\": 5}").expect(200);
            assertEquals("change {\"_id\": \"a\", \"inner\": {\"x\": 5}, \"list\": [1]}", state(feed.next()));
        }
    }

    @OnEveryEngine
    void everyEventHasAnIdOfItsOwn(Engine engine) {
        Api api = live(engine);
        String path = api.newCollection();
        api.post(path, "[{_id: 1}, {_id: 2}]").expect(200);

        try (Feed feed = Feed.open(api, path)) {
            var ids = new HashSet<String>();
            for (int i = 0; i < 3; i++) {
                ids.add(feed.next().id());
            }
            api.put(path + "/x", "{}").expect(201);
            ids.add(feed.next().id());
            assertEquals(4, ids.size());
            assertFalse(ids.contains(""));
        }
    }

    @OnEveryEngine
    void goesOnAfterTheLastEventThatWasSeen(Engine engine) {
        Api api = live(engine);
        String path = api.newCollection();
        String id;
        try (Feed feed = Feed.open(api, path)) {
            feed.awaitLive();
            api.put(path + "/a", "{n: 1}").expect(201);
            id = feed.next("enter").id();
        }
        api.put(path + "/b", "{n: 2}").expect(201);
        api.delete(path + "/a").expect(204);

        try (Feed byHeader = Feed.open(api, path, "Last-Event-ID", id)) {
            expectWhatWasMissed(byHeader);
        }
        try (Feed byParameter = Feed.open(api, path + "?after=" + Api.encode(id))) {
            expectWhatWasMissed(byParameter);
        }
    }

    private static void expectWhatWasMissed(Feed feed) {
        assertEquals("live {\"count\": 0}", state(feed.next()));
        assertEquals("enter {\"_id\": \"b\", \"n\": 2}", state(feed.next()));
        assertEquals("leave {\"_id\": \"a\"}", state(feed.next()));
        feed.expectSilence();
    }

    @OnEveryEngine
    void aFilteredFeedRemembersForAMinuteWhatItHasShown(Engine engine) {
        Api api = live(engine);
        String path = api.newCollection();
        api.post(path, "[{_id: 'a', n: 1}, {_id: 'b', n: 1}]").expect(200);
        String target = path + filter("{n: 1}");
        String id;
        try (Feed feed = Feed.open(api, target)) {
            id = feed.awaitLive().id();
            api.patch(path + "/a", "{n: 2}").expect(200);
            feed.next("leave");
            api.put(path + "/c", "{n: 1}").expect(201);
            feed.next("enter");
        }
        api.patch(path + "/b", "{n: 2}").expect(200);

        try (Feed feed = Feed.open(api, target, "Last-Event-ID", id)) {
            feed.next("live");
            assertEquals("leave {\"_id\": \"a\"}", state(feed.next()));
            assertEquals("enter {\"_id\": \"c\", \"n\": 1}", state(feed.next()));
            assertEquals("leave {\"_id\": \"b\"}", state(feed.next()));
        }
        try (Feed late = Feed.open(api, target, "Last-Event-ID", "x" + id)) {
            assertTrue(late.head().getFirst().contains(" 400 "));
        }
    }

    @OnEveryEngine
    void whoWasCutOffInTheSnapshotGetsANewOne(Engine engine) {
        Api api = live(engine);
        String path = api.newCollection();
        api.post(path, "[{_id: 1}, {_id: 2}]").expect(200);
        String id;
        try (Feed feed = Feed.open(api, path)) {
            id = feed.next("enter").id();
        }

        try (Feed feed = Feed.open(api, path, "Last-Event-ID", id)) {
            assertEquals("reset {\"reason\": \"incomplete\"}", state(feed.next()));
            feed.next("enter");
            feed.next("enter");
            assertEquals("live {\"count\": 2}", state(feed.next()));
        }
    }

    @OnEveryEngine
    void withoutASnapshotItBeginsWithNow(Engine engine) {
        Api api = live(engine);
        String path = api.newCollection();
        api.post(path, "[{_id: 'a'}, {_id: 'b'}]").expect(200);

        try (Feed feed = Feed.open(api, path + "?snapshot=false")) {
            assertEquals("live {\"count\": 0}", state(feed.next()));
            api.patch(path + "/a", "{n: 1}").expect(200);
            assertEquals("enter {\"_id\": \"a\", \"n\": 1}", state(feed.next()));
            api.patch(path + "/a", "{n: 2}").expect(200);
            assertEquals("change {\"_id\": \"a\", \"n\": 2}", state(feed.next()));
            api.delete(path + "/b").expect(204);
            feed.expectSilence();
        }
    }

    @OnEveryEngine
    void endsWhenTheCollectionIsDropped(Engine engine) {
        Api api = live(engine);
        String path = api.newCollection();
        api.put(path + "/a", "{}").expect(201);
        String id;

        try (Feed feed = Feed.open(api, path)) {
            feed.awaitLive();
            api.delete(path, "If-Match", api.get(path + "/_meta").etag()).expect(204);
            id = feed.next("reset").id();
            Feed.Event end = feed.next("end");
            assertEquals("collection-not-found", end.json().getString("code").getValue());
            assertEquals("", end.id());
            feed.next("closed");
        }
        api.get(path, "Accept", "text/event-stream").expectProblem(404, "collection-not-found");
        api.put(path, null).expect(201);
        try (Feed feed = Feed.open(api, path, "Last-Event-ID", id)) {
            assertEquals("live {\"count\": 0}", state(feed.next()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sort=n", "sort_by=n", "page=1", "pagesize=10", "before=x", "embed=x", "count", "hint=n"})
    void whatBelongsToPagesIsRefused(String parameter) {
        Api api = Api.on(Engine.EMBEDDED);
        String path = api.newCollection();

        api.get(path + "?" + parameter, "Accept", "text/event-stream").expectProblem(400, "not-in-a-feed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter={$where: '1'}",
                "filter={n: {$near: [1, 2]}}",
                "filter={$expr: {$gt: ['$a', 1]}}",
                "filter={$text: {$search: 'x'}}"
            })
    void aFilterThatCanOnlyBeAnsweredByTheStoreIsRefused(String filter) {
        Api api = Api.on(Engine.EMBEDDED);
        String path = api.newCollection();

        api.get(path + "?filter=" + Api.encode(filter.substring(7)), "Accept", "text/event-stream")
                .expectProblem(400, "operator-not-allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"keys={\"a\":1,\"b\":0}", "rep=NDJSON", "rep=CSV", "snapshot=maybe", "keys={\"a\":1,\"a.b\":1}"})
    void whatMakesNoSenseIsRefused(String parameter) {
        Api api = Api.on(Engine.EMBEDDED);
        String path = api.newCollection();
        String[] parts = parameter.split("=", 2);

        api.get(path + "?" + parts[0] + "=" + Api.encode(parts[1]), "Accept", "text/event-stream")
                .expectProblem(400, "invalid-parameter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/_logic/roles/x", "", "/coll/_size", "/coll/_meta", "/coll/_indexes", "/_schemas"})
    void onlyDocumentsAndCollectionsAreWatchable(String path) {
        Api api = Api.on(Engine.EMBEDDED);
        String collection = api.newCollection();
        String database = collection.substring(0, collection.lastIndexOf('/'));
        String target = path.equals("/") || path.startsWith("/_logic") ? path : database + path;

        api.get(target, "Accept", "text/event-stream").expectProblem(400, "not-watchable");
    }

    @OnEveryEngine
    void anIdBelongsToItsPathAndFilter(Engine engine) {
        Api api = live(engine);
        String path = api.newCollection();
        String id;
        try (Feed feed = Feed.open(api, path)) {
            id = feed.awaitLive().id();
        }

        for (String other : List.of(path + filter("{n: 1}"), path + "/a", api.newCollection())) {
            api.get(other, "Accept", "text/event-stream", "Last-Event-ID", id).expectProblem(400, "bad-cursor");
        }
        String tampered = id.substring(0, 20) + (id.charAt(20) == 'A' ? 'B' : 'A') + id.substring(21);
        assertNotEquals(id, tampered);
        api.get(path, "Accept", "text/event-stream", "Last-Event-ID", tampered).expectProblem(400, "bad-cursor");
    }

    @OnEveryEngine
    void aStoreWithoutChangeStreamsSaysSo(Engine engine) {
        EngineReport.require(engine.name().equals("DocumentDB"), "is about stores without change streams");
        Api api = Api.on(engine);

        api.get(api.newCollection(), "Accept", "text/event-stream").expectProblem(501, "store-unsupported");
    }

    @OnEveryEngine
    void anOrdinaryGetIsNoFeed(Engine engine) {
        Api api = Api.on(engine);
        String path = api.newCollection();

        api.get(path, "Accept", "*/*").expect(200).json();
        api.get(path, "Accept", "application/json, text/event-stream;q=0.5")
                .expect(200)
                .json();
        api.get(path + "?snapshot=false").expectProblem(400, "unknown-parameter");
    }
}
