package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Feed;
import dev.xylem.fixture.Folder;
import dev.xylem.fixture.LiveSocket;
import dev.xylem.fixture.ServerProcess;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What feeds show whom, and for how long: rows T73 to T75 of the list of threats. */
class FeedAccessTest {
    private static final String SECURITY = """
            users:
              - {userid: admin, password: admin, roles: [admins]}
              - {userid: ann, password: ann, roles: [staff]}
              - {userid: bob, password: bob, roles: [staff]}
              - {userid: eve, password: eve, roles: [guests]}
            permissions:
              - {role: admins, predicate: 'path-prefix["/"]'}
              - role: staff
                predicate: path-prefix["/db/notes"]
                mongo: {readFilter: {owner: "@user"}, projectResponse: {secret: 0}}
              - role: staff
                predicate: path-prefix["/db/tasks"]
            """;

    private static Folder folder = new Folder();
    private static ServerProcess server = start();

    private static ServerProcess start() {
        return ServerProcess.on(Engine.EMBEDDED, options(folder, SECURITY, "--limits.feeds-per-user=5"));
    }

    private static String[] options(Folder in, String security, String... more) {
        var file = in.write("security.yml", security);
        var options = new ArrayList<>(List.of(more));
        for (String manager : List.of("idm", "access-manager")) {
            options.add("--" + manager + ".implementation-class=file");
            options.add("--" + manager + ".conf-file=" + file);
        }
        return options.toArray(String[]::new);
    }

    @BeforeAll
    static void fill() {
        admin().put("/db", null).expect(201);
        admin().put("/db/notes", null).expect(201);
        admin().put("/db/tasks", null).expect(201);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Api admin() {
        return Api.of(server).as("admin", "admin");
    }

    private static Api ann() {
        return Api.of(server).as("ann", "ann");
    }

    private static String state(Feed.Event event) {
        BsonDocument document = event.json();
        document.remove("_etag");
        return event.name() + " " + document.toJson();
    }

    @Test
    void T73_rowsAndFieldsAreHiddenInEachEvent() {
        admin().post("/db/notes", "[{_id: 1, owner: 'ann', secret: 's', n: 1}, {_id: 2, owner: 'bob', n: 1}]")
                .expect(200);

        try (Feed feed = Feed.open(ann(), "/db/notes")) {
            assertEquals("enter {\"_id\": 1, \"owner\": \"ann\", \"n\": 1}", state(feed.next()));
            feed.next("live");
            admin().patch("/db/notes/2?id_type=NUMBER", "{n: 2}").expect(200);
            admin().patch("/db/notes/1?id_type=NUMBER", "{secret: 't', n: 2}").expect(200);
            assertEquals("change {\"_id\": 1, \"owner\": \"ann\", \"n\": 2}", state(feed.next()));
            admin().patch("/db/notes/2?id_type=NUMBER", "{owner: 'ann', secret: 'u'}")
                    .expect(200);
            assertEquals("enter {\"_id\": 2, \"owner\": \"ann\", \"n\": 2}", state(feed.next()));
            admin().patch("/db/notes/1?id_type=NUMBER", "{owner: 'bob'}").expect(200);
            assertEquals("leave {\"_id\": 1}", state(feed.next()));
            admin().delete("/db/notes/1?id_type=NUMBER").expect(204);
            feed.expectSilence();
        }
    }

    @Test
    void T73_hiddenFieldsCannotBeNamed() {
        for (String query : List.of("filter={\"secret\":\"s\"}", "keys={\"secret\":1}")) {
            String[] parts = query.split("=", 2);
            ann().get("/db/notes?" + parts[0] + "=" + Api.encode(parts[1]), "Accept", "text/event-stream")
                    .expectProblem(403, "field-not-allowed");
        }
    }

    @Test
    void refusesStrangersAndThoseWithoutARuleBeforeTheFirstByte() {
        Api api = Api.of(server);

        api.get("/db/tasks", "Accept", "text/event-stream").expectProblem(401, "unauthenticated");
        api.as("eve", "eve").get("/db/tasks", "Accept", "text/event-stream").expectProblem(403, "forbidden");
        assertEquals(401, LiveSocket.refused(api, "/db/tasks"));
        assertEquals(403, LiveSocket.refused(api.as("eve", "eve"), "/db/tasks"));
    }

    @Test
    void anIdBelongsToItsCaller() {
        String id;
        try (Feed feed = Feed.open(ann(), "/db/tasks")) {
            id = feed.awaitLive().id();
        }

        admin().get("/db/tasks", "Accept", "text/event-stream", "Last-Event-ID", id)
                .expectProblem(400, "bad-cursor");
    }

    @Test
    void aUserHasOnlySoManyFeeds() {
        Api bob = Api.of(server).as("bob", "bob");
        var feeds = new ArrayList<Feed>();
        for (int i = 0; i < 5; i++) {
            feeds.add(Feed.open(bob, "/db/tasks"));
        }
        feeds.forEach(Feed::awaitLive);

        Answer refused = bob.get("/db/tasks", "Accept", "text/event-stream").expectProblem(429, "too-many-feeds");
        assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);
        feeds.forEach(Feed::close);
        dev.xylem.fixture.Eventually.within(java.time.Duration.ofSeconds(5), "room again", () -> {
            try (Feed feed = Feed.open(bob, "/db/tasks")) {
                return feed.head().getFirst().contains(" 200 ");
            }
        });
    }

    @Test
    void T74_aDeletedTokenEndsItsFeeds() {
        String token = ann().get("/_logic/roles/ann").expect(200).header("Auth-Token");
        Api byToken = Api.of(server).as("ann", token);

        try (Feed feed = Feed.open(byToken, "/db/tasks");
                LiveSocket socket = LiveSocket.open(byToken, "/db/tasks")) {
            feed.awaitLive();
            socket.awaitLive();
            byToken.delete("/_authtokens/ann").expect(204);
            Feed.Event end = feed.next("end");
            assertEquals("unauthenticated", end.json().getString("code").getValue());
            feed.next("closed");
            socket.next("end");
            assertEquals(1008, socket.closeCode());
        }
    }

    @Test
    void T74_withdrawnAndNarrowedPermissionsAreInForceWithinSeconds() {
        var own = new Folder();
        try (ServerProcess other = ServerProcess.on(Engine.EMBEDDED, options(own, SECURITY))) {
            Api admin = Api.of(other).as("admin", "admin");
            admin.put("/db", null).expect(201);
            admin.put("/db/notes", null).expect(201);
            admin.put("/db/tasks", null).expect(201);
            admin.post("/db/notes", "[{_id: 1, owner: 'ann'}, {_id: 2, owner: 'ann', shared: true}]")
                    .expect(200);
            Api ann = Api.of(other).as("ann", "ann");
            try (Feed withdrawn = Feed.open(ann, "/db/tasks");
                    Feed narrowed = Feed.open(ann, "/db/notes")) {
                withdrawn.awaitLive();
                assertEquals(2, narrowed.awaitLive().json().getInt32("count").getValue());

                own.write(
                        "security.yml",
                        SECURITY.replace("{owner: \"@user\"}", "{owner: \"@user\", shared: true}")
                                .replace("/db/tasks", "/db/other"));

                assertEquals(
                        "forbidden",
                        withdrawn.next("end").json().getString("code").getValue());
                narrowed.next("reset");
                assertEquals(2, narrowed.next("enter").json().getInt32("_id").getValue());
                assertEquals(1, narrowed.next("live").json().getInt32("count").getValue());
            }
        }
    }

    @Test
    void T74_aRuleThatIsNarrowedDuringASnapshotCutsItShort() {
        var own = new Folder();
        try (ServerProcess other = ServerProcess.on(Engine.EMBEDDED, options(own, SECURITY))) {
            Api admin = Api.of(other).as("admin", "admin");
            admin.put("/db", null).expect(201);
            admin.put("/db/notes", null).expect(201);
            String large = "x".repeat(100_000);
            for (int i = 0; i < 200; i++) {
                admin.put("/db/notes/d" + i, "{owner: 'ann', shared: " + (i == 7) + ", large: '" + large + "'}")
                        .expect(201);
            }
            var slow = Feed.slowly(Api.of(other).as("ann", "ann"), "/db/notes");
            slow.next("enter");
            own.write("security.yml", SECURITY.replace("{owner: \"@user\"}", "{owner: \"@user\", shared: true}"));
            pauseFiveSeconds();
            slow.hurry();
            int shown = 1;
            Feed.Event event = slow.next();
            for (; event.name().equals("enter"); event = slow.next()) {
                shown++;
            }
            assertEquals("reset", event.name());
            assertTrue(shown < 200, () -> "all of it was shown");
            assertEquals("d7", slow.next("enter").json().getString("_id").getValue());
            assertEquals(1, slow.next("live").json().getInt32("count").getValue());
            slow.close();
        }
    }

    private static void pauseFiveSeconds() {
        try {
            Thread.sleep(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void T74_aChangedPasswordEndsTheUsersFeeds() {
        var own = new Folder();
        try (ServerProcess other = ServerProcess.on(Engine.EMBEDDED, options(own, SECURITY))) {
            Api admin = Api.of(other).as("admin", "admin");
            admin.put("/db", null).expect(201);
            admin.put("/db/tasks", null).expect(201);
            try (Feed anns = Feed.open(Api.of(other).as("ann", "ann"), "/db/tasks");
                    Feed bobs = Feed.open(Api.of(other).as("bob", "bob"), "/db/tasks")) {
                anns.awaitLive();
                bobs.awaitLive();

                own.write("security.yml", SECURITY.replace("password: ann", "password: another"));

                assertEquals(
                        "unauthenticated",
                        anns.next("end").json().getString("code").getValue());
                bobs.expectSilence();
            }
        }
    }

    @Test
    void T75_aTicketIsGoodForOneGetOfItsPath() {
        String path = "/db/tasks?filter=" + Api.encode("{\"n\": 1}");
        String ticket = ticket("{\"path\": \"/db/tasks?filter={\\\"n\\\": 1}\"}");
        Api stranger = Api.of(server);

        try (Feed feed = Feed.open(stranger, path + "&ticket=" + ticket)) {
            feed.awaitLive();
        }
        stranger.get(path + "&ticket=" + ticket).expectProblem(401, "bad-ticket");
        String other = ticket("{\"path\": \"/db/tasks\"}");
        stranger.get("/db/notes?ticket=" + other).expectProblem(401, "bad-ticket");
        stranger.get("/db/tasks?ticket=" + other).expectProblem(401, "bad-ticket");
        stranger.get("/db/tasks?ticket=" + ticket("{\"path\": \"/db/tasks\"}")).expect(200);
        LiveSocket.open(stranger, "/db/tasks?ticket=" + ticket("{\"path\": \"/db/tasks\"}"))
                .close();
    }

    @Test
    void T75_aTicketIsIssuedOnlyForWhatTheCallerMayRead() {
        Api api = Api.of(server);

        api.as("eve", "eve").post("/_tickets", "{\"path\": \"/db/tasks\"}").expectProblem(403, "forbidden");
        api.post("/_tickets", "{\"path\": \"/db/tasks\"}").expectProblem(401, "unauthenticated");
        ann().post("/_tickets", "{\"paths\": 1}").expectProblem(400, "wrong-body-shape");
        ann().get("/_tickets").expectProblem(405, "method-not-allowed");
        api.get("/db/tasks?access_token=x").expectProblem(401, "unauthenticated");
    }

    private static String ticket(String body) {
        Answer answer = ann().post("/_tickets", body).expect(201);
        assertTrue(answer.json().getString("valid-until").getValue().endsWith("Z"));
        return answer.json().getString("ticket").getValue();
    }
}
