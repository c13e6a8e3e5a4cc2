package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Eventually;
import dev.xylem.fixture.Guarded;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.storage.embedded.EmbeddedMongo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** A database as RESTHeart leaves it is served as it is: properties, ETags, stored aggregations, users, permissions. */
class RestheartDatabaseTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final String ETAG = "6b01fc75fdd62573ade9739b";

    /** Of the password {@code secret}, as RESTHeart 9 makes its first user. */
    private static final String BCRYPT = "$2a$12$lZiMMNJ6pkyg4uq/I1cF5uxzUbU25aXHtg7W7sD2ED7DG1wzUoo6u";

    /** A store that was there before the server was. */
    private record Left(
            String uri,
            MongoClient client,
            String database,
            @Nullable EmbeddedMongo own) implements AutoCloseable {

        static Left on(Engine engine) {
            EmbeddedMongo own = engine.isEmbedded() ? EmbeddedMongo.open("memory:") : null;
            String uri = own == null ? Objects.requireNonNull(engine.mongoUri()) : own.connectionString();
            String database = "rh" + Long.toString(System.currentTimeMillis(), 36) + NAMES.incrementAndGet();
            return new Left(uri, MongoClients.create(uri), database, own).withProperties();
        }

        private Left withProperties() {
            put("_properties", "{_id: '_properties', desc: 'made by RESTHeart', _etag: {$oid: '%s'}}".formatted(ETAG));
            put("_properties", """
                    {_id: '_properties.coll', name: 'mickey', created_on: {$date: '2026-11-21T20:17:57.129Z'}, _etag: {$oid: '%s'},
                     aggrs: [{type: 'pipeline', uri: 'big', stages: [{'_$match': {n: {'_$gte': {'_$var': 'least'}}}}, {'_$sort': {n: 1}}]},
                             {type: 'mapReduce', uri: 'old', map: 'function() {}', reduce: 'function() {}'}],
                     rels: [{rel: 'self2', type: 'ONE_TO_ONE', role: 'OWNING', 'target-coll': 'coll', 'ref-field': 'ref'}],
                     transformers: [{name: 'addRequestProperties', phase: 'REQUEST', scope: 'CHILDREN', args: {log: ['userName']}}],
                     hooks: [{name: 'snooper'}]}""".formatted(ETAG));
            put(
                    "_properties",
                    "{_id: '_properties.checked', checkers: [{name: 'checkContent', args: [{path: '$.n', type: 'number'}]}]}");
            put("checked", "{_id: 'a', n: 1}");
            put("coll", "{_id: 'a', n: 1, ref: 'b', _etag: {$oid: '%s'}}".formatted(ETAG));
            put("coll", "{_id: 'b', n: {$numberLong: '2'}, _etag: {$oid: '%s'}}".formatted(ETAG));
            put("coll", "{_id: {$oid: '5f0000000000000000000001'}, n: 3}");
            return this;
        }

        void put(String collection, String document) {
            client.getDatabase(database)
                    .getCollection(collection, BsonDocument.class)
                    .insertOne(BsonDocument.parse(document));
        }

        ServerProcess served(String... options) {
            var all = new ArrayList<>(List.of("--mongo-uri=" + uri));
            all.addAll(List.of(options));
            return ServerProcess.start(all, Map.of());
        }

        @Override
        public void close() {
            client.getDatabase(database).drop();
            client.close();
            if (own != null) {
                own.close();
            }
        }
    }

    @OnEveryEngine
    void propertiesEtagsAndAggregationsAreServedAsTheyAre(Engine engine) {
        try (var left = Left.on(engine);
                var server = left.served("--etag-format=bare")) {
            Api api = Api.of(server);
            String coll = "/" + left.database + "/coll";

            BsonDocument database = api.get("/" + left.database).expect(200).json();
            assertEquals("made by RESTHeart", database.getString("desc").getValue());
            assertEquals(
                    List.of("checked", "coll"),
                    database.getDocument("_embedded").getArray("rh:coll").stream()
                            .map(each -> each.asDocument().getString("_id").getValue())
                            .sorted()
                            .toList());

            var page = api.get(coll).expect(200);
            assertEquals(ETAG, page.etag());
            assertEquals("mickey", page.json().getString("name").getValue());
            assertEquals(3, page.documents().size());
            assertEquals(ETAG, api.get(coll + "/a").expect(200).etag());
            api.get(coll + "/a", "If-None-Match", ETAG).expect(304);
            api.get(coll + "/5f0000000000000000000001").expect(200);
            assertEquals(
                    2,
                    api.get(coll + "/_aggrs/big?avars=" + Api.encode("{least: 2}") + "&rep=S")
                            .expect(200)
                            .array()
                            .size());
            assertTrue(api.get(coll + "/_aggrs/old").status() >= 400);
            api.get("/" + left.database + "/_properties").expectProblem(403, "reserved-name");
        }
    }

    @OnEveryEngine
    void itIsWrittenAsIfItWereOurs(Engine engine) {
        try (var left = Left.on(engine);
                var server = left.served()) {
            Api api = Api.of(server);
            String coll = "/" + left.database + "/coll";

            api.put(coll + "/a", "{n: 9}", "If-Match", "6b01fc75fdd62573ade90000")
                    .expectProblem(412, "etag-mismatch");
            api.put(coll + "/a", "{n: 9}", "If-Match", ETAG).expect(200);
            api.patch(coll, "{desc: 'changed'}").expect(200);

            api.get(coll + "/a").expectState("{_id: 'a', n: 9}");
            BsonDocument properties = api.get(coll + "/_meta").expect(200).json();
            assertEquals("changed", properties.getString("desc").getValue());
            assertEquals("mickey", properties.getString("name").getValue());
            assertEquals(1, properties.getArray("hooks").size());
            BsonDocument stored = left.client
                    .getDatabase(left.database)
                    .getCollection("_properties", BsonDocument.class)
                    .find(BsonDocument.parse("{_id: '_properties.coll'}"))
                    .first();
            assertEquals(
                    "changed", Objects.requireNonNull(stored).getString("desc").getValue());
            assertTrue(stored.getArray("aggrs")
                    .getFirst()
                    .asDocument()
                    .getArray("stages")
                    .getFirst()
                    .asDocument()
                    .containsKey("_$match"));
        }
    }

    @OnEveryEngine
    void aCheckerThatIsUnknownIsNotPassedOver(Engine engine) {
        try (var left = Left.on(engine);
                var server = left.served()) {
            Api api = Api.of(server);
            String checked = "/" + left.database + "/checked";

            api.put(checked + "/a", "{n: 'text'}").expectProblem(400, "invalid-properties");

            api.get(checked + "/a").expectState("{_id: 'a', n: 1}");
        }
    }

    @OnEveryEngine
    void usersAndPermissionsInTheDatabaseAreTaken(Engine engine) {
        try (var left = Left.on(engine)) {
            left.put(
                    "users",
                    "{_id: 'admin', password: '%s', roles: ['admin'], _etag: {$oid: '%s'}}".formatted(BCRYPT, ETAG));
            left.put("users", "{_id: 'ann', password: '%s', role: ['reader']}".formatted(BCRYPT));
            left.put("acl", """
                    {_id: 'readers', roles: ['reader'], predicate: "path-prefix('/%s/coll') and method(GET)", priority: 1,
                     mongo: {readFilter: '{"n": {"_$gte": 2}}'}, _etag: {$oid: '%s'}}""".formatted(left.database, ETAG));
            String security = """
                    dbim: [{db: %1$s, coll: users}]
                    dbam: [{db: %1$s, coll: acl}]
                    permissions: [{role: admin, predicate: 'path-prefix["/"]', priority: -1}]
                    """.formatted(left.database);
            var options = new ArrayList<>(Guarded.options(security));
            options.set(0, "--idm.implementation-class=mongo");
            options.set(2, "--access-manager.implementation-class=file-and-mongo");
            try (var server = left.served(options.toArray(String[]::new))) {
                String coll = "/" + left.database + "/coll";
                Api admin = Api.of(server).as("admin", "secret");
                Api ann = Api.of(server).as("ann", "secret");

                Eventually.within(
                        Duration.ofSeconds(10),
                        "the permissions are read",
                        () -> ann.get(coll).status() == 200);
                assertEquals(3, admin.get(coll).expect(200).documents().size());
                assertEquals(2, ann.get(coll).expect(200).documents().size());
                ann.put(coll + "/a", "{n: 5}").expect(403);
                Api.of(server).as("ann", "wrong").get(coll).expect(401);
                Api.of(server).get(coll).expect(401);
                assertEquals(
                        -1,
                        admin.get("/" + left.database + "/users")
                                .expect(200)
                                .text()
                                .indexOf("$2a$"));
            }
        }
    }
}
