package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.Wire;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

final class AmbiguousPathsTest {

    /** {@code C} stands for the collection's path, {@code D} for the database's. */
    private static final String[] AMBIGUOUS = {
        "//",
        "///",
        "/C",
        "D//coll/x",
        "C//",
        "C//x",
        "C/x//",
        "/.C",
        "C/.",
        "C/..",
        "C/./x",
        "D/../D/coll/x",
        "C/../coll/x",
        "C/%2e",
        "C/%2E%2E",
        "C/.%2e",
        "C/%2e./x",
        "C/%2e%2e/",
        "C;a=b/x",
        "C/x;y",
        "C/x;",
        "D;/coll/x",
        "D%3B/coll/x",
        "D%2Fcoll/x",
        "D%2fcoll",
        "C%2Fx",
        "C%5Cx",
        "D\\coll\\x",
        "C/x\\y",
        "C/x%00",
        "C%00/x",
        "C/x%0A",
        "C/x%0d%0aSet-Cookie:%20a=b",
        "C/x%1f",
        "C/x%7F",
        "C/x%C2%85",
        "C/x\u0001",
        "C/x%ff",
        "C/x\u00ff",
        "C/x%C0%AE",
        "C/x%ED%A0%80",
        "C/x%F5%80%80%80",
        "C/x%zz",
        "C/x%",
        "C/x%4",
        "C/x%u0041",
        "C/x#y",
        "http://localhostC/x",
        "https://example.org/",
    };

    @OnEveryEngine
    void whatTwoProgramsCouldReadDifferentlyIs400(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String database = collection.substring(0, collection.lastIndexOf('/'));

        assertAll(Stream.of(AMBIGUOUS).map(pattern -> refused(api, pattern, database)));
        assertEquals("[\"coll\"]", api.get(database + "?rep=S").expect(200).text());
        assertEquals("{\"_size\":0}", api.get(collection + "/_size").expect(200).text());
    }

    private static Executable refused(Api api, String pattern, String database) {
        String target = pattern.replace("C", database + "/coll").replace("D", database);
        return () -> {
            for (String method : new String[] {"GET", "PUT", "DELETE"}) {
                Wire.Reply reply = Wire.send(api.base(), method, target, "Content-Length", "0");
                assertEquals(400, reply.status(), method + " " + target);
                assertEquals("ambiguous-path", reply.code(), method + " " + target);
            }
        };
    }

    @OnEveryEngine
    void whatIsNoRequestTargetReachesNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        for (String target : new String[] {"*", collection.substring(1), "", "?", collection + "/a b", "\u0000"}) {
            Wire.Reply reply = Wire.raw(
                    api.base(),
                    "PUT " + target
                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
            assertTrue(reply.status() == 0 || reply.status() / 100 == 4, target + " answered " + reply);
        }
        assertEquals("{\"_size\":0}", api.get(collection + "/_size").expect(200).text());
    }

    @OnEveryEngine
    void aRequestFramedInTwoWaysWritesNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        for (String framing : new String[] {
            "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
            "Content-Length: -2\r\n\r\n{}",
            "Content-Length: 2x\r\n\r\n{}",
            "X-A: a\u0000b\r\nContent-Length: 2\r\n\r\n{}"
        }) {
            Wire.Reply reply = Wire.raw(
                    api.base(),
                    "PUT " + collection + "/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + framing);
            assertEquals(400, reply.status(), framing);
            api.get(collection + "/a").expect(404);
        }
    }

    @OnEveryEngine
    void aPathIsDecodedOnce(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, "[{_id:'%2e%2e'},{_id:'a%2Fb'},{_id:'a/b'}]").expect(200);

        id(api, collection + "/%252e%252e", "%2e%2e");
        id(api, collection + "/a%252Fb", "a%2Fb");
        id(api, collection + "/a%2Fb", "a/b");
        assertEquals(404, Wire.send(api.base(), "GET", collection + "/%25252e").status());
    }

    @OnEveryEngine
    void unescapedUtf8IsTaken(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, "{_id:'café'}").expect(201);

        id(api, collection + "/caf\u00c3\u00a9", "café");
    }

    private static void id(Api api, String target, String id) {
        Wire.Reply reply = Wire.send(api.base(), "GET", target);
        assertEquals(200, reply.status(), target);
        assertTrue(reply.body().startsWith("{\"_id\":\"" + id + "\","), reply.body());
    }
}
