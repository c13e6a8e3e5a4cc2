package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import dev.xylem.fixture.Wire;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class ImportTest {
    private static final String[] NDJSON = {"Content-Type", "application/x-ndjson"};
    private static final String[] CSV = {"Content-Type", "text/csv"};
    private static final String ALL_TYPES = """
            {"_id":{"$oid":"5f0000000000000000000001"},"i":1,"l":{"$numberLong":"9007199254740993"},"d":5.0,"n":null,"b":true,"s":"a\\nb","t":{"$date":1577934245678},"m":{"$numberDecimal":"1.10"},"x":{"$binary":{"base64":"AQI=","subType":"00"}},"u":{"$binary":{"base64":"ABEiM0RVZneImaq7zN3u/w==","subType":"04"}},"r":{"$regularExpression":{"pattern":"^a","options":"i"}},"ts":{"$timestamp":{"t":1,"i":2}},"min":{"$minKey":1},"max":{"$maxKey":1},"nan":{"$numberDouble":"NaN"},"o":{"a":[1,{"b":[]}],"e":{}},"c":{"$code":"f()"}}
            """;

    @OnEveryEngine
    void linesAreUpsertedAndShareAnEtag(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1, kept: true}").expect(201);

        Answer answer = api.post(
                        collection,
                        "{\"_id\":\"a\",\"n\":2}\n\n{\"_id\":\"b\",\"$inc\":{\"n\":5},\"_x\":1}\r\n{\"n\":3}",
                        NDJSON)
                .expect(200);

        assertEquals(
                BsonDocument.parse(
                        "{_embedded: {'rh:result': [{inserted: 2, deleted: 0, modified: 1, matched: 1, failed: 0}]}}"),
                answer.json());
        assertTrue(answer.header("Xylem-Warning").contains("_x"));
        api.get(collection + "/a").expectState("{_id: 'a', n: 2, kept: true}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 5}");
        String etag = answer.etag().replace("\"", "");
        assertEquals(
                3,
                api.get(collection + "?rep=S&filter=" + Api.encode("{_etag: {$oid: '" + etag + "'}}"))
                        .array()
                        .size());
    }

    @OnEveryEngine
    void wmDecidesForEachLine(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1}").expect(201);

        Answer inserted = api.post(collection + "?rep=S&wm=insert", "{_id:'a',n:2}\n{_id:'b',n:2}\n", NDJSON);
        Answer updated = api.post(collection + "?rep=S&wm=update", "{_id:'b',n:3}\n{_id:'c',n:3}\n{n:4}\n", NDJSON);

        assertEquals(1, number(inserted.expect(207), "inserted"));
        assertError(inserted, 0, 1, 409, "document-exists");
        assertEquals(1, number(updated.expect(207), "modified"));
        assertError(updated, 0, 3, 400, "invalid-parameter");
        api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
        api.get(collection + "/b").expectState("{_id: 'b', n: 3}");
        api.get(collection + "/c").expect(404);
        assertEquals("{\"_size\":2}", api.get(collection + "/_size").text());
    }

    @OnEveryEngine
    void aBrokenLineIsAFailureOfThatLineAlone(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String tooLong = "{_id:'long',t:'" + "x".repeat(1 << 20) + "'}";
        List<String> lines = List.of(
                "{_id:'a'}",
                "{_id:'b',",
                "[]",
                "",
                tooLong,
                "{_id:'_b'}",
                "{_id:'c',a:1,a:2}",
                "{_id:'d',$inc:{n:'x'}}",
                "{_id:'e'} x",
                "{_id:'z'}");

        Answer answer = api.post(collection + "?rep=S", String.join("\n", lines), NDJSON)
                .expect(207);

        assertEquals(2, number(answer, "inserted"));
        assertEquals(7, number(answer, "failed"));
        assertError(answer, 0, 2, 400, "malformed-json");
        assertError(answer, 1, 3, 400, "wrong-body-shape");
        assertError(answer, 2, 5, 413, "body-too-large");
        assertError(answer, 3, 6, 403, "reserved-name");
        assertError(answer, 4, 7, 400, "duplicate-key-in-json");
        assertEquals(
                List.of("a", "z"),
                api.get(collection + "?rep=S&sort=_id").array().stream()
                        .map(document -> document.asDocument().getString("_id").getValue())
                        .toList());
    }

    @OnEveryEngine
    void aHundredFailuresAreNamedAndAllAreCounted(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String lines = IntStream.range(0, 1500)
                .mapToObj(i -> i == 1234 ? "{_id:1}" : "{")
                .collect(Collectors.joining("\n"));

        Answer answer = api.post(collection, lines, NDJSON).expect(207);

        BsonDocument embedded = answer.json().getDocument("_embedded");
        BsonDocument result = embedded.getArray("rh:result").get(0).asDocument();
        assertEquals(1, result.getNumber("inserted").intValue());
        assertEquals(1499, result.getNumber("failed").intValue());
        assertEquals(100, embedded.getArray("rh:error").size());
        assertEquals("{\"_size\":1}", api.get(collection + "/_size").text());
    }

    @OnEveryEngine
    void anExportImportedElsewhereIsTheSameInEveryType(Engine engine) {
        Api api = Api.on(engine);
        String from = api.newCollection();
        String to = api.newCollection();
        api.post(from, ALL_TYPES, NDJSON).expect(200);

        String export = api.get(from + "?rep=NDJSON&keys=" + Api.encode("{_etag:0}"))
                .expect(200)
                .text();
        api.post(to, export, NDJSON).expect(200);

        assertEquals(ALL_TYPES, export);
        assertEquals(
                export,
                api.get(to + "?rep=NDJSON&keys=" + Api.encode("{_etag:0}")).text());
    }

    @OnEveryEngine
    void anEmptyImportIsNoFailure(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        assertEquals(0, number(api.post(collection + "?rep=S", "\n\n", NDJSON).expect(200), "inserted"));
        assertEquals(0, number(api.post(collection + "?rep=S", "a,b\n", CSV).expect(200), "inserted"));
    }

    @OnEveryEngine
    void theCollectionMustExistAndParametersMustBeKnown(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        api.post(collection + "x", "{}\n", NDJSON).expectProblem(404, "collection-not-found");
        api.post(collection + "?what=1", "{}\n", NDJSON).expectProblem(400, "unknown-parameter");
        api.post(collection + "?types=text", "{}\n", NDJSON).expectProblem(400, "invalid-parameter");
        api.post(collection, "{}\n", "Content-Type", "text/csv; charset=iso-8859-1")
                .expectProblem(415, "unsupported-media-type");
        api.put(collection + "/a", "{}\n", NDJSON).expectProblem(415, "unsupported-media-type");
        assertEquals("{\"_size\":0}", api.get(collection + "/_size").text());
    }

    @OnEveryEngine
    void cellsAreReadAsWhatTheyLookLike(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String csv = """
                \uFEFF_id,n,f,zip,big,b,empty,j,t,o.p.q,phone,quoted
                5f0000000000000000000001,12,1.50,01234,123456789012345678901,true,,"[1,{""a"":2}]",[draft,x,'+49 1,"two
                lines, ""more"" x"
                k,-1,1e3,0,3000000000,FALSE,,{},2020-01-01,,,
                """.replace("\n", "\r\n").replace("two\r\n", "two\n");

        assertEquals(2, number(api.post(collection + "?rep=S", csv, CSV).expect(200), "inserted"));

        api.get(collection + "/5f0000000000000000000001").expectState("""
                        {_id: {$oid: "5f0000000000000000000001"}, n: 12, f: 1.5, zip: "01234", big: "123456789012345678901", b: true,
                         j: [1, {a: 2}], t: "[draft", o: {p: {q: "x"}}, phone: "+49 1", quoted: "two\\nlines, \\"more\\" x"}""");
        api.get(collection + "/k")
                .expectState(
                        "{_id: 'k', n: -1, f: 1000.0, zip: 0, big: {$numberLong: '3000000000'}, b: false, j: {}, t: '2020-01-01'}");
    }

    @OnEveryEngine
    void typesTextTakesEveryCellAsItStands(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        api.post(collection + "?types=text", "_id,n,e,a\n1,12,,'=x\n", CSV).expect(200);

        api.get(collection + "/1").expectState("{_id: '1', n: '12', e: '', a: \"'=x\"}");
    }

    @OnEveryEngine
    void aRowThatDoesNotFitItsHeaderFailsAlone(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        Answer answer = api.post(collection + "?rep=S", "_id,n\na,1\nb,2,3\nc\nd,4,\n", CSV)
                .expect(207);

        assertEquals(3, number(answer, "inserted"));
        assertError(answer, 0, 3, 400, "wrong-body-shape");
        api.get(collection + "/c").expectState("{_id: 'c'}");
        api.get(collection + "/b").expect(404);
    }

    @Test
    void whatCannotBeReadAnyFurtherEndsTheImportAndTellsHowFarItCame() {
        Api api = Api.on(Engine.EMBEDDED);
        String collection = api.newCollection();
        String rows = IntStream.range(0, 1500)
                .mapToObj(i -> i + "," + i + "\n")
                .collect(Collectors.joining("", "_id,n\n", ""));

        Answer answer = api.post(collection, rows + "x,\"a\"b\n", CSV).expectProblem(400, "malformed-csv");
        api.post(collection, "a,a\n1,2\n", CSV).expectProblem(400, "malformed-csv");

        assertEquals(1001, answer.json().getNumber("line").intValue());
        assertEquals(1000, answer.json().getNumber("inserted").intValue());
        assertEquals("{\"_size\":1000}", api.get(collection + "/_size").text());
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        Api api = Api.on(Engine.EMBEDDED);
        String collection = api.newCollection();
        String head = "POST " + collection
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/csv\r\nContent-Length: 6\r\n\r\n";

        var reply = Wire.raw(api.base(), head + "t\ngr\u00fcn");

        assertEquals("malformed-csv", reply.code());
        assertEquals("{\"_size\":0}", api.get(collection + "/_size").text());
    }

    @OnEveryEngine
    void aCsvExportComesBackWithItsIds(Engine engine) {
        Api api = Api.on(engine);
        String from = api.newCollection();
        String to = api.newCollection();
        api.post(from, "[{n: 1, name: {first: '=A'}, tags: ['x']}, {n: 2.5, b: false}]")
                .expect(200);

        api.post(to, api.get(from + "?rep=CSV").text(), CSV).expect(200);

        String query = "?rep=S&keys=" + Api.encode("{_etag:0}");
        assertEquals(api.get(from + query).array(), api.get(to + query).array());
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOn() throws Exception {
        Api api = Api.on(Engine.EMBEDDED);
        String collection = api.newCollection();
        try (Socket socket = Wire.connect(api.base())) {
            String head = "POST " + collection + "?rep=S HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Expect: 100-continue\r\nContent-Type: application/x-ndjson\r\nContent-Length: 9\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String go = new String(socket.getInputStream().readNBytes(25), StandardCharsets.US_ASCII);

            socket.getOutputStream().write("{_id: 1}\n".getBytes(StandardCharsets.US_ASCII));
            var reply = Wire.read(socket);

            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", go);
            assertEquals(200, reply.status());
        }
        assertEquals("{\"_size\":1}", api.get(collection + "/_size").text());
    }

    @Test
    void neitherTheBulkLimitNorASlowClientStopsIt() throws Exception {
        try (ServerProcess server = ServerProcess.on(
                Engine.EMBEDDED, "--limits.bulk-body=100B", "--limits.body-time=300ms", "--mongo-pool.max=1")) {
            Api api = Api.of(server);
            String collection = api.newCollection();
            String lines =
                    IntStream.range(0, 100).mapToObj(i -> "{_id:" + i + "}\n").collect(Collectors.joining());
            api.post(collection, lines, NDJSON).expect(200);
            try (Socket socket = Wire.connect(server.base())) {
                String head = "POST " + collection
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: 900\r\n\r\n{_id:'x'}\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

                api.get(collection + "?pagesize=1").expect(200);
                var reply = Wire.read(socket);

                assertEquals("body-timeout", reply.code());
            }
            assertEquals("{\"_size\":100}", api.get(collection + "/_size").text());
        }
    }

    private static int number(Answer answer, String member) {
        return answer.json().getNumber(member).intValue();
    }

    private static void assertError(Answer answer, int index, int line, int status, String code) {
        BsonDocument error = answer.json().getArray("errors").get(index).asDocument();
        assertEquals(line, error.getNumber("line").intValue(), answer.text());
        assertEquals(status, error.getNumber("status").intValue(), answer.text());
        assertEquals(code, error.getString("code").getValue(), answer.text());
    }
}
