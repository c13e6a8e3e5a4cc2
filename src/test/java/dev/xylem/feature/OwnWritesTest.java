package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Feed;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.OtherProgram;
import dev.xylem.fixture.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/** Feeds without a change stream: they carry what goes through the server. */
class OwnWritesTest {
    private static final String OPTION = "--live.source=own-writes";
    private static final int IDS = 12;

    private static String filter(String json) {
        return "?filter=" + Api.encode(json);
    }

    @OnEveryEngine
    void saysWhereItsEventsComeFrom(Engine engine) {
        Api api = Api.on(engine, OPTION);

        try (Feed feed = Feed.open(api, api.newCollection())) {
            assertEquals(
                    "{\"count\":0,\"source\":\"own-writes\"}", feed.next("live").data());
        }
    }

    @OnEveryEngine
    void tellsWhatThisServerWritesAndNothingElse(Engine engine) {
        Api api = Api.on(engine, OPTION);
        String path = api.newCollection();

        try (OtherProgram other = OtherProgram.on(engine);
                Feed feed = Feed.open(api, path)) {
            feed.awaitLive();
            other.collection(path).insertOne(BsonDocument.parse("{_id: 'theirs'}"));
            feed.expectSilence();
            api.put(path + "/ours", "{n: 1}").expect(201);
            assertEquals("ours", feed.next("enter").json().getString("_id").getValue());
        }
    }

    @OnEveryEngine
    void aWriteThatIsRefusedIsNoNews(Engine engine) {
        Api api = Api.on(engine, OPTION);
        String path = api.newCollection();
        api.put(path + "/a", "{n: 1}").expect(201);

        try (Feed feed = Feed.open(api, path)) {
            feed.awaitLive();
            api.put(path + "/a", "{n: 2}", "If-Match", "\"000000000000000000000000\"")
                    .expect(412);
            api.put(path + "/a?wm=insert", "{n: 2}").expect(409);
            api.delete(path + "/b").expect(404);
            api.post(path + "?wm=insert", "[{_id: 'a', n: 3}, {_id: 'c', n: 3}]");
            assertEquals("c", feed.next("enter").json().getString("_id").getValue());
            feed.expectSilence();
        }
    }

    @OnEveryEngine
    void tellsEachDocumentThatAFilterHasChanged(Engine engine) {
        Api api = Api.on(engine, OPTION);
        String path = api.newCollection();
        api.post(path, "[{_id: 1, n: 1}, {_id: 2, n: 1}, {_id: 3, n: 5}]").expect(200);

        try (Feed feed = Feed.open(api, path)) {
            feed.awaitLive();
            api.patch(path + "/*" + filter("{n: 1}"), "{n: 7}").expect(200);
            var changed = new TreeMap<Integer, Integer>();
            for (int i = 0; i < 2; i++) {
                BsonDocument state = feed.next("change").json();
                changed.put(
                        state.getInt32("_id").getValue(), state.getInt32("n").getValue());
            }
            assertEquals(Map.of(1, 7, 2, 7), changed);
            api.delete(path + "/*" + filter("{n: {$gt: 0}}")).expect(200);
            var left = new ArrayList<BsonValue>();
            for (int i = 0; i < 3; i++) {
                left.add(feed.next("leave").json().get("_id"));
            }
            assertEquals(
                    List.of(new BsonInt32(1), new BsonInt32(2), new BsonInt32(3)),
                    left.stream()
                            .sorted((a, b) -> a.asInt32().compareTo(b.asInt32()))
                            .toList());
            feed.expectSilence();
        }
    }

    @Test
    void aWriteOfVeryManyDocumentsLeadsToANewSnapshot() {
        Api api = Api.on(Engine.EMBEDDED, OPTION);
        String path = api.newCollection();
        String lines = IntStream.range(0, 10_001).mapToObj(i -> "{\"n\": 1}").collect(Collectors.joining("\n"));
        api.post(path, lines, "Content-Type", "application/x-ndjson").expect(200);

        try (Feed feed = Feed.open(api, path + "?snapshot=false")) {
            feed.awaitLive();
            api.delete(path + "/*" + filter("{n: 1}")).expect(200);
            feed.next("reset");
            feed.next("live");
            api.put(path + "/a", "{}").expect(201);
            feed.next("enter");
        }
    }

    @OnEveryEngine
    void afterARestartTheClientBeginsAnew(Engine engine) {
        String path;
        String id;
        try (ServerProcess server = ServerProcess.on(engine, OPTION, "--cursor-key=0123456789abcdef")) {
            Api api = Api.of(server);
            path = api.newCollection();
            try (Feed feed = Feed.open(api, path)) {
                id = feed.awaitLive().id();
            }
        }
        try (ServerProcess server = ServerProcess.on(engine, OPTION, "--cursor-key=0123456789abcdef")) {
            Api api = Api.of(server);
            if (engine.isEmbedded()) {
                api.put(path.substring(0, path.lastIndexOf('/')), null).expect(201);
                api.put(path, null).expect(201);
            }
            try (Feed feed = Feed.open(api, path, "Last-Event-ID", id)) {
                feed.next("reset");
                feed.next("live");
            }
        }
    }

    @OnEveryEngine
    void feedsThatBeginWhileManyWriteEndWithWhatIsStored(Engine engine) throws Exception {
        Api api = Api.on(engine, OPTION);
        String path = api.newCollection();
        int each = engine.isEmbedded() ? 150 : 40;
        var feeds = new TreeMap<String, List<Feed>>();

        var writers = IntStream.range(0, 6)
                .mapToObj(seed -> Thread.startVirtualThread(() -> writeMany(api, path, each, new Random(seed))))
                .toList();
        for (int i = 0; i < 12; i++) {
            String target = path + (i % 2 == 0 ? "" : filter("{n: {$gte: 4}}"));
            feeds.computeIfAbsent(target, _ -> new ArrayList<>()).add(Feed.open(api, target));
            Thread.sleep(engine.isEmbedded() ? 20 : 150);
        }
        for (Thread writer : writers) {
            writer.join();
        }

        for (var target : feeds.entrySet()) {
            Map<String, String> stored = stored(api, target.getKey());
            for (Feed feed : target.getValue()) {
                assertEquals(stored, known(feed));
                feed.close();
            }
        }
    }

    private static void writeMany(Api api, String path, int count, Random random) {
        for (int i = 0; i < count; i++) {
            writeOne(api, path, random);
        }
    }

    private static void writeOne(Api api, String path, Random random) {
        String document = path + "/d" + random.nextInt(IDS);
        String body = "{n: " + random.nextInt(8) + "}";
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> api.put(document, body);
            case 3 -> api.patch(document, body);
            case 4 -> api.delete(document);
            case 5 ->
                api.post(
                        path,
                        "[{_id: 'd" + random.nextInt(IDS) + "', n: 5}, {_id: 'd" + random.nextInt(IDS) + "', n: 1}]");
            case 6 -> api.patch(path + "/*" + filter("{n: " + random.nextInt(8) + "}"), body);
            default -> api.delete(path + "/*" + filter("{n: " + random.nextInt(8) + "}"));
        }
    }

    private static Map<String, String> stored(Api api, String target) {
        var stored = new TreeMap<String, String>();
        String query = (target.contains("?") ? "&" : "?") + "rep=S&pagesize=1000";
        api.get(target + query)
                .expect(200)
                .array()
                .forEach(document -> stored.put(
                        id(document.asDocument()), document.asDocument().toJson()));
        return stored;
    }

    private static Map<String, String> known(Feed feed) {
        var known = new TreeMap<String, String>();
        Feed.Event event = feed.next();
        while (event != null) {
            switch (event.name()) {
                case "enter", "change" ->
                    known.put(id(event.json()), event.json().toJson());
                case "leave" -> known.remove(id(event.json()));
                case "reset" -> known.clear();
                default -> {}
            }
            event = feed.poll(Duration.ofMillis(700));
        }
        return known;
    }

    private static String id(BsonDocument document) {
        return document.getString("_id").getValue();
    }
}
