package dev.xylem.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonSymbol;
import org.bson.BsonTimestamp;
import org.bson.BsonUndefined;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    private static final String HEX = "5f2b1c0d9e8a7b6c5d4e3f20";
    private static final JsonReader READER = new JsonReader(100, ProblemType.TOO_DEEP);

    @Test
    void readsStrictJson() {
        var expected = new BsonDocument("a", new BsonInt32(1))
                .append("b", new BsonArray(Arrays.asList(BsonBoolean.TRUE, BsonBoolean.FALSE, BsonNull.VALUE)))
                .append("c", new BsonString("x"))
                .append("d", new BsonDocument());
        reads(" {\"a\" : 1,\n\t\"b\":[true, false,null],\r\"c\":\"x\",\"d\":{}} ", expected);
        reads("[]", new BsonArray());
        reads("\"x\"", new BsonString("x"));
        reads("null", BsonNull.VALUE);
    }

    @Test
    void readsUnquotedKeysSingleQuotesAndTrailingCommas() {
        var expected = new BsonDocument("a_1", new BsonString("it's \"x\""))
                .append("$set", new BsonArray(Arrays.asList(new BsonInt32(1), new BsonInt32(2))))
                .append("prénom", BsonNull.VALUE);
        reads("{a_1: 'it\\'s \"x\"', $set: [1,2,], prénom: null,}", expected);
        reads("{'a':'b'}", new BsonDocument("a", new BsonString("b")));
        reads("{true: 1}", new BsonDocument("true", new BsonInt32(1)));
    }

    @Test
    void keepsTheOrderOfMembers() {
        assertEquals(
                "{\"z\": 1, \"a\": 2, \"m\": 3}",
                read("{z:1,a:2,m:3}").asDocument().toJson());
    }

    @Test
    void readsEscapes() {
        reads("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\"", new BsonString("\"\\/\b\f\n\r\té€"));
        reads("\"a\\ud83d\\ude00b\"", new BsonString("a😀b"));
        reads("\"é😀\\n€\"", new BsonString("é😀\n€"));
        reads("\"\\u0000\"", new BsonString("\0"));
        reads("\"\uFFFD\"", new BsonString("\uFFFD"));
    }

    @Test
    void readsIntegersAsTheSmallestTypeThatHoldsThem() {
        reads("0", new BsonInt32(0));
        reads("-0", new BsonInt32(0));
        reads("2147483647", new BsonInt32(Integer.MAX_VALUE));
        reads("2147483648", new BsonInt64(2147483648L));
        reads("-2147483648", new BsonInt32(Integer.MIN_VALUE));
        reads("-2147483649", new BsonInt64(-2147483649L));
        reads("999999999999999999", new BsonInt64(999999999999999999L));
        reads("9223372036854775807", new BsonInt64(Long.MAX_VALUE));
        reads("-9223372036854775808", new BsonInt64(Long.MIN_VALUE));
        reads("9223372036854775808", new BsonDouble(0x1p63));
    }

    @Test
    void readsFractionsAndExponentsAsDoubles() {
        reads("5.0", new BsonDouble(5));
        reads("-0.0", new BsonDouble(-0.0));
        reads("0.1", new BsonDouble(0.1));
        reads("1e3", new BsonDouble(1000));
        reads("-1.5E-3", new BsonDouble(-0.0015));
        reads("1.7976931348623157E308", new BsonDouble(Double.MAX_VALUE));
        reads("4.9E-324", new BsonDouble(Double.MIN_VALUE));
        reads("1e-400", new BsonDouble(0));
        reads("123456789.12345678", new BsonDouble(123456789.12345678));
        reads("NaN", new BsonDouble(Double.NaN));
        reads("Infinity", new BsonDouble(Double.POSITIVE_INFINITY));
        reads("-Infinity", new BsonDouble(Double.NEGATIVE_INFINITY));
    }

    @Test
    void readsDecimalsAsJavaDoes() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String text = random.nextInt(1_000_000) + "." + random.nextInt(10_000_000);
            reads(text, new BsonDouble(Double.parseDouble(text)));
        }
    }

    @Test
    void readsExtendedJson() {
        reads("{$oid:'" + HEX + "'}", new BsonObjectId(new ObjectId(HEX)));
        reads("{$numberInt:'5'}", new BsonInt32(5));
        reads("{$numberLong:'5'}", new BsonInt64(5));
        reads("{$numberLong:5}", new BsonInt64(5));
        reads("{$numberDouble:'5'}", new BsonDouble(5));
        reads("{$numberDouble:'-0.0'}", new BsonDouble(-0.0));
        reads("{$numberDouble:'1.0E300'}", new BsonDouble(1e300));
        reads("{$numberDouble:'NaN'}", new BsonDouble(Double.NaN));
        reads("{$numberDouble:'Infinity'}", new BsonDouble(Double.POSITIVE_INFINITY));
        reads("{$numberDouble:'-Infinity'}", new BsonDouble(Double.NEGATIVE_INFINITY));
        reads("{$numberDecimal:'1.10'}", new BsonDecimal128(Decimal128.parse("1.10")));
        reads("{$numberDecimal:'-Infinity'}", new BsonDecimal128(Decimal128.NEGATIVE_INFINITY));
        reads("{$timestamp:{t:4294967295,i:1}}", new BsonTimestamp(-1, 1));
        reads("{$minKey:1}", new BsonMinKey());
        reads("{$maxKey:1}", new BsonMaxKey());
        reads("{$undefined:true}", new BsonUndefined());
        reads("{$symbol:'s'}", new BsonSymbol("s"));
        reads("{$code:'f'}", new BsonJavaScript("f"));
        reads("{$code:'f',$scope:{x:1}}", new BsonJavaScriptWithScope("f", new BsonDocument("x", new BsonInt32(1))));
        reads("{$dbPointer:{$ref:'d.c',$id:{$oid:'" + HEX + "'}}}", new BsonDbPointer("d.c", new ObjectId(HEX)));
    }

    @Test
    void readsDates() {
        reads("{$date:0}", new BsonDateTime(0));
        reads("{$date:-62135596800001}", new BsonDateTime(-62135596800001L));
        reads("{$date:{$numberLong:'-5'}}", new BsonDateTime(-5));
        reads("{$date:'2020-01-31T12:00:00.123Z'}", new BsonDateTime(1580472000123L));
        reads("{$date:'2020-01-31T12:00:00+01:00'}", new BsonDateTime(1580468400000L));
        reads("{$date:'2020-01-31T12:00:00-0130'}", new BsonDateTime(1580477400000L));
        reads("{$date:'2020-01-31T12:00'}", new BsonDateTime(1580472000000L));
        reads("ISODate('2020-01-31')", new BsonDateTime(1580428800000L));
        reads("new Date(5)", new BsonDateTime(5));
        reads("Date(-5)", new BsonDateTime(-5));
        reads("new ISODate('1969-12-31T23:59:59.999Z')", new BsonDateTime(-1));
    }

    @Test
    void readsBinaryValues() {
        var binary = new BsonBinary((byte) 0x80, new byte[] {1, 2, 3});
        reads("{$binary:{base64:'AQID',subType:'80'}}", binary);
        reads("{$binary:'AQID',$type:'80'}", binary);
        reads("{$type:128,$binary:'AQID'}", binary);
        reads("BinData(128,'AQID')", binary);
        var uuid = new BsonBinary(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
        reads("{$uuid:'00112233-4455-6677-8899-AABBCCDDEEFF'}", uuid);
        reads("UUID('00112233445566778899aabbccddeeff')", uuid);
    }

    @Test
    void readsRegularExpressions() {
        var expression = new BsonRegularExpression("^a/b", "im");
        reads("{$regex:'^a/b',$options:'mi'}", expression);
        reads("{$options:'mi',$regex:'^a/b'}", expression);
        reads("{$regularExpression:{pattern:'^a/b',options:'im'}}", expression);
        reads("RegExp('^a/b','im')", expression);
        reads("RegExp('a')", new BsonRegularExpression("a"));
        reads("/^a\\/é\\d\\\\\\/\\.$/i", new BsonRegularExpression("^a/é\\d\\\\/\\.$", "i"));
        reads(
                "[/a/,/b/]",
                new BsonArray(Arrays.asList(new BsonRegularExpression("a"), new BsonRegularExpression("b"))));
    }

    @Test
    void readsShellConstructors() {
        reads("ObjectId('" + HEX + "')", new BsonObjectId(new ObjectId(HEX)));
        reads("new ObjectId( \"" + HEX + "\" )", new BsonObjectId(new ObjectId(HEX)));
        reads("NumberLong('9223372036854775807')", new BsonInt64(Long.MAX_VALUE));
        reads("NumberLong(5)", new BsonInt64(5));
        reads("NumberInt('5')", new BsonInt32(5));
        reads("NumberDecimal('1.5')", new BsonDecimal128(Decimal128.parse("1.5")));
        reads("NumberDecimal(1.5)", new BsonDecimal128(Decimal128.parse("1.5")));
        reads("Timestamp(1,2)", new BsonTimestamp(1, 2));
        reads("Timestamp(-1,4294967295)", new BsonTimestamp(-1, -1));
        reads("Timestamp({t:1,i:2})", new BsonTimestamp(1, 2));
        reads("[MinKey,MaxKey]", new BsonArray(Arrays.asList(new BsonMinKey(), new BsonMaxKey())));
        reads("[MinKey(),MaxKey( )]", new BsonArray(Arrays.asList(new BsonMinKey(), new BsonMaxKey())));
        reads("undefined", new BsonUndefined());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$regex\": \"x\"}",
                "{\"$regex\": {\"$in\": []}, \"$options\": \"i\"}",
                "{\"$type\": \"date\"}",
                "{\"$type\": \"timestamp\"}",
                "{\"$inc\": {\"n\": 1}}",
                "{\"$oid\": \"x\", \"more\": 1}",
                "{\"a\": 1, \"$oid\": \"x\"}",
                "{\"$ref\": \"c\", \"$id\": 1}",
                "{\"$currentDate\": {\"x\": {\"$type\": \"timestamp\"}}}",
                "{\"$scope\": {}}",
                "{\"$options\": \"i\"}"
            })
    void leavesOperatorsDocuments(String json) {
        assertEquals(json, read(json).asDocument().toJson());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | 0 | a value, found the end of the text",
                "`  ` | 2 | a value",
                "{ | 1 | a key or '}', found the end of the text",
                "{a | 2 | ':'",
                "{a:1 | 4 | ',' or '}'",
                "{a:1 b:2} | 5 | ',' or '}', found 'b:2}'",
                "{,} | 1 | a key or '}', found ',}'",
                "{1:2} | 1 | a key",
                "{a b:2} | 3 | ':'",
                "[1 2] | 3 | ',' or ']'",
                "[,] | 1 | a value",
                "[1,,2] | 3 | a value",
                "[1 | 2 | ',' or ']'",
                "{} {} | 3 | nothing more, found '{}'",
                "{}x | 2 | nothing more",
                "1 2 | 2 | nothing more",
                "\"é | 2 | closing quote",
                "['é', \"a\\x\"] | 8 | an escape of JSON, found '\\x'",
                "\"é\\u12g4\" | 2 | four hex digits",
                "\"\\u12 | 5 | closing quote",
                "\"a\\ud83d\" | 2 | surrogate pair",
                "\"a\\ud83dx\\ude00\" | 2 | surrogate pair",
                "\"\\ude00\\ud83d\" | 1 | surrogate pair",
                "{\"a\\u0000b\":1} | 1 | a key without U+0000",
                "[01] | 1 | without leading zeros",
                "-01 | 0 | without leading zeros",
                "1. | 2 | a digit",
                "1.e5 | 2 | a digit",
                "1e | 2 | a digit",
                "1e+ | 3 | a digit",
                "- | 1 | a digit",
                "+1 | 0 | a value",
                ".5 | 0 | a value",
                "[1e400] | 1 | a double can hold",
                "1e400000000 | 0 | a double can hold",
                "-Inf | 0 | a number or -Infinity",
                "[-Infinityx] | 1 | a number or -Infinity",
                "tru | 0 | a value, found 'tru'",
                "{a: hello} | 4 | a value, found 'hello}'",
                "[new Foo(1)] | 1 | a value",
                "ObjectId | 8 | '('",
                "[ObjectId()] | 1 | number of arguments",
                "[Date()] | 1 | number of arguments",
                "[MinKey(1)] | 1 | number of arguments",
                "[/a] | 1 | closing '/'",
                "{$oid:'zz'} | 6 | $oid needs a string of 24 hex digits, found 'zz'",
                "{é:{$oid:'zz'}} | 9 | $oid",
                "{a:{ \"$oid\" : 5}} | 14 | the integer 5",
                "{$date:true} | 7 | $date needs milliseconds",
                "{$date:'tomorrow'} | 7 | found 'tomorrow'",
                "{$date:'2020-02-30'} | 7 | $date",
                "{$date:1.5} | 7 | the number 1.5",
                "{$date:{}} | 7 | an object",
                "{$numberInt:'2147483648'} | 12 | 32 bits",
                "{$numberInt:1.0} | 12 | 32 bits",
                "{$numberLong:'9223372036854775808'} | 13 | 64 bits",
                "{$numberLong:'0x10'} | 13 | 64 bits",
                "{$numberLong:null} | 13 | null",
                "{$numberDouble:'1d'} | 15 | a double can hold",
                "{$numberDouble:' 1'} | 15 | a double can hold",
                "{$numberDouble:'1e999'} | 15 | a double can hold",
                "{$numberDecimal:'x'} | 16 | a decimal128 can hold",
                "{$numberDecimal:'1e2147483647'} | 16 | a decimal128 can hold",
                "{$numberDecimal:'12345678901234567890123456789012345'} | 16 | a decimal128 can hold",
                "{$binary:'AQID'} | 9 | base64 and subType",
                "{$binary:{base64:'*',subType:'0'}} | 9 | base64",
                "{$binary:{base64:'AQ==',subType:'xx'}} | 9 | hex digits",
                "{$binary:'AQ==',$type:256} | 9 | hex digits",
                "{$uuid:'00112233'} | 7 | 32 hex digits",
                "{$regularExpression:'x'} | 20 | pattern and options",
                "{$regularExpression:{pattern:'\\u0000',options:''}} | 20 | U+0000",
                "{$timestamp:true} | 12 | t and i",
                "{$timestamp:{t:-1,i:0}} | 12 | 4294967295",
                "{$timestamp:{t:4294967296,i:0}} | 12 | 4294967295",
                "{$minKey:2} | 9 | 1 or true",
                "{$undefined:false} | 12 | 1 or true",
                "{$symbol:1} | 9 | a string",
                "{$code:'f',$scope:1} | 18 | an object",
                "{$dbPointer:{$ref:'c',$id:1}} | 12 | ObjectId",
            })
    void tellsWhatItFoundAndWhere(String json, int position, String expected) {
        var problem = refuses(json, ProblemType.MALFORMED_JSON, position);
        assertTrue(problem.detail().contains(expected), problem.detail());
    }

    @Test
    void refusesDuplicateKeys() {
        refuses("{a:1,'a':2}", ProblemType.DUPLICATE_KEY_IN_JSON, 5);
        refuses("[{\"é\":{b:1,\"\\u0062\":2}}]", ProblemType.DUPLICATE_KEY_IN_JSON, 11);
        reads(
                "[{a:1},{a:1}]",
                new BsonArray(Arrays.asList(
                        new BsonDocument("a", new BsonInt32(1)), new BsonDocument("a", new BsonInt32(1)))));
    }

    @Test
    void refusesNestingBeyondTheLimit() {
        var reader = new JsonReader(3, ProblemType.FILTER_TOO_DEEP);
        reader.read("[[{a:1}],[[]]]");
        for (String json : new String[] {"[[[[]]]]", "[[[{}]]]", "[[[Date(1)]]]"}) {
            var problem = assertThrows(ProblemException.class, () -> reader.read(json))
                    .problem();
            assertEquals(ProblemType.FILTER_TOO_DEEP, problem.type());
        }
        READER.read("[".repeat(100) + "]".repeat(100));
        refuses("[".repeat(1_000_000), ProblemType.TOO_DEEP, 100);
        refuses("{a:".repeat(1_000_000), ProblemType.TOO_DEEP, 300);
        refuses("Date(".repeat(1_000_000), ProblemType.TOO_DEEP, 504);
    }

    @Test
    void refusesLongNumbers() {
        reads("1" + "0".repeat(127), new BsonDouble(1e127));
        refuses("[1" + "0".repeat(128) + "]", ProblemType.MALFORMED_JSON, 1);
        refuses("9".repeat(10_000_000), ProblemType.MALFORMED_JSON, 0);
        refuses("{$numberDecimal:'" + "9".repeat(1_000_000) + "'}", ProblemType.MALFORMED_JSON, 16);
        refuses("{$numberLong:'" + "9".repeat(1_000_000) + "'}", ProblemType.MALFORMED_JSON, 13);
    }

    @Test
    void refusesControlCharactersInStrings() {
        refuses("'a\nb'", ProblemType.MALFORMED_JSON, 2);
        refuses("'a\0'", ProblemType.MALFORMED_JSON, 2);
    }

    @Test
    void refusesInvalidUtf8() {
        refusesBytes(2, '"', 'a', 0xFF, '"');
        refusesBytes(1, '"', 0xC0, 0x80, '"');
        refusesBytes(2, '"', 0xC3, 0xA9, 0xED, 0xA0, 0x80, '"');
        refusesBytes(1, '"', 0xE2, 0x82, '"');
        refusesBytes(0, 0xFF);
        refusesBytes(1, '{', 0xFF, ':', '1', '}');
        refusesBytes(2, '/', 'a', 0x80, '/');
        refusesBytes(2, '"', '\\', 0xC3, '"');
    }

    @Test
    void refusesLoneSurrogatesInText() {
        refuses("'😀\uD83D'", ProblemType.MALFORMED_JSON, 2);
        refuses("'\uDE00\uD83D'", ProblemType.MALFORMED_JSON, 1);
    }

    @Test
    void readsOnlyAsManyBytesAsTold() {
        assertEquals(new BsonInt32(12), READER.read("1234".getBytes(UTF_8), 2));
        reads("\uFEFF{}", new BsonDocument());
    }

    @Test
    void repeatsLittleOfWhatItRefuses() {
        for (String json :
                new String[] {"{}" + "x".repeat(1000), "{$oid:'" + "😀".repeat(1000) + "'}", "x".repeat(1000)}) {
            var problem = assertThrows(ProblemException.class, () -> READER.read(json))
                    .problem();
            assertTrue(problem.detail().length() < 120, problem.detail());
        }
    }

    private static BsonValue read(String json) {
        return READER.read(json);
    }

    private static void reads(String json, BsonValue expected) {
        assertEquals(expected, READER.read(json), json);
        byte[] utf8 = json.getBytes(UTF_8);
        assertEquals(expected, READER.read(utf8, utf8.length), json);
    }

    private static Problem refuses(String json, ProblemType type, int position) {
        var exception = assertThrows(ProblemException.class, () -> READER.read(json));
        assertEquals(type, exception.problem().type(), exception.problem().detail());
        assertEquals(
                position,
                exception.problem().members().get("position"),
                exception.problem().detail());
        return exception.problem();
    }

    private static void refusesBytes(int position, int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        var problem = assertThrows(ProblemException.class, () -> READER.read(bytes, bytes.length))
                .problem();
        assertEquals(ProblemType.MALFORMED_JSON, problem.type());
        assertEquals(position, problem.members().get("position"), problem.detail());
    }
}
