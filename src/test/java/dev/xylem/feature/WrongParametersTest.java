package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.Wire;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.function.Executable;

final class WrongParametersTest {

    private static final String WRONG = "invalid-parameter";
    private static final String OPERATOR = "operator-not-allowed";
    private static final String STORE = "invalid-request";
    private static final String TWICE = "duplicate-parameter";
    private static final int NOWHERE = -1;

    private record Row(String parameter, String value, String code, int position) {}

    private static Row row(String parameter, String value, String code) {
        return new Row(parameter, value, code, NOWHERE);
    }

    private static final Row[] ROWS = {
        // not a number, not a whole one, out of range, not in ASCII
        row("page", "", WRONG),
        row("page", "0", WRONG),
        row("page", "-1", WRONG),
        row("page", "x", WRONG),
        row("page", "1.0", WRONG),
        row("page", "1e2", WRONG),
        row("page", " 1", WRONG),
        row("page", "+1", WRONG),
        row("page", "٣", WRONG),
        row("page", "1\u0000", WRONG),
        row("page", "2147483648", WRONG),
        row("page", "99999999999999999999999999", WRONG),
        row("page", "2147483647", "skip-too-large"),
        row("page", "1002", "skip-too-large"),
        row("pagesize", "", WRONG),
        row("pagesize", "-1", WRONG),
        row("pagesize", "1001", WRONG),
        row("pagesize", "1000000000", WRONG),
        row("pagesize", "null", WRONG),
        row("pagesize", "[]", WRONG),
        // one of a few words
        row("count", "maybe", WRONG),
        row("count", "-1", WRONG),
        row("np", "x", WRONG),
        row("rep", "", WRONG),
        row("rep", "XML", WRONG),
        row("rep", "HAL ", WRONG),
        row("hal", "x", WRONG),
        row("jsonMode", "pretty", WRONG),
        row("id_type", "uuid", WRONG),
        row("readConcern", "strong", WRONG),
        row("readPreference", "tertiary", WRONG),
        // not JSON, or not an object
        row("filter", "", WRONG),
        row("filter", " ", WRONG),
        row("filter", "[]", WRONG),
        row("filter", "1", WRONG),
        row("filter", "null", WRONG),
        row("filter", "'x'", WRONG),
        new Row("filter", "x", WRONG, 0),
        new Row("filter", "{", WRONG, 1),
        new Row("filter", "{a:1", WRONG, 4),
        new Row("filter", "{a:1}}", WRONG, 5),
        new Row("filter", "{\"日本\":x}", WRONG, 6),
        new Row("filter", "{a:1,b:}", WRONG, 7),
        new Row("filter", "{a:1,a:2}", "duplicate-key-in-json", 5),
        new Row("filter", "{a:1e999}", WRONG, 3),
        new Row("filter", "{a:{$oid:'zz'}}", WRONG, 9),
        new Row("filter", "{a:{$date:'tomorrow'}}", WRONG, 10),
        new Row("filter", "{a:{$numberLong:'99999999999999999999'}}", WRONG, 16),
        new Row("filter", "\u0000", WRONG, 0),
        new Row("filter", "{'a\\u0000b':1}", WRONG, 1),
        row("filter", "{a:".repeat(21) + "1" + "}".repeat(21), "filter-too-deep"),
        // operators that are not for strangers, wherever they stand
        row("filter", "{$where:'sleep(1000)'}", OPERATOR),
        row("filter", "{a:{$where:'1'}}", OPERATOR),
        row("filter", "{$and:[{a:1},{$or:[{$where:'1'}]}]}", OPERATOR),
        row("filter", "{a:{$elemMatch:{$where:'1'}}}", OPERATOR),
        row("filter", "{a:{$not:{$where:'1'}}}", OPERATOR),
        row("filter", "{$expr:{$function:{body:'f',args:[],lang:'js'}}}", OPERATOR),
        row("filter", "{$expr:{$gt:[{$function:{body:'f',args:[],lang:'js'}},1]}}", OPERATOR),
        row("filter", "{$or:[{$expr:{$cond:{if:{$accumulator:{}},then:1,else:2}}}]}", OPERATOR),
        row("filter", "{$expr:{$let:{vars:{x:{$function:{}}},in:1}}}", OPERATOR),
        row("filter", "{$expr:{$lookup:{}}}", OPERATOR),
        row("filter", "{a:{$foo:1}}", OPERATOR),
        row("filter", "{$foo:1}", OPERATOR),
        row("filter", "{a:{'$':1}}", OPERATOR),
        row("filter", "{a:{$gt:{$out:'x'}}}", OPERATOR),
        row("filter", "{$merge:'x'}", OPERATOR),
        row("filter", "{a:{$set:1}}", OPERATOR),
        // known operators with operands that make no sense
        row("filter", "{$and:{}}", STORE),
        row("filter", "{$or:[]}", STORE),
        row("filter", "{$nor:[1]}", STORE),
        row("filter", "{n:{$in:1}}", STORE),
        row("filter", "{n:{$all:1}}", STORE),
        row("filter", "{n:{$mod:[0,0]}}", STORE),
        row("filter", "{n:{$mod:[2]}}", STORE),
        row("filter", "{n:{$mod:['x',0]}}", STORE),
        row("filter", "{n:{$size:-1}}", STORE),
        row("filter", "{n:{$size:'x'}}", STORE),
        row("filter", "{n:{$not:1}}", STORE),
        row("filter", "{n:{$not:{}}}", STORE),
        row("filter", "{n:{$type:'foo'}}", STORE),
        row("filter", "{n:{$type:99}}", STORE),
        row("filter", "{n:{$elemMatch:1}}", STORE),
        row("filter", "{absent:{$regex:'('}}", STORE),
        row("filter", "{absent:{$elemMatch:{x:{$regex:'('}}}}", STORE),
        row("filter", "{n:{$regex:1}}", STORE),
        row("filter", "{n:{$options:'i'}}", STORE),
        row("filter", "{$eq:1}", STORE),
        row("filter", "{$expr:{$divide:[1,0]}}", STORE),
        row("filter", "{$expr:{$eq:['$$NOBODY',1]}}", STORE),
        // projections
        row("keys", "", WRONG),
        row("keys", "n", WRONG),
        row("keys", "[]", WRONG),
        row("keys", "{n:2}", WRONG),
        row("keys", "{n:'$s'}", WRONG),
        row("keys", "{n:{$add:[1,2]}}", WRONG),
        row("keys", "{n:{$function:{}}}", WRONG),
        row("keys", "{n:{$slice:'x'}}", WRONG),
        row("keys", "{n:{$slice:[1,2,3]}}", WRONG),
        row("keys", "{n:{$elemMatch:1}}", WRONG),
        row("keys", "{n:{$elemMatch:{$where:'1'}}}", OPERATOR),
        row("keys", "{'$n':1}", WRONG),
        row("keys", "{'n.$':1}", WRONG),
        row("keys", "{'':1}", WRONG),
        row("keys", "{n:1,s:0}", STORE),
        row("keys", "{'n..s':1}", STORE),
        // orders
        row("sort", "", WRONG),
        row("sort", "-", WRONG),
        row("sort", "$n", WRONG),
        row("sort", "{n:0}", WRONG),
        row("sort", "{n:2}", WRONG),
        row("sort", "{n:'asc'}", WRONG),
        row("sort", "{n:{$meta:'textScore'}}", WRONG),
        row("sort", "\u0000", WRONG),
        new Row("sort", "{n", WRONG, 2),
        row("sort", "{a:1,b:1,c:1,d:1,e:1,f:1,g:1,h:1,i:1}", WRONG),
        row("sort_by", "$n", WRONG),
        row("hint", "", WRONG),
        row("hint", "$natural", WRONG),
        row("hint", "{$natural:1}", WRONG),
        row("hint", "{n:'x'}", WRONG),
        row("hint", "no_such_index", STORE),
        row("after", "x", "bad-cursor"),
        row("before", "", "bad-cursor"),
        row("after", "\u0000", "bad-cursor"),
        row("after", "日本", "bad-cursor"),
        row("after", "-1", "bad-cursor"),
        row("after", "{$gt:''}", "bad-cursor"),
        row("before", "A".repeat(9000), "bad-cursor"),
        row("explain", "everything", WRONG),
        row("explain", "true", WRONG),
        row("explain", "{$where:'1'}", WRONG),
        row("avars", "{}", "unknown-parameter"),
        row("avars", "\u0000", "unknown-parameter"),
        row("embed", "", WRONG),
        row("embed", "nobody", WRONG),
        row("embed", "a.b.c.d", WRONG),
        row("embed", "$where", WRONG),
        row("embed", "\u0000", WRONG),
        row("csv", "", WRONG),
        row("csv", "RAW!", WRONG),
        row("csv", "\u0000", WRONG),
        row("count", "\u0000", WRONG),
        row("count", "99999999999999999999", WRONG),
        row("np", "-1", WRONG),
        row("np", "\u0000", WRONG),
        row("rep", "日本", WRONG),
        row("rep", "HAL\u0000", WRONG),
        row("rep", "$where", WRONG),
        row("hal", "", WRONG),
        row("hal", "\u0000", WRONG),
        row("jsonMode", "", WRONG),
        row("jsonMode", "strict\u0000", WRONG),
        row("id_type", "", WRONG),
        row("id_type", "NUMBER ", WRONG),
        row("id_type", "\u0000", WRONG),
        row("readConcern", "", WRONG),
        row("readConcern", "{level:'local'}", WRONG),
        row("readConcern", "\u0000", WRONG),
        row("readPreference", "", WRONG),
        row("readPreference", "PRIMARY", WRONG),
        row("readPreference", "\u0000", WRONG),
        row("pagesize", "٣", WRONG),
        row("pagesize", "99999999999999999999", WRONG),
        row("pagesize", "{$gt:1}", WRONG),
        row("sort_by", "", WRONG),
        row("sort_by", "{n:9}", WRONG),
        row("keys", "null", WRONG),
        row("keys", "\u0000", WRONG),
        row("hint", "\u0000", STORE),
        row("hint", "[]", STORE),
    };

    @OnEveryEngine
    void eachIsRefusedByItsCodeAndNamesTheParameter(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1, s: 'x'}").expect(201);

        assertAll(Stream.of(ROWS).map(row -> refused(api, collection, row)));
    }

    private static Executable refused(Api api, String collection, Row row) {
        return () -> {
            Answer answer = api.get(collection + "?" + row.parameter + "=" + Api.encode(row.value));
            assertEquals(400, answer.status(), row + " answered " + answer.text());
            BsonDocument problem = answer.expectProblem(400, row.code).json();
            if (!row.code.equals(STORE)) {
                assertEquals(row.parameter, problem.getString("parameter").getValue(), row.toString());
            }
            if (row.position != NOWHERE) {
                assertEquals(row.position, problem.getNumber("position").intValue(), row.toString());
            }
        };
    }

    @OnEveryEngine
    void singleValuedParametersAreGivenOnce(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        for (String query : new String[] {
            "page=1&page=1",
            "pagesize=1&pagesize=1",
            "count&count",
            "np&np",
            "rep=S&rep=S",
            "hal=c&hal=f",
            "jsonMode=strict&jsonMode=strict",
            "id_type=OID&id_type=OID",
            "readConcern=local&readConcern=local",
            "readPreference=primary&readPreference=primary",
            "after=x&after=y",
            "before=x&before=x",
            "explain&explain",
            "csv=raw&csv=raw",
            "embed=a&embed=b"
        }) {
            Answer answer = api.get(collection + "?" + query).expectProblem(400, TWICE);
            assertTrue(query.startsWith(answer.json().getString("parameter").getValue()), query);
        }
        api.get(collection + "?filter=%7B%7D&filter=%7B%7D&keys=%7B%7D&keys=%7B%7D&sort=a&sort=b")
                .expect(200);
    }

    @OnEveryEngine
    void anInjectedOperatorIsNamedWithItsPlace(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        BsonDocument problem = api.get(
                        collection + "?filter=" + Api.encode("{$and:[{a:1},{b:{$elemMatch:{$where:'1'}}}]}"))
                .expectProblem(400, OPERATOR)
                .json();

        assertEquals("$and.1.b.$elemMatch.$where", problem.getString("path").getValue());
        assertTrue(problem.getString("detail").getValue().contains("$where"));
    }

    @OnEveryEngine
    void operatorsInsideLiteralsAreValues(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        assertFalse(api.get(collection + "?filter=" + Api.encode("{$expr:{$eq:['$n',{$literal:{$where:1}}]}}"))
                .text()
                .contains(OPERATOR));
    }

    @OnEveryEngine
    void malformedQueryStringsAre400(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        for (String query : new String[] {"filter=%zz", "filter=%", "filter=%ff", "%C0=1", "a=%ED%A0%80"}) {
            assertEquals(
                    400, Wire.send(api.base(), "GET", collection + "?" + query).status(), query);
        }
        api.get(collection + "?" + "a=1&".repeat(101)).expectProblem(400, WRONG);
        api.get(collection + "?&&a&=&").expect(200);
    }

    @OnEveryEngine
    void unknownAndWrongParametersOnWritesWriteNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String path = collection + "/a";

        for (String query : new String[] {"wn=insert", "Filter={}", "page=1", "keys={}", "foo"}) {
            Answer refused = api.put(path + "?" + query.replace("{}", "%7B%7D"), "{n: 1}")
                    .expectProblem(400, "unknown-parameter");
            assertTrue(query.startsWith(refused.json().getString("parameter").getValue()));
            api.get(path).expect(404);
        }
        for (String query : new String[] {
            "wm=replace", "wm=insert&wm=insert", "writeConcern=0", "arrayFilters={}", "filter=[]", "filter=", "rep=XML"
        }) {
            assertEquals(
                    400,
                    api.put(path + "?" + query.replace("{}", "%7B%7D").replace("[]", "%5B%5D"), "{n: 1}")
                            .status(),
                    query);
            api.get(path).expect(404);
        }
        for (String filter : new String[] {"{$where:'1'}", "{a:{$function:{}}}", "{a:{$foo:1}}", "{a:", "1"}) {
            assertEquals(
                    400,
                    api.patch(path + "?filter=" + Api.encode(filter), "{n: 1}").status(),
                    filter);
            assertEquals(
                    400,
                    api.delete(collection + "/*?filter=" + Api.encode(filter)).status(),
                    filter);
        }
        api.get(path).expect(404);
    }

    @OnEveryEngine
    void aSingleDocumentAndASizeRefuseTheSameFilters(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", "{n: 1}").expect(201);

        for (String target : new String[] {collection + "/a", collection + "/_size"}) {
            api.get(target + "?filter=" + Api.encode("{$where:'1'}")).expectProblem(400, OPERATOR);
            api.get(target + "?filter=").expectProblem(400, WRONG);
            api.get(target + "?filter=" + Api.encode("{n:{$mod:[0,0]}}")).expectProblem(400, STORE);
        }
    }
}
