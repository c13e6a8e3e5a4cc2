package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.EngineReport;
import dev.xylem.fixture.Feed;
import dev.xylem.fixture.LiveSocket;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bson.BsonDocument;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored streams: {@code streams} of a collection, watched at {@code _streams/uri}. */
class StoredStreamsTest {

    /** A collection with that stream, named {@code s}; skips the test where the store has no change streams. */
    private static String collection(Api api, String stages) {
        String path = api.newCollection();
        api.patch(path, "{streams: [{uri: 's', stages: " + stages + "}]}").expect(200);
        try (Feed feed = Feed.open(api, path + "/_streams/s?avars=" + Api.encode("{who: 'x'}"))) {
            EngineReport.require(!feed.head().getFirst().contains(" 501 "), "change streams");
        }
        return path;
    }

    private static String at(String path, String avars) {
        return path + "/_streams/s?avars=" + Api.encode(avars);
    }

    private static BsonDocument without(Feed.Event event, String... names) {
        BsonDocument json = event.json();
        for (String name : names) {
            json.remove(name);
        }
        return json;
    }

    @OnEveryEngine
    void sendsWhatItsStagesMakeOfEachChange(Engine engine) {
        Api api = Api.on(engine);
        String path = collection(
                api, "[{$match: {'fullDocument.n': {$gt: 5}}}, {$project: {operationType: 1, n: '$fullDocument.n'}}]");

        try (Feed feed = Feed.open(api, path + "/_streams/s")) {
            assertEquals("{\"count\":0}", feed.next("live").data());
            api.put(path + "/a", "{n: 1}").expect(201);
            api.put(path + "/b", "{n: 7}").expect(201);
            assertEquals(
                    "{\"operationType\":\"insert\",\"n\":7}",
                    feed.next("change").data());
            api.patch(path + "/a", "{n: 8}").expect(200);
            assertEquals(8, feed.next("change").json().getInt32("n").getValue());
            api.delete(path + "/a").expect(204);
            feed.expectSilence();
        }
    }

    @OnEveryEngine
    void withoutStagesItSendsTheChangesThemselvesLessTheirPlace(Engine engine) {
        Api api = Api.on(engine);
        String path = collection(api, "[]");

        try (Feed feed = Feed.open(api, path + "/_streams/s")) {
            feed.next("live");
            api.put(path + "/a", "{n: 1}").expect(201);
            BsonDocument change = feed.next("change").json();
            assertEquals("insert", change.getString("operationType").getValue());
            assertEquals(
                    new BsonDocument("_id", change.getDocument("fullDocument").get("_id")), change.get("documentKey"));
            assertFalse(change.containsKey("_id"));
            api.delete(path + "/a").expect(204);
            assertEquals(
                    "delete",
                    feed.next("change").json().getString("operationType").getValue());
        }
    }

    @OnEveryEngine
    void aLastReplaceRootSendsDocumentsWithTheirOwnIds(Engine engine) {
        Api api = Api.on(engine);
        String path = collection(api, "[{$replaceRoot: {newRoot: '$fullDocument'}}]");

        try (Feed feed = Feed.open(api, path + "/_streams/s");
                LiveSocket socket = LiveSocket.open(api, path + "/_streams/s")) {
            feed.next("live");
            socket.next("live");
            api.put(path + "/a", "{n: 1}").expect(201);
            assertEquals(BsonDocument.parse("{_id: 'a', n: 1}"), without(feed.next("change"), "_etag"));
            assertEquals(BsonDocument.parse("{_id: 'a', n: 1}"), without(socket.next("change"), "_etag"));
            api.delete(path + "/a").expect(204);
            feed.expectSilence();
        }
    }

    @OnEveryEngine
    void bindsVariablesAsAnAggregationDoes(Engine engine) {
        Api api = Api.on(engine);
        String path = collection(
                api, "[{$match: {'fullDocument.who': {$var: 'who'}}}, {$replaceWith: {n: '$fullDocument.n'}}]");

        try (Feed ada = Feed.open(api, at(path, "{who: 'Ada'}"));
                Feed bob = Feed.open(api, at(path, "{who: 'Bob'}"))) {
            ada.next("live");
            bob.next("live");
            api.put(path + "/1", "{who: 'Bob', n: 1}").expect(201);
            api.put(path + "/2", "{who: 'Ada', n: 2}").expect(201);
            assertEquals("{\"n\":1}", bob.next("change").data());
            assertEquals("{\"n\":2}", ada.next("change").data());
            bob.expectSilence();
        }
        events(api, path + "/_streams/s").expectProblem(400, "missing-variable");
        events(api, at(path, "{who: {$ne: null}}")).expectProblem(400, "operator-not-allowed");
    }

    private static Answer events(Api api, String target) {
        return api.get(target, "Accept", "text/event-stream");
    }

    @OnEveryEngine
    void goesOnAfterTheLastEventThatWasSeen(Engine engine) {
        Api api = Api.on(engine);
        String path = collection(api, "[{$match: {'fullDocument.n': {$gt: 5}}}]");
        String id;
        try (Feed feed = Feed.open(api, path + "/_streams/s")) {
            feed.next("live");
            api.put(path + "/a", "{n: 7}").expect(201);
            id = feed.next("change").id();
        }
        api.put(path + "/b", "{n: 8}").expect(201);

        try (Feed feed = Feed.open(api, path + "/_streams/s", "Last-Event-ID", id)) {
            feed.next("live");
            assertEquals(
                    8,
                    feed.next("change")
                            .json()
                            .getDocument("fullDocument")
                            .getInt32("n")
                            .getValue());
            feed.expectSilence();
        }
        events(api, path + "?after=" + Api.encode(id)).expectProblem(400, "bad-cursor");
    }

    @OnEveryEngine
    void endsWithItsCollectionAndBeginsAnewWithItsDefinition(Engine engine) {
        Api api = Api.on(engine);
        String path = collection(api, "[{$match: {operationType: 'insert'}}, {$replaceWith: {v: {$literal: 1}}}]");

        try (Feed feed = Feed.open(api, path + "/_streams/s")) {
            feed.next("live");
            api.put(path + "/a", "{}").expect(201);
            assertEquals("{\"v\":1}", feed.next("change").data());
            api.patch(path, "{streams: [{uri: 's', stages: [{$replaceWith: {v: {$literal: 2}}}]}]}")
                    .expect(200);
            assertEquals("{\"reason\":\"rules-changed\"}", feed.next("reset").data());
            feed.next("live");
            api.put(path + "/b", "{}").expect(201);
            assertEquals("{\"v\":2}", feed.next("change").data());
            api.delete(path, "If-Match", api.get(path + "/_meta").etag()).expect(204);
            Feed.Event event = feed.next();
            while (!event.name().equals("end")) {
                event = feed.next();
            }
            assertEquals("collection-not-found", event.json().getString("code").getValue());
        }
    }

    @OnEveryEngine
    void isNothingButAFeed(Engine engine) {
        Api api = Api.on(engine);
        String path = collection(api, "[]");

        api.get(path + "/_streams/s").expectProblem(406, "not-acceptable");
        api.get(path + "/_streams/s", "Accept", "application/json").expectProblem(406, "not-acceptable");
        api.post(path + "/_streams/s", "{}").expectProblem(405, "method-not-allowed");
        events(api, path + "/_streams").expectProblem(404, "no-such-route");
        events(api, path + "/_streams/t").expectProblem(404, "stream-not-found");
        events(api, path + "x/_streams/s").expectProblem(404, "collection-not-found");
        events(api, path + "/_streams/s?filter=%7B%7D").expectProblem(400, "unknown-parameter");
        events(api, path + "/_streams/s?page=2").expectProblem(400, "not-in-a-feed");
        events(api, path + "?avars=%7B%7D").expectProblem(400, "unknown-parameter");
    }

    @OnEveryEngine
    void isRefusedWhereTheStoreHasNoChangeStreams(Engine engine) {
        EngineReport.require(engine.name().equals("DocumentDB"), "is about stores without change streams");
        Api api = Api.on(engine, "--live.source=own-writes");
        String path = api.newCollection();
        api.patch(path, "{streams: [{uri: 's', stages: []}]}").expect(200);

        events(api, path + "/_streams/s").expectProblem(501, "store-unsupported");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{$replaceRoot: {newRoot: '$fullDocument'}}, {$match: {n: 1}}]",
                "[{$ifvar: ['x', {$replaceWith: '$fullDocument'}]}, {$match: {n: 1}}]",
                "[{$project: {_id: 0, n: 1}}]",
                "[{$project: {'_id._data': 1}}]",
                "[{$unset: '_id'}]",
                "[{$unset: ['a', '_id']}]",
                "[{$set: {_id: 1}}]",
                "[{$addFields: {'_id.x': 1}}]",
                "[{$match: {}, $project: {}}]",
                "[1]",
                "{}",
                "'x'"
            })
    void aMalformedDefinitionIsRefusedWhenItIsStored(String stages) {
        Api api = Api.on(Engine.EMBEDDED);
        String path = api.newCollection();

        api.patch(path, "{streams: [{uri: 's', stages: " + stages + "}]}").expectProblem(400, "invalid-properties");
        assertFalse(api.get(path + "/_meta").json().containsKey("streams"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{$group: {_id: null}}]",
                "[{$sort: {n: 1}}]",
                "[{$limit: 1}]",
                "[{$lookup: {from: 'x', localField: 'a', foreignField: 'b', as: 'c'}}]",
                "[{$out: 'x'}]",
                "[{$ifvar: ['x', {$match: {}}, {$skip: 1}]}]",
                "[{$match: {$where: '1'}}]",
                "[{$addFields: {a: {$function: {}}}}]"
            })
    void aStageThatCannotRunOnChangesIsRefusedWhenItIsStored(String stages) {
        Api api = Api.on(Engine.EMBEDDED);
        String path = api.newCollection();

        api.patch(path, "{streams: [{uri: 's', stages: " + stages + "}]}").expectProblem(403, "stage-not-allowed");
        assertFalse(api.get(path + "/_meta").json().containsKey("streams"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{streams: {}}",
                "{streams: [{stages: []}]}",
                "{streams: [{uri: 'a/b', stages: []}]}",
                "{streams: [{uri: 'a', stages: []}, {uri: 'a', stages: []}]}",
                "{'streams.0.uri': 'x'}",
                "{$push: {streams: {uri: 'x', stages: []}}}"
            })
    void thePropertyIsAnArrayOfDefinitionsAndWrittenAsAWhole(String properties) {
        Api api = Api.on(Engine.EMBEDDED);
        String path = api.newCollection();

        api.patch(path, properties).expectProblem(400, "invalid-properties");
        assertFalse(api.get(path + "/_meta").json().containsKey("streams"));
    }

    private static final String SECURITY = """
            users:
              - {userid: admin, password: secret-admin, roles: [admin]}
              - {userid: ada, password: secret-ada, roles: [reader]}
              - {userid: eve, password: secret-eve, roles: [stranger]}
            permissions:
              - role: admin
                predicate: path-prefix[path="/"]
                mongo: {allowManagementRequests: true}
              - role: reader
                predicate: path-prefix[path="/"] and method[GET]
                mongo: {readFilter: {open: {$ne: false}}, projectResponse: {secret: 0}}
            """;

    private static String[] options(Path folder, String security) throws IOException {
        Path file = Files.writeString(folder.resolve("security.yml"), security);
        return new String[] {
            "--idm.implementation-class=file",
            "--idm.conf-file=" + file,
            "--access-manager.implementation-class=file",
            "--access-manager.conf-file=" + file
        };
    }

    /** Rows and fields that are kept from the caller are gone before the first stage. */
    @OnEveryEngine
    void T73_aStreamRunsOnWhatItsCallerMaySee(Engine engine, @TempDir Path folder) throws IOException {
        try (ServerProcess server = ServerProcess.on(engine, options(folder, SECURITY))) {
            Api admin = Api.of(server).as("admin", "secret-admin");
            Api ada = Api.of(server).as("ada", "secret-ada");
            String path = collection(admin, "[{$addFields: {all: '$$ROOT'}}]");

            try (Feed feed = Feed.open(ada, path + "/_streams/s");
                    Feed whole = Feed.open(admin, path + "/_streams/s")) {
                feed.next("live");
                whole.next("live");
                admin.put(path + "/closed", "{open: false, n: 1}").expect(201);
                admin.patch(path + "/closed", "{n: 2}").expect(200);
                admin.delete(path + "/closed").expect(204);
                admin.put(path + "/a", "{open: true, n: 3, secret: 's3cret'}").expect(201);
                Feed.Event first = feed.next("change");
                assertEquals(
                        "a",
                        first.json()
                                .getDocument("fullDocument")
                                .getString("_id")
                                .getValue());
                admin.patch(path + "/a", "{secret: 's4cret', n: 4}").expect(200);
                Feed.Event second = feed.next("change");
                for (Feed.Event event : new Feed.Event[] {first, second}) {
                    assertFalse(event.data().contains("cret"), event.data());
                    assertFalse(event.data().contains("updateDescription"), event.data());
                }
                for (int i = 0; i < 4; i++) {
                    whole.next("change");
                }
                assertTrue(whole.next("change").data().contains("s4cret"));
            }
            events(Api.of(server).as("eve", "secret-eve"), path + "/_streams/s").expectProblem(403, "forbidden");
        }
    }

    /** A readFilter that can't be asked of a change. */
    @OnEveryEngine
    void isRefusedWhereItWouldShowTooMuch(Engine engine, @TempDir Path folder) throws IOException {
        String security = SECURITY.replace("{open: {$ne: false}}", "{$expr: {$eq: [\"$open\", true]}}");
        try (ServerProcess server = ServerProcess.on(engine, options(folder, security))) {
            String path = collection(Api.of(server).as("admin", "secret-admin"), "[]");

            events(Api.of(server).as("ada", "secret-ada"), path + "/_streams/s").expectProblem(403, "forbidden");
        }
    }
}
