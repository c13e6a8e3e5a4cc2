package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CsvExportTest {
    private static final String WITHOUT_ETAG = "&keys=" + Api.encode("{_etag: 0}");

    @OnEveryEngine
    void objectsOpenIntoColumnsAndArraysAreJson(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, """
                        [{_id: "a", name: {first: "Ada", last: "L"}, tags: ["x", 1], n: 1},
                         {_id: "b", name: {first: "Bob"}, at: {geo: {lat: 1.5}}, n: null}]""").expect(200);

        Answer csv = api.get(collection + "?rep=CSV&sort=_id" + WITHOUT_ETAG).expect(200);

        assertEquals("text/csv; charset=utf-8; header=present", csv.header("Content-Type"));
        assertEquals("""
                _id,name.first,name.last,tags,n,at.geo.lat
                a,Ada,L,"[""x"",1]",1,
                b,Bob,,,,1.5
                """, unix(csv));
    }

    @OnEveryEngine
    void whatHasAMeaningInCsvIsQuoted(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, """
                        [{_id: 1, t: "a,b"}, {_id: 2, t: "say \\"hi\\""}, {_id: 3, t: "two\\nlines"}, {_id: 4, t: "grün 😀"}, {_id: 5, t: " x "}]""").expect(200);

        assertEquals(
                "_id,t\r\n1,\"a,b\"\r\n2,\"say \"\"hi\"\"\"\r\n3,\"two\nlines\"\r\n4,grün 😀\r\n5, x \r\n",
                api.get(collection + "?rep=CSV&sort=_id" + WITHOUT_ETAG)
                        .expect(200)
                        .text());
    }

    @OnEveryEngine
    void aFormulaIsMarkedAsTextUnlessRawIsAskedFor(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, """
                        [{_id: 1, t: "=1+1"}, {_id: 2, t: "+49"}, {_id: 3, t: "-x"}, {_id: 4, t: "@A1"}, {_id: 5, t: "\\tx"}, {_id: 6, t: -5}, {_id: 7, t: "a=b"}]""").expect(200);

        assertEquals(
                "_id,t\n1,'=1+1\n2,'+49\n3,'-x\n4,'@A1\n5,'\tx\n6,-5\n7,a=b\n",
                unix(api.get(collection + "?rep=CSV&sort=_id" + WITHOUT_ETAG)));
        assertEquals(
                "_id,t\n1,=1+1\n2,+49\n3,-x\n4,@A1\n5,\tx\n6,-5\n7,a=b\n",
                unix(api.get(collection + "?rep=CSV&csv=raw&sort=_id" + WITHOUT_ETAG)));
        api.get(collection + "?rep=CSV&csv=rare").expectProblem(400, "invalid-parameter");
    }

    @OnEveryEngine
    void valuesAreWrittenAsPeopleReadThem(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, """
                        [{_id: {$oid: "5f0000000000000000000001"}, d: {$date: 1577934245678}, l: {$numberLong: "9007199254740993"}, f: 5.0, b: true,
                          u: {$uuid: "00112233-4455-6677-8899-aabbccddeeff"}, e: {}, r: {$regularExpression: {pattern: "a", options: "i"}}}]""").expect(200);

        assertEquals("""
                _id,d,l,f,b,u,e,r
                5f0000000000000000000001,2020-01-02T03:04:05.678Z,9007199254740993,5.0,true,00112233-4455-6677-8899-aabbccddeeff,{},"{""$regularExpression"":{""pattern"":""a"",""options"":""i""}}"
                """, unix(api.get(collection + "?rep=CSV" + WITHOUT_ETAG)));
    }

    @OnEveryEngine
    void keysChooseTheColumnsAndTheirOrder(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, "[{_id: 1, a: 1, b: {x: 1, y: 2}, c: 3}, {_id: 2, a: 4}]")
                .expect(200);

        assertEquals(
                "_id,missing,b.x,b.y,a\n1,,1,2,1\n2,,,,4\n",
                unix(api.get(collection + "?rep=CSV&sort=_id&keys=" + Api.encode("{missing: 1, b: 1, a: 1}"))));
        assertEquals("a\n1\n4\n", unix(api.get(collection + "?rep=CSV&sort=_id&keys=" + Api.encode("{_id: 0, a: 1}"))));
    }

    @OnEveryEngine
    void aLineIsNeverEmpty(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, "[{_id: 1, a: 1}, {_id: 2}]").expect(200);

        assertEquals(
                "a\n1\n\"\"\n", unix(api.get(collection + "?rep=CSV&sort=_id&keys=" + Api.encode("{_id: 0, a: 1}"))));
    }

    @Test
    void theFirstThousandDocumentsMakeTheColumns() {
        Api api = Api.on(Engine.EMBEDDED);
        String collection = api.newCollection();
        api.post(
                        collection,
                        IntStream.range(0, 1002)
                                .mapToObj(i ->
                                        "{_id: " + i + (i == 999 ? ", a: 1}" : i > 999 ? ", b: 1, c: {d: 1}}" : "}"))
                                .collect(Collectors.joining(",", "[", "]")))
                .expect(200);

        var lines = api.get(collection + "?rep=CSV&sort=_id" + WITHOUT_ETAG)
                .text()
                .lines()
                .toList();

        assertEquals(1003, lines.size());
        assertEquals("_id,a", lines.getFirst());
        assertEquals("999,1", lines.get(1000));
        assertEquals("1001,", lines.getLast());
    }

    private static String unix(Answer csv) {
        return csv.expect(200).text().replace("\r\n", "\n");
    }
}
