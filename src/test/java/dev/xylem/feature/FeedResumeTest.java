package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Feed;
import dev.xylem.fixture.Folder;
import dev.xylem.fixture.LiveSocket;
import dev.xylem.fixture.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Clients that are cut off again and again, while others write and the server is restarted, end with what is stored. {@code -Dxylem.feed.writes}
 * says how much is written; 300 by default.
 */
class FeedResumeTest {
    private static final int WRITES = Integer.getInteger("xylem.feed.writes", 300);
    private static final int IDS = 40;
    private static final long SEED = Long.getLong("xylem.seed", 7);

    /** A client: what it has made of the events, and where it would go on. */
    private static final class Client {
        final Map<String, String> known = new TreeMap<>();
        String last = "";

        void take(Feed.Event event) {
            switch (event.name()) {
                case "enter", "change" ->
                    known.put(id(event.json().get("_id")), event.json().toJson());
                case "leave" ->
                    assertTrue(known.remove(id(event.json().get("_id"))) != null, () -> "not known: " + event);
                case "reset" -> known.clear();
                default -> {}
            }
            last = event.id().isEmpty() ? last : event.id();
        }

        private static String id(@Nullable BsonValue id) {
            return String.valueOf(id);
        }
    }

    private interface Line extends AutoCloseable {
        Feed.@Nullable Event poll(Duration time);

        @Override
        void close();
    }

    private interface Dial {
        Line open(Api api, String target, String last);
    }

    private static Line bySse(Api api, String target, String last) {
        Feed feed = last.isEmpty() ? Feed.open(api, target) : Feed.open(api, target, "Last-Event-ID", last);
        return new Line() {
            @Override
            public Feed.@Nullable Event poll(Duration time) {
                return feed.poll(time);
            }

            @Override
            public void close() {
                feed.close();
            }
        };
    }

    private static Line bySocket(Api api, String target, String last) {
        LiveSocket socket = LiveSocket.open(
                api, last.isEmpty() ? target : target + (target.contains("?") ? "&" : "?") + "after=" + last);
        return new Line() {
            @Override
            public Feed.@Nullable Event poll(Duration time) {
                return socket.poll(time);
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }

    @Test
    void aClientThatIsCutOffAtRandomEndsWithWhatIsStored() {
        run("", FeedResumeTest::bySse);
    }

    @Test
    void soDoesOneWithAFilter() {
        run("?filter=" + Api.encode("{\"n\": {\"$gt\": 50}}"), FeedResumeTest::bySse);
    }

    @Test
    void soDoesOneWithAWebSocket() {
        run("?filter=" + Api.encode("{\"n\": {\"$gt\": 50}}"), FeedResumeTest::bySocket);
    }

    private static void run(String query, Dial dial) {
        var folder = new Folder();
        String store = "--embedded-store.path=" + folder.path().resolve("store");
        var random = new Random(SEED);
        var client = new Client();
        ServerProcess server = ServerProcess.start(List.of(store), Map.of());
        try {
            Api api = Api.of(server);
            api.put("/db", null).expect(201);
            api.put("/db/c", null).expect(201);
            write(api, WRITES / 2, random, client, "/db/c" + query, dial);
            assertEquals(0, server.terminate());
            server.close();
            server = ServerProcess.start(List.of(store), Map.of());
            write(Api.of(server), WRITES / 2, random, client, "/db/c" + query, dial);
            assertEquals(stored(Api.of(server), "/db/c" + query), client.known);
        } finally {
            server.close();
        }
    }

    /** While another thread writes, the client reads for some milliseconds, is cut off, and comes back. */
    private static void write(Api api, int count, Random random, Client client, String target, Dial dial) {
        var done = new AtomicBoolean();
        var writing = new Random(random.nextLong());
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < count; i++) {
                writeOne(api, writing);
            }
            done.set(true);
        });
        while (!done.get()) {
            read(api, client, target, dial, random.nextInt(5, 120));
        }
        join(writer);
        settle(api, client, target, dial);
    }

    private static void read(Api api, Client client, String target, Dial dial, int millis) {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        try (Line line = dial.open(api, target, client.last)) {
            while (System.nanoTime() < end) {
                Feed.Event event = line.poll(Duration.ofMillis(millis));
                if (event != null) {
                    client.take(event);
                }
            }
        }
    }

    /** Reads until it is quiet. */
    private static void settle(Api api, Client client, String target, Dial dial) {
        try (Line line = dial.open(api, target, client.last)) {
            for (Feed.Event event = line.poll(Duration.ofSeconds(5));
                    event != null;
                    event = line.poll(Duration.ofMillis(700))) {
                client.take(event);
            }
        }
    }

    private static void writeOne(Api api, Random random) {
        String path = "/db/c/d" + random.nextInt(IDS);
        switch (random.nextInt(5)) {
            case 0 -> api.delete(path);
            case 1 -> api.put(path, "{n: " + random.nextInt(100) + "}");
            case 2 -> api.post("/db/c", bulk(random));
            default -> api.patch(path, "{n: " + random.nextInt(100) + "}");
        }
    }

    private static String bulk(Random random) {
        var documents = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            documents.add("{_id: 'd" + random.nextInt(IDS) + "', n: " + random.nextInt(100) + "}");
        }
        return documents.toString();
    }

    private static Map<String, String> stored(Api api, String target) {
        var stored = new TreeMap<String, String>();
        api.get(target).documents().forEach(document -> {
            BsonDocument one = document.asDocument();
            stored.put(String.valueOf(one.get("_id")), one.toJson());
        });
        return stored;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** R17: no loss, no duplicate. */
    @Test
    void R17_numberedDocumentsAreSeenOnceEach() {
        try (ServerProcess server = ServerProcess.on(Engine.EMBEDDED)) {
            Api api = Api.of(server);
            api.put("/db", null).expect(201);
            api.put("/db/c", null).expect(201);
            var seen = new ArrayList<Integer>();
            String last;
            try (Feed feed = Feed.open(api, "/db/c")) {
                last = feed.awaitLive().id();
            }
            Thread writer = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < WRITES; i++) {
                    api.put("/db/c/" + i + "?id_type=NUMBER", "{}").expect(201);
                }
            });
            while (seen.size() < WRITES) {
                try (Feed feed = Feed.open(api, "/db/c", "Last-Event-ID", last)) {
                    long end = System.nanoTime() + Duration.ofMillis(100).toNanos();
                    while (System.nanoTime() < end) {
                        Feed.Event event = feed.poll(Duration.ofMillis(100));
                        if (event != null) {
                            assertTrue(List.of("enter", "live").contains(event.name()), event.name());
                            last = event.id();
                            if (event.name().equals("enter")) {
                                seen.add(event.json().getNumber("_id").intValue());
                            }
                        }
                    }
                }
            }
            join(writer);
            assertEquals(java.util.stream.IntStream.range(0, WRITES).boxed().toList(), seen);
        }
    }
}
