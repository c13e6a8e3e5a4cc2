package dev.xylem.security.predicate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Caller;
import dev.xylem.fixture.Requests;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Every row of the language's table, each with a request that matches and one that doesn't. */
class PredicatesTest {
    private static final Caller ANNA = new Caller(
            "anna",
            Set.of("editor"),
            BsonDocument.parse("{tenant: 'acme', tenants: ['acme', 'b'], team: {name: 'x'}}"));

    private static void yes(String predicate, Requests request) {
        assertEquals(Truth.YES, test(predicate, request.parse()), predicate);
    }

    private static void no(String predicate, Requests request) {
        assertEquals(Truth.NO, test(predicate, request.parse()), predicate);
    }

    private static void doubt(String predicate, Requests request) {
        assertEquals(Truth.DOUBT, test(predicate, request.parse()), predicate);
        assertEquals(Truth.DOUBT, test("not " + predicate, request.parse()), "not " + predicate);
    }

    private static Truth test(String predicate, ApiRequest request) {
        return PredicateParser.parse(predicate).test(new Facts(request));
    }

    private static Requests get(String target) {
        return Requests.of("GET", target);
    }

    private static Requests put(String body) {
        return Requests.of("PUT", "/db/coll/1").body(body);
    }

    private static Requests patch(String body) {
        return Requests.of("PATCH", "/db/coll/1").body(body);
    }

    private static Requests bulk(String body) {
        return Requests.of("POST", "/db/coll").body(body);
    }

    private static Requests lines(String body) {
        return Requests.of("POST", "/db/coll").body(body, "application/x-ndjson");
    }

    @Test
    void path() {
        yes("path[\"/db/coll\"]", get("/db/coll"));
        yes("path[/db/coll]", get("/db/coll/"));
        yes("path[path={\"//db/coll/\", /x}]", get("/x"));
        yes("path['/db', '/x']", get("/x"));
        no("path['/db/coll']", get("/db/coll/1"));
        no("path['/db/coll']", get("/db/Coll"));
    }

    @Test
    void aSlashInAnIdSeparatesNothing() {
        no("path-prefix['/db/coll/a']", get("/db/coll/a%2Fb"));
        yes("path['/db/coll/a%2Fb']", get("/db/coll/a%2fb"));
        no("resource['/db/coll/a/b']", get("/db/coll/a%2Fb"));
    }

    @Test
    void pathPrefix() {
        for (String path : new String[] {"/db", "/db/", "/db/coll", "/db/coll/1"}) {
            yes("path-prefix['/db/']", get(path));
        }
        yes("path-prefix['/']", get("/"));
        no("path-prefix['/db']", get("/dbx"));
        no("path-prefix['/db']", get("/"));
        yes("path-prefix['/db'] and equals['${remaining}', '/coll/1']", get("/db/coll/1"));
    }

    @Test
    void pathSuffix() {
        yes("path-suffix['.files', '/b']", get("/a/b"));
        no("path-suffix['/b']", get("/b/a"));
    }

    @Test
    void pathTemplate() {
        yes("path-template['/{db}/{coll}'] and equals['${db}', 'a'] and equals[${coll}, b]", get("/a/b"));
        yes("path-template[/{db}/*] and equals['${*}', 'b/c']", get("/a/b/c"));
        no("path-template['/{db}/*']", get("/a"));
        no("path-template['/{db}/{coll}']", get("/a/b/c"));
        no("path-template['/{db}/{coll}']", get("/a"));
        no("path-template['/x/{coll}']", get("/a/b"));
        yes("path-template[value='/{x}', match='%{i,X-Path}']", get("/").header("X-Path", "/v"));
        no("path-template[value='/{x}', match='%{i,X-Path}']", get("/"));
    }

    @Test
    void regex() {
        yes("regex['^/db/(c.)']", get("/db/coll"));
        yes("regex['^/db/(c.)'] and equals['${1}', 'co'] and equals['${0}', '/db/co']", get("/db/coll"));
        no("regex[pattern='/db', full-match=true]", get("/db/coll"));
        yes("regex[pattern='/DB/.*', full-match=true, case-sensitive=false]", get("/db/coll"));
        no("regex['/DB']", get("/db"));
        yes("regex['^/dbx?$']", get("/db"));
        yes("regex['^/a|/b']", get("/c/b"));
        no("regex['^/db']", get("/dc/db"));
        yes("regex[pattern='\\d+', value='%{q,n}']", get("/db/coll?n=12"));
        no("regex[pattern='\\d+', value='%{q,n}']", get("/db/coll"));
        doubt("regex[pattern='^(a|a?)+(\\1)$', value='%{q,n}']", get("/db/coll?n=" + "a".repeat(60) + "b"));
    }

    @Test
    void method() {
        yes("method[GET]", get("/"));
        yes("method[get]", Requests.of("HEAD", "/"));
        yes("method[value={PUT, PATCH}]", put("{}"));
        no("method[GET]", put("{}"));
        no("method[HEAD]", Requests.of("HEAD", "/"));
        no("method[GET]", Requests.of("QUERY", "/db/coll").body("{}"));
    }

    @Test
    void equals() {
        yes("equals[%u, 'anna']", get("/").as(ANNA));
        yes(
                "path-template['/db/coll/{id}'] and equals[%u, \"${id}\"]",
                get("/db/coll/anna").as(ANNA));
        no(
                "path-template['/db/coll/{id}'] and equals[%u, \"${id}\"]",
                get("/db/coll/bob").as(ANNA));
        no("equals[%u, '${unset}']", get("/"));
        no("equals['/x/%u', '/x/']", get("/"));
        yes("equals[%u, %{NULL}]", get("/"));
        yes("equals['a%%b$$c', 'a%%b$$c']", get("/"));
        yes("equals[@user.team.name, x]", get("/").as(ANNA));
        doubt("equals['%{q,x}', 'a']", get("/db/coll?x=a&x=b"));
    }

    @Test
    void contains() {
        yes("contains[value=%R, search={'zz', 'ol'}]", get("/db/coll"));
        no("contains[value=%R, search='zz']", get("/db/coll"));
        no("contains[value=%u, search='']", get("/"));
    }

    @Test
    void exists() {
        yes("exists['%{i,X-Key}']", get("/").header("X-Key", "v"));
        no("exists['%{i,X-Key}']", get("/").header("X-Key", ""));
        no("exists[%u]", get("/"));
    }

    @Test
    void in() {
        yes("in[value=%u, array={'bob', 'anna'}]", get("/").as(ANNA));
        no("in[value=%u, array={'bob'}]", get("/").as(ANNA));
        yes(
                "path-template['/{t}/*'] and in[value='${t}', array=@user.tenants]",
                get("/acme/c").as(ANNA));
        no(
                "path-template['/{t}/*'] and in[value='${t}', array=@user.tenants]",
                get("/other/c").as(ANNA));
        no("in[value=%u, array={''}]", get("/"));
    }

    @Test
    void sizes() {
        yes("max-content-size[2]", put("{}"));
        no("max-content-size[1]", put("{}"));
        yes("min-content-size[2]", put("{}"));
        no("min-content-size[3]", put("{}"));
        yes("request-larger-than[1]", put("{}"));
        no("request-larger-than[2]", put("{}"));
        yes("request-smaller-than[3]", put("{}"));
        no("request-smaller-than[2]", put("{}"));
        yes("max-content-size[0]", get("/"));
    }

    @Test
    void callerAndConnection() {
        yes("auth-required", get("/").as(ANNA));
        no("auth-required[]", get("/"));
        yes("secure", get("/").secure());
        no("secure()", get("/"));
        yes("idempotent", put("{}"));
        no("idempotent", patch("{}"));
    }

    @Test
    void parameters() {
        yes("qparams-contain[a, 'b']", get("/db/coll?a=1&b=2&c=3"));
        no("qparams-contain[a, b]", get("/db/coll?a=1"));
        yes("qparams-blacklist[filter]", get("/db/coll?page=1"));
        no("qparams-blacklist[filter, sort]", get("/db/coll?%66ilter=%7B%7D"));
        yes("qparams-whitelist[page, pagesize]", get("/db/coll?page=1"));
        no("qparams-whitelist[page]", get("/db/coll?page=1&filter=%7B%7D"));
        no("qparams-whitelist[]", get("/db/coll?page=1"));
        yes("qparams-size[2]", get("/db/coll?a=1&a=2&b=1"));
        no("qparams-size[2]", get("/db/coll?a=1"));
    }

    @Test
    void bodyContains() {
        yes("bson-request-contains[a, b.c]", put("{a: 1, b: {c: 2}}"));
        yes("bson-request-contains[b.c]", patch("{'b.c': 2}"));
        yes("bson-request-contains[b.c]", patch("{$set: {'b.c': 2}}"));
        yes("bson-request-contains[b]", patch("{'b.c': 2}"));
        no("bson-request-contains[a, b]", put("{a: 1}"));
        no("bson-request-contains[a]", get("/"));
        doubt("bson-request-contains[a]", patch("{$unset: {a: ''}}"));
        doubt("bson-request-contains[a]", lines("{a: 1}\n"));
        doubt("bson-request-contains[a]", bulk("[{a: 1}, {b: 1}]"));
        yes("bson-request-contains[a]", bulk("[{a: 1}, {a: 2}]"));
        no("bson-request-contains[a]", bulk("[{b: 1}, {c: 2}]"));
    }

    @Test
    void bodyWhitelist() {
        yes("bson-request-whitelist[a, b.c]", put("{a: {x: 1}, b: {c: 2}}"));
        yes("bson-request-whitelist[a]", patch("{$inc: {'a.n': 1}, $push: {a: 2}}"));
        no("bson-request-whitelist[a]", patch("{a: 1, $set: {role: 'admin'}}"));
        no("bson-request-whitelist[a.b]", patch("{a: {b: 1}}"));
        no("bson-request-whitelist[a]", patch("{$rename: {a: 'role'}}"));
        doubt("bson-request-whitelist[a]", bulk("[{a: 1}, {b: 1}]"));
        yes("bson-request-whitelist[]", put("{}"));
        no("bson-request-whitelist[]", put("{a: 1}"));
        doubt("bson-request-whitelist[a]", lines("{a: 1}\n"));
        doubt("bson-request-whitelist[a]", patch("[{$set: {a: 1}}]"));
        no("bson-request-whitelist[a]", jsonPatch("[{op: 'replace', path: '/role', value: 1}]"));
        yes("bson-request-whitelist[a]", jsonPatch("[{op: 'add', path: '/a/-', value: 1}]"));
    }

    private static Requests jsonPatch(String body) {
        return Requests.of("PATCH", "/db/coll/1").body(body, "application/json-patch+json");
    }

    @Test
    void bodyBlacklist() {
        yes("bson-request-blacklist[role]", put("{a: 1}"));
        no("bson-request-blacklist[role]", put("{role: 1}"));
        no("bson-request-blacklist[role]", patch("{$unset: {role: ''}}"));
        no("bson-request-blacklist[role]", patch("{$rename: {a: 'role'}}"));
        no("bson-request-blacklist[a.b]", patch("{$set: {'a.0.b': 1}}"));
        no("bson-request-blacklist[a.b]", patch("{a: {c: 1}}"));
        yes("bson-request-blacklist[a.b]", put("{a: {c: 1}}"));
        no("bson-request-blacklist[a.b]", put("{a: [{b: 1}]}"));
        no("bson-request-blacklist[role]", jsonPatch("[{op: 'test', path: '/role', value: 1}]"));
        doubt("bson-request-blacklist[role]", lines("{a: 1}\n"));
        doubt("bson-request-blacklist[role]", bulk("[{a: 1}, {role: 1}]"));
        no(
                "bson-request-blacklist[role]",
                Requests.of("PATCH", "/db/coll/1").body("{role: null}", "application/merge-patch+json"));
    }

    @Test
    void bodyPropertyEquals() {
        yes("bson-request-prop-equals[key=n, value=1]", put("{n: 1.0}"));
        yes("bson-request-prop-equals[key='a.b', value='{\"c\": [1]}']", put("{a: {b: {c: [1]}}}"));
        yes(
                "bson-request-prop-equals[key=owner, value=@user]",
                put("{owner: 'anna'}").as(ANNA));
        yes(
                "bson-request-prop-equals[key=tenants, value=@user.tenants]",
                put("{tenants: ['acme', 'b']}").as(ANNA));
        no(
                "bson-request-prop-equals[key=owner, value=@user]",
                put("{owner: 'bob'}").as(ANNA));
        no("bson-request-prop-equals[key=owner, value=anna]", patch("{owner: 'anna', $set: {owner: 'bob'}}"));
        no("bson-request-prop-equals[key=owner, value=anna]", put("{}"));
        doubt("bson-request-prop-equals[key=owner, value=@user]", put("{owner: null}"));
        doubt("bson-request-prop-equals[key=n, value=1]", patch("{$inc: {n: 1}}"));
        doubt("bson-request-prop-equals[key=n, value=1]", bulk("[{n: 1}, {n: 2}]"));
    }

    @Test
    void bodyArrays() {
        yes("bson-request-array-contains[key=tags, values={1, '\"b\"'}]", put("{tags: ['b', 1, 2]}"));
        no("bson-request-array-contains[key=tags, values={1, 3}]", put("{tags: [1]}"));
        no("bson-request-array-contains[key=tags, values=1]", put("{tags: 1}"));
        yes("bson-request-array-is-subset[key=tags, values={1, 2, 3}]", put("{tags: [1, 3]}"));
        yes(
                "bson-request-array-is-subset[key=t, values=@user.tenants]",
                put("{t: ['b']}").as(ANNA));
        no(
                "bson-request-array-is-subset[key=t, values=@user.tenants]",
                put("{t: ['c']}").as(ANNA));
        doubt("bson-request-array-is-subset[key=t, values={1}]", patch("{$addToSet: {t: 2}}"));
    }

    @Test
    void resources() {
        var mounted = Requests.parser("--mongo-mounts=[{what: /db/coll, where: /alias}, {what: '*', where: /}]");
        for (String path : new String[] {"/db/coll/1", "/alias/1"}) {
            yes("resource['/db/coll/1']", get(path).through(mounted));
            yes("resource['/db/**']", get(path).through(mounted));
            yes("collection['db/coll']", get(path).through(mounted));
            yes("db['db']", get(path).through(mounted));
            no("resource['/db/coll']", get(path).through(mounted));
            no("collection['db/other', '/x/coll']", get(path).through(mounted));
            no("db['d', 'coll']", get(path).through(mounted));
        }
        yes("path['/1']", get("/alias/1").through(mounted));
        no("path['/db/coll/1']", get("/alias/1").through(mounted));
        yes("collection['db/coll']", get("/db/coll/_indexes"));
        yes("db[db]", get("/db/_size"));
        no("db[db]", get("/"));
        yes("resource['/']", get("/"));
        no("resource['/**']", get("/_users"));
    }

    @Test
    void attributes() {
        Requests request = get("/db/coll?b=2&n=1")
                .as(ANNA)
                .header("Host", "example.org:81")
                .header("Cookie", "a=1; b=2");
        String[][] expected = {
            {"%R", "/db/coll"},
            {"%U", "/db/coll"},
            {"%{REQUEST_PATH}", "/db/coll"},
            {"%m", "GET"},
            {"%u", "anna"},
            {"%a", "10.1.2.3"},
            {"%h", "10.1.2.3"},
            {"%A", "10.0.0.1"},
            {"%v", "example.org"},
            {"%p", "8080"},
            {"%q", "?b=2&n=1"},
            {"%{BARE_QUERY_STRING}", "b=2&n=1"},
            {"%r", "GET /db/coll?b=2&n=1 HTTP/1.1"},
            {"%H", "HTTP/1.1"},
            {"%{SCHEME}", "http"},
            {"%{HOST_AND_PORT}", "example.org:81"},
            {"%{i,host}", "example.org:81"},
            {"%{c,b}", "2"},
            {"%{q,n}", "1"},
            {"%{SECURE}", "false"},
            {"@qparams['n']", "1"},
            {"@request.path", "/db/coll"},
            {"@request.method", "GET"},
            {"@request.remoteIp", "10.1.2.3"},
            {"@user", "anna"},
            {"@user._id", "anna"}
        };
        for (String[] pair : expected) {
            String value = pair[0].replace("'", "\"");
            yes("equals['" + value + "', '" + pair[1] + "']", request);
            no("equals['" + value + "', 'other']", request);
        }
        for (String none : new String[] {"%s", "%D", "%T", "%{o,X}", "%{NULL}", "%{p,x}", "%{i,X}", "%{c,x}"}) {
            no("exists['" + none + "']", request);
        }
        yes("exists[%t]", request);
        yes("path-template['/{db}/*'] and equals['%{p,db}', 'db']", request);
    }

    @Test
    void logic() {
        yes("true", get("/"));
        no("false", get("/"));
        no("not true", get("/"));
        yes("not not true", get("/"));
        yes("true or false and false", get("/"));
        no("(true or false) and false", get("/"));
        no("not true or false", get("/"));
        yes("not(false)", get("/"));
    }
}
