package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.AtOnce;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.Guarded;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of the list of threats that no other test is about; docs/security.md has the whole table. */
class ThreatsTest {
    private static final Guarded GUARDED =
            new Guarded("""
              - {userid: ann, password: ann, roles: [users]}
              - {userid: ro, password: ro, roles: [readers]}""".indent(2).stripTrailing(), """
              - role: users
                predicate: path-template["/{db}/docs"] or path-template["/{db}/docs/*"]
                mongo: {readFilter: {}}
              - {role: readers, predicate: 'path-template["/{db}/docs"] and method[GET]'}
              - {role: readers, predicate: 'path-template["/{db}/docs/{id}"] and method[GET]'}""".indent(2).stripTrailing());

    private static Api admin() {
        return GUARDED.on(Engine.EMBEDDED).as("admin", "admin");
    }

    private static Api ann() {
        return GUARDED.on(Engine.EMBEDDED).as("ann", "ann");
    }

    private static Api reader() {
        return GUARDED.on(Engine.EMBEDDED).as("ro", "ro");
    }

    private static String newDocs() {
        String docs = admin().newDatabase() + "/docs";
        admin().put(docs, null).expect(201);
        admin().put(docs + "/a", "{n: 1}").expect(201);
        return docs;
    }

    private static int size(String docs) {
        return admin().get(docs + "/_size").json().getNumber("_size").intValue();
    }

    @Test
    void T08_noHeaderMakesAMethodAnotherAndHeadIsDecidedAsGet() {
        String docs = newDocs();

        reader().send("GET", docs + "/a", null, "X-HTTP-Method-Override", "DELETE", "X-HTTP-Method", "DELETE")
                .expect(200);
        reader().post(docs, "{}", "X-HTTP-Method-Override", "GET").expect(403);
        for (String method : List.of("TRACE", "FOO", "get")) {
            int status = Wire.send(
                            GUARDED.server(Engine.EMBEDDED).base(),
                            method,
                            docs,
                            "Authorization",
                            Api.basic("ro", "ro"))
                    .status();
            assertTrue(status == 405 || status == 501, method + " " + status);
        }
        assertEquals(200, reader().send("HEAD", docs + "/a", null).status());
        assertEquals("", reader().send("HEAD", docs + "/a", null).text());
        assertEquals(
                403,
                reader().send("HEAD", docs.substring(0, docs.lastIndexOf('/')), null)
                        .status());
        GUARDED.on(Engine.EMBEDDED).send("OPTIONS", docs, null).expect(401);
        ann().send("OPTIONS", docs, null).expect(204);
        reader().send("OPTIONS", docs, null).expect(403);
        assertEquals(1, size(docs));
    }

    @Test
    void T09_theDecisionIsAboutTheCollectionWhateverMountLeadsThere() {
        var options = new ArrayList<>(Guarded.options("""
                users: [{userid: admin, password: a, roles: [admins]}, {userid: ann, password: a, roles: [users]}]
                permissions:
                  - {role: admins, predicate: 'path-prefix["/"]'}
                  - {role: users, predicate: 'collection["one/open"]'}
                """));
        options.add(
                "--mongo-mounts=[{what: \"*\", where: /}, {what: /one/open, where: /x}, {what: /one/closed, where: /y}]");
        try (var server = ServerProcess.on(Engine.EMBEDDED, options.toArray(String[]::new))) {
            Api admin = Api.of(server).as("admin", "a");
            for (String path : List.of("/one", "/one/open", "/one/closed")) {
                admin.put(path, null).expect(201);
            }
            Api ann = Api.of(server).as("ann", "a");
            ann.get("/one/open").expect(200);
            ann.get("/x").expect(200);
            ann.get("/one/closed").expect(403);
            ann.get("/y").expect(403);
            ann.patch("/y/1", "{n: 1}").expect(403);
        }
    }

    @Test
    void T12_aParameterThatStandsTwiceIsRefused() {
        String docs = newDocs();

        ann().get(docs + "?pagesize=1&pagesize=2").expectProblem(400, "duplicate-parameter");
        ann().get(docs + "?pagesize=1&%70agesize=2").expectProblem(400, "duplicate-parameter");
        assertTrue(ann().get(docs + "?filter=" + Api.encode("{n: 2}") + "&filter=" + Api.encode("{}"))
                .documents()
                .isEmpty());
        ann().send("QUERY", docs + "?sort=n", "{sort: {n: 1}}").expect(400);
    }

    @Test
    void T13_T14_T17_operatorsThatAreNotAllowedAreFoundWhereverTheyStand() {
        String docs = newDocs();

        for (String operator : List.of("$where", "$function", "$accumulator", "$unheardOf", "$WHERE")) {
            for (String filter : List.of(
                    "{'" + operator + "': '1'}",
                    "{a: {b: 1}, '" + operator + "': '1'}",
                    "{$and: [{a: 1}, {'" + operator + "': '1'}]}",
                    "{a: {$elemMatch: {'" + operator + "': 1}}}",
                    "{a: {$not: {'" + operator + "': 1}}}",
                    "{$expr: {$cond: [{'" + operator + "': 1}, 1, 0]}}")) {
                admin().get(docs + "?filter=" + Api.encode(filter)).expectProblem(400, "operator-not-allowed");
            }
        }
    }

    @Test
    void T15_T16_T17_stagesThatWriteOrTellOfTheServerCannotBeStored() {
        String docs = newDocs();

        for (String stage : List.of(
                "{$out: 'x'}",
                "{$merge: 'x'}",
                "{$facet: {x: [{$out: 'x'}]}}",
                "{$lookup: {from: 'docs', pipeline: [{$merge: 'x'}], as: 'y'}}",
                "{$unionWith: {coll: 'docs', pipeline: [{$collStats: {}}]}}",
                "{$currentOp: {}}",
                "{$listSessions: {}}",
                "{$indexStats: {}}",
                "{$planCacheStats: {}}",
                "{$changeStream: {}}",
                "{$documents: []}",
                "{$lookup: {from: 'system.users', localField: 'a', foreignField: 'b', as: 'c'}}",
                "{$lookup: {from: '_accounts', localField: 'a', foreignField: 'b', as: 'c'}}")) {
            int status = admin().patch(docs, "{aggrs: [{uri: 'x', stages: [" + stage + "]}]}")
                    .status();
            assertTrue(status == 400 || status == 403, stage + " " + status);
        }
        admin().get(docs + "/_aggrs/x").expect(404);
    }

    @Test
    void T18_T19_valuesStayValues() {
        String docs = newDocs();
        admin().patch(
                        docs,
                        "{aggrs: [{uri: 'v', stages: [{$match: {n: {$var: 'v'}}}]}, {uri: 'p', stages: [{$project: {x: {$var: 'v'}}}]}]}")
                .expect(200);

        admin().get(docs + "/_aggrs/v?avars=" + Api.encode("{v: {$ne: null}}")).expect(400);
        assertTrue(admin().get(docs + "/_aggrs/p?avars=" + Api.encode("{v: '$n'}"))
                .expect(200)
                .text()
                .contains("\"$n\""));
        GUARDED.on(Engine.EMBEDDED)
                .get(docs, "Authorization", "Basic eyIkbmUiOjF9OnsiJG5lIjoxfQ==")
                .expect(401);
    }

    @Test
    void T22_T23_T26_whatAQueryMayCostIsBounded() {
        String docs = newDocs();

        ann().get(docs + "?pagesize=1000000").expect(400);
        ann().get(docs + "?pagesize=-1").expect(400);
        ann().get(docs + "?page=100000000&pagesize=1000").expectProblem(400, "skip-too-large");
        ann().get(docs + "?sort=" + Api.encode("{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:1}"))
                .expect(400);
        ann().get(docs + "?filter=" + Api.encode("{a: {$regex: '" + "x".repeat(5000) + "'}}"))
                .expect(400);
    }

    @Test
    void T24_T25_deepAndAmbiguousJsonIsRefusedBeforeItIsBuilt() {
        String docs = newDocs();

        ann().post(docs, "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)).expectProblem(400, "too-deep");
        ann().get(docs + "?filter=" + Api.encode("{a:".repeat(30) + "1" + "}".repeat(30)))
                .expectProblem(400, "filter-too-deep");
        for (String body : List.of(
                "{\"n\":1e400000000}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"$oid\":\"zz\"}}",
                "{\"$x\":1}",
                "{\"a\\u0000b\":1}",
                "{\"\":1}",
                "{} {}")) {
            int status = ann().post(docs, body).status();
            assertEquals(400, status, body);
        }
        assertEquals(1, size(docs));
    }

    @Test
    void T27_compressedBodiesAreNotTaken() {
        String docs = newDocs();

        for (String coding : List.of("gzip", "br", "zstd", "deflate", "gzip, gzip", "identity, br")) {
            ann().post(docs, "{}", "Content-Encoding", coding).expect(415);
        }
        assertEquals(1, size(docs));
    }

    @Test
    void T28_healthIsNotForThePublicPort() {
        for (String path :
                List.of("/health/ready", "/health/live", "/metrics", "/openapi", "/q/health", "/q/metrics")) {
            int status = GUARDED.on(Engine.EMBEDDED).get(path).status();
            assertTrue(status == 401 || status == 404, path + " " + status);
        }
    }

    @Test
    void T35_aTakenUniqueValueIsNotEchoed() {
        String docs = newDocs();
        admin().put(docs + "/_indexes/mail", "{keys: {mail: 1}, ops: {unique: true}}")
                .expect(201);
        admin().put(docs + "/v", "{mail: 'victim@example.com'}").expect(201);

        Answer taken = ann().put(docs + "/w", "{mail: 'victim@example.com'}").expectProblem(409, "duplicate-key");

        assertFalse(taken.text().contains("victim") || taken.text().contains("mail"), taken.text());
    }

    @Test
    void T42_ofFiftyWritersWithOneEtagOneWins() {
        String docs = newDocs();
        String etag = admin().get(docs + "/a").etag();

        List<Answer> answers = AtOnce.send(50, i -> ann().put(docs + "/a", "{n: " + i + "}", "If-Match", etag));

        assertEquals(
                1, answers.stream().filter(answer -> answer.status() == 200).count());
        assertEquals(
                49, answers.stream().filter(answer -> answer.status() == 412).count());
    }

    @Test
    void T43_T44_managingNeedsAPermissionOfItsOwn() {
        String docs = newDocs();
        String database = docs.substring(0, docs.lastIndexOf('/'));

        ann().patch(docs, "{aggrs: []}").expect(403);
        ann().put(docs, "{}").expect(403);
        ann().delete(docs).expect(403);
        ann().get(docs + "/_meta").expect(403);
        ann().get(docs + "/_indexes").expect(403);
        ann().put(docs + "/_indexes/x", "{keys: {n: 1}}").expect(403);
        ann().delete(docs + "/_indexes/x").expect(403);
        ann().patch(docs + "/*?filter=" + Api.encode("{n: 1}"), "{n: 2}").expect(403);
        ann().delete(docs + "/*?filter=" + Api.encode("{n: 1}")).expect(403);
        ann().put(docs + "/b?wm=insert", "{}").expect(403);
        ann().get(database).expect(403);
        ann().put(database + "/_schemas", null).expect(403);
        assertEquals(1, size(docs));
    }

    @Test
    void T45_noParameterSwitchesChecksOff() {
        String docs = newDocs();

        ann().put(docs + "/b?bypassDocumentValidation=true", "{}").expectProblem(400, "unknown-parameter");
        assertEquals(1, size(docs));
    }

    @Test
    void T69_aRequestThatTwoProgramsCouldReadDifferentlyIsRefused() {
        String docs = newDocs();
        String head = "POST " + docs + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + Api.basic("ann", "ann")
                + "\r\nContent-Type: application/json\r\nConnection: close\r\n";

        for (String rest : List.of(
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Content-Length: +2\r\n\r\n{}",
                "Content-Length: -2\r\n\r\n{}")) {
            int status = Wire.raw(GUARDED.server(Engine.EMBEDDED).base(), head + rest)
                    .status();
            assertTrue(status == 400 || status == 0, rest + " -> " + status);
        }
        assertEquals(1, size(docs));
    }

    @Test
    void T79_aCellThatASpreadsheetWouldRunIsGuarded() {
        String docs = newDocs();
        ann().put(docs + "/f", "{x: '=HYPERLINK(1)', y: '+1', z: '@x'}").expect(201);

        String csv = ann().get(docs + "?rep=CSV&filter=" + Api.encode("{_id: 'f'}"))
                .expect(200)
                .text();

        assertTrue(csv.contains("'=HYPERLINK(1)") && csv.contains("'+1") && csv.contains("'@x"), csv);
    }

    @Test
    void T80_nothingOfTheServerIsToldInErrorsAndNothingBreaksTheLog() {
        String docs = newDocs();

        Answer answer = ann().put(docs + "/a%0d%0aX-Evil:%201", "{}");
        assertEquals(400, answer.status());
        assertEquals("", answer.header("X-Evil"));
        ann().get("/", "Authorization", Api.basic("x\r\nevil: 1".replaceAll("[\\r\\n]", "\u001b"), "y"))
                .expect(401);
        for (String path : List.of(docs + "/nothing", docs + "?filter=(", "/nope/nope")) {
            String text = ann().get(path).text();
            assertFalse(text.contains("Exception") || text.contains("dev.xylem") || text.contains("\tat "), text);
        }
    }

    @Test
    void T69_T80_whatIsNoProperRequestIsAnsweredAsEverythingElse() {
        for (String hosts : new String[] {"", "Host: a\r\nHost: b\r\n", "Host: a/../b\r\n"}) {
            assertRefused("GET / HTTP/1.1\r\n" + hosts, "bad-host");
        }
        for (String line : new String[] {"GET *", "OPTIONS *", "GET db", "CONNECT evil:80", "GET http://evil/db"}) {
            assertRefused(line + " HTTP/1.1\r\nHost: a\r\n", "ambiguous-path");
        }
    }

    private static void assertRefused(String head, String code) {
        Wire.Reply reply = Wire.raw(Api.on(Engine.EMBEDDED).base(), head + "Connection: close\r\n\r\n");

        assertEquals(400, reply.status(), head);
        assertEquals(code, reply.code(), head);
        assertEquals("nosniff", reply.headers().get("x-content-type-options"), head);
    }
}
