package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Command;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export} and {@code import}, as an operator calls them. */
class BackupTest {
    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();
    private static final AtomicInteger NAMES = new AtomicInteger();

    private static final List<String> VALUES = List.of(
            "{$numberInt: '7'}",
            "{$numberLong: '7'}",
            "{$numberLong: '-9223372036854775808'}",
            "{$numberDouble: '7.0'}",
            "{$numberDouble: '-0.0'}",
            "{$numberDouble: 'NaN'}",
            "{$numberDecimal: '1.10'}",
            "'x\\u0000\\u2028\\n\"😀'",
            "{$binary: {base64: 'AQID', subType: '00'}}",
            "{$binary: {base64: 'AQIDBAUGBwgJCgsMDQ4PEA==', subType: '04'}}",
            "{$oid: '5f0000000000000000000001'}",
            "true",
            "null",
            "{$date: {$numberLong: '-1'}}",
            "{$regularExpression: {pattern: 'a/b', options: 'i'}}",
            "{$code: 'f()'}",
            "{$timestamp: {t: 4294967295, i: 6}}",
            "{$minKey: 1}",
            "{$maxKey: 1}",
            "{a: {'': 1}}",
            "[1, [2], {}]",
            "{$ref: 'c', $id: 1}");

    /** What the embedded store does not take, or not unchanged. */
    private static final List<String> RARE_VALUES = List.of(
            "{$undefined: true}",
            "{$symbol: 's'}",
            "{$code: 'f()', $scope: {a: 1}}",
            "{$binary: {base64: 'AQID', subType: '80'}}");

    private final String database = "backup" + System.nanoTime() + "_" + NAMES.incrementAndGet();

    private final Map<String, ServerProcess> servers = new HashMap<>();

    @TempDir
    Path folder;

    @OnEveryEngine
    void dataMoveToAnotherStoreAndBack(Engine engine) throws IOException {
        Map<String, Object> before = onEmbedded("a", data -> {
            fill(data, VALUES);
            return contents(data);
        });

        Command.run("export", path("a.tar.gz"), embedded("a")).expect(0);
        Command.run("import", path("a.tar.gz"), store(engine, "b")).expect(0);
        Command.run("export", path("copy"), store(engine, "b"), "--only=" + database)
                .expect(0);
        Command.run("import", path("copy"), embedded("c")).expect(0);

        assertEquals(before, onEmbedded("c", this::contents));
        drop(engine);
    }

    @OnEveryEngine
    void whatWasDroppedComesBackToTheByte(Engine engine) throws IOException {
        List<String> values = new ArrayList<>(VALUES);
        if (!engine.isEmbedded()) {
            values.addAll(RARE_VALUES);
        }
        Map<String, Object> before = on(engine, "a", data -> {
            fill(data, values);
            return contents(data);
        });

        Command.run("export", path("a.tar"), store(engine, "a"), "--only=" + database)
                .expect(0);
        on(engine, "a", data -> {
            data.drop();
            assertEquals(Map.of(), contents(data));
            return true;
        });
        Command.run("import", path("a.tar"), store(engine, "a")).expect(0);

        assertEquals(before, on(engine, "a", this::contents));
        drop(engine);
    }

    @OnEveryEngine
    void whatHoldsDocumentsIsNotTouchedUnlessAsked(Engine engine) throws IOException {
        on(engine, "a", data -> {
            insert(data, "one", "{_id: 1, v: 'old'}");
            insert(data, "two", "{_id: 1, v: 'old'}");
            return true;
        });
        Command.run("export", path("a.tar"), store(engine, "a"), "--only=" + database)
                .expect(0);
        on(engine, "a", data -> {
            data.drop();
            insert(data, "two", "{_id: 1, v: 'new'}");
            return true;
        });

        var refusal = Command.run("import", path("a.tar"), store(engine, "a")).expect(3);
        assertTrue(refusal.stderr().contains(database + ".two. "), refusal.stderr());
        assertEquals(List.of("two: new"), on(engine, "a", BackupTest::values));

        Command.run("import", path("a.tar"), store(engine, "a"), "--on-existing=skip")
                .expect(0);
        assertEquals(List.of("one: old", "two: new"), on(engine, "a", BackupTest::values));

        Command.run("import", path("a.tar"), store(engine, "a"), "--on-existing=replace", "--only=" + database + ".two")
                .expect(0);
        assertEquals(List.of("one: old", "two: old"), on(engine, "a", BackupTest::values));
        drop(engine);
    }

    @OnEveryEngine
    void aDocumentThatTheStoreRefusesIsNamed(Engine engine) throws IOException {
        Path backup = Files.createDirectories(folder.resolve("b/" + database));
        Files.writeString(
                backup.resolve("x.ndjson"), "{_id: 1, u: 1}\n{_id: 2, u: 2}\n{_id: 3, u: 1}\n{_id: 4, u: 4}\n");
        Files.writeString(folder.resolve("b/manifest.json"), """
                {format: 1, xylem: 'hand', started: '2026-01-01T00:00:00Z', finished: '2026-01-01T00:00:00Z', collections: [
                {database: '%1$s', collection: 'x', type: 'collection', options: {}, \
                indexes: [{key: {u: 1}, name: 'u', unique: true}], files: [{file: '%1$s/x.ndjson', documents: 4}]}]}
                """.formatted(database));

        var failure = Command.run("import", path("b"), store(engine, "a")).expect(1);

        assertTrue(
                failure.stderr().contains(database + "/x.ndjson:3: the store refuses this document"), failure.stderr());
        assertTrue(failure.stderr().contains("Of the backup 2 documents are in the store now"), failure.stderr());
        long stored = on(engine, "a", data -> data.getCollection("x").countDocuments());
        assertEquals(2, stored);
        drop(engine);
    }

    @Test
    void aServerIsExportedWhileItServesAndOthersWrite() throws Exception {
        try (var server = ServerProcess.start(List.of(embedded("live")), Map.of())) {
            Path address = folder.resolve("live/address");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(address)));
            var api = Api.of(server);
            api.put("/" + database, "{descr: 'orders of all years'}").expect(201);
            api.put("/" + database + "/c", null).expect(201);
            api.post("/" + database + "/c", documents(0, 2_000)).expect(200);

            Command export;
            var stop = new AtomicBoolean();
            var writer = Thread.ofVirtual().start(() -> write(api, stop));
            try {
                export = Command.run("export", path("copy"), embedded("live")).expect(0);
            } finally {
                stop.set(true);
                writer.join();
            }

            assertTrue(export.stderr().contains("exporting from the server that runs on the embedded store"));
            var ids = new HashSet<Integer>();
            for (var line : Files.readAllLines(folder.resolve("copy/" + database + "/c/000001.ndjson"))) {
                var document = BsonDocument.parse(line);
                assertEquals(document.get("a"), document.get("b"), "half an update");
                assertTrue(ids.add(document.getNumber("_id").intValue()), line);
            }
            assertTrue(ids.containsAll(IntStream.range(0, 2_000).boxed().toList()));

            assertEquals(0, server.terminate());
            assertFalse(Files.exists(address));
        }
    }

    private void write(Api api, AtomicBoolean stop) {
        for (int n = 0; !stop.get(); n++) {
            api.patch(
                            "/" + database + "/c/" + n % 2_000 + "?id_type=NUMBER",
                            "{$inc: {a: 1, b: 1}, pad: '" + "x".repeat(n % 300) + "'}")
                    .expect(200);
            api.post("/" + database + "/c", "{_id: " + (2_000 + n) + ", a: 0, b: 0}")
                    .expect(201);
        }
    }

    private static String documents(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(id -> "{_id: %d, a: 0, b: 0}".formatted(id))
                .toList()
                .toString();
    }

    @Test
    void theAddressOfAKilledServerMisleadsNobody() throws IOException {
        try (var server = ServerProcess.start(List.of(embedded("data")), Map.of())) {
            Api.of(server).put("/" + database, "{descr: 'x'}").expect(201);
            server.kill();
        }
        assertTrue(Files.exists(folder.resolve("data/address")));

        var export = Command.run("export", path("x.tar"), embedded("data")).expect(0);

        assertTrue(export.stderr().contains(", opened by this command"), export.stderr());
        assertTrue(export.stderr().contains("exported 1 documents in 1 collections"), export.stderr());
        assertFalse(Files.exists(folder.resolve("data/address")));
    }

    @Test
    void propertiesMoveToo() throws IOException {
        String path = "/" + database + "/c";
        try (var server = ServerProcess.start(List.of(embedded("a")), Map.of())) {
            var api = Api.of(server);
            api.put("/" + database, "{descr: 'd'}").expect(201);
            api.put(path, "{descr: 'c'}").expect(201);
            assertEquals(0, server.terminate());
        }
        Command.run("export", path("a.tgz"), embedded("a")).expect(0);
        try (var server = ServerProcess.start(List.of(embedded("b")), Map.of())) {
            var imported = Command.run("import", path("a.tgz"), embedded("b")).expect(0);
            assertTrue(imported.stderr().contains("importing to the server that runs on"), imported.stderr());
            var api = Api.of(server);
            assertEquals(
                    "d",
                    api.get("/" + database)
                            .expect(200)
                            .json()
                            .getString("descr")
                            .getValue());
            assertEquals(
                    "c", api.get(path).expect(200).json().getString("descr").getValue());
        }
    }

    @Test
    void aWrongWordTouchesNothing() throws IOException {
        Files.writeString(folder.resolve("there.tar"), "precious");
        onEmbedded("a", data -> {
            insert(data, "c", "{_id: 1}");
            return true;
        });
        Command.run("export", path("there.tar"), embedded("a")).expect(2);
        Command.run("export", path("x.tar"), embedded("a"), "--only=" + database + "x")
                .expect(2);
        Command.run("export", path("x.tar"), embedded("mistyped")).expect(2);
        Command.run("export", path("x.tar"), "--embedded-store.path=memory:").expect(2);
        Command.run("export", path("x.tar"), "--http-prot=1").expect(2);
        Command.run("import", path("no-such.tar"), embedded("new")).expect(2);
        Command.run("import", path("there.tar"), embedded("new")).expect(4);
        var unreachable = Command.run("export", path("x.tar"), "--mongo-uri=mongodb://127.0.0.1:1")
                .expect(1);

        assertTrue(unreachable.stderr().contains("no answer from MongoDB at 127.0.0.1:1"), unreachable.stderr());
        assertEquals("precious", Files.readString(folder.resolve("there.tar")));
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of("a", "there.tar"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private void fill(MongoDatabase data, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            insert(data, "types", "{_id: %d, v: %s}".formatted(i, values.get(i)));
        }
        for (var name : List.of("a b", "été", "日本", "A", "a", "x/y", "x'y\"", "100%", "_hidden", "a.b.c")) {
            insert(data, name, "{_id: '" + name.replace("'", "\\'") + "'}");
        }
        for (var id :
                List.of("null", "'s'", "{$oid: '5f0000000000000000000001'}", "{a: 1}", "{$numberLong: '5'}", "true")) {
            insert(data, "ids", "{_id: " + id + "}");
        }
        data.createCollection("empty");
        data.runCommand(BsonDocument.parse("""
                {createIndexes: 'a', indexes: [
                  {key: {u: 1}, name: 'u', unique: true},
                  {key: {s: -1}, name: 's', sparse: true, unique: true},
                  {key: {p: 1}, name: 'p', partialFilterExpression: {p: {$gt: 1}}},
                  {key: {c: 1, d: -1}, name: 'c and d'}]}
                """));
    }

    /** Documents by collection, in canonical JSON and by {@code _id}, and indexes. */
    private Map<String, Object> contents(MongoDatabase data) {
        Map<String, Object> contents = new TreeMap<>();
        for (var name : data.listCollectionNames()) {
            contents.put(
                    name,
                    data.getCollection(name, RawBsonDocument.class).find().into(new ArrayList<>()).stream()
                            .map(document -> document.toJson(CANONICAL))
                            .sorted()
                            .toList());
            contents.put("indexes of " + name, indexes(data, name));
        }
        return contents;
    }

    private static Map<String, BsonDocument> indexes(MongoDatabase data, String collection) {
        Map<String, BsonDocument> indexes = new TreeMap<>();
        for (var index : data.getCollection(collection).listIndexes(BsonDocument.class)) {
            var told = new BsonDocument();
            for (var option : List.of("key", "unique", "sparse", "expireAfterSeconds", "partialFilterExpression")) {
                if (index.containsKey(option)) {
                    told.put(option, index.get(option));
                }
            }
            indexes.put(index.getString("name").getValue(), told);
        }
        return indexes;
    }

    private static List<String> values(MongoDatabase data) {
        return data.listCollectionNames().into(new ArrayList<>()).stream()
                .sorted()
                .map(name ->
                        name + ": " + data.getCollection(name).find().first().getString("v"))
                .toList();
    }

    private static void insert(MongoDatabase data, String collection, String document) {
        data.getCollection(collection, RawBsonDocument.class)
                .insertOne(new RawBsonDocument(BsonDocument.parse(document), new BsonDocumentCodec()));
    }

    private void drop(Engine engine) {
        if (!engine.isEmbedded()) {
            on(engine, "", data -> {
                data.drop();
                return true;
            });
        }
    }

    private <T> T on(Engine engine, String name, Function<MongoDatabase, T> work) {
        if (engine.isEmbedded()) {
            return onEmbedded(name, work);
        }
        try (MongoClient client = MongoClients.create(engine.mongoUri())) {
            return work.apply(client.getDatabase(database));
        }
    }

    /** Through the server of a data folder, which is started for it and runs until the test ends. */
    private <T> T onEmbedded(String name, Function<MongoDatabase, T> work) {
        servers.computeIfAbsent(name, _ -> ServerProcess.start(List.of(embedded(name)), Map.of()));
        try (MongoClient client = MongoClients.create(address(name))) {
            return work.apply(client.getDatabase(database));
        }
    }

    @AfterEach
    void stopServers() {
        servers.values().forEach(ServerProcess::close);
    }

    private String address(String name) {
        try {
            return Files.readString(folder.resolve(name).resolve("address")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String embedded(String name) {
        return "--embedded-store.path=" + path(name);
    }

    private String store(Engine engine, String name) {
        return engine.isEmbedded() ? embedded(name) : engine.option();
    }
}
