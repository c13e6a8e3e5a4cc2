package dev.xylem.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.bson.BsonArray;
import org.bson.BsonBinary;
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
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

class JsonTranscoderTest {
    private static final ObjectId ID = new ObjectId("5f2b1c0d9e8a7b6c5d4e3f20");

    @Test
    void writesEveryType() {
        writes(new BsonObjectId(ID), "{'$oid':'5f2b1c0d9e8a7b6c5d4e3f20'}");
        writes(new BsonDateTime(-5), "{'$date':-5}");
        writes(new BsonDecimal128(Decimal128.parse("1.10")), "{'$numberDecimal':'1.10'}");
        writes(new BsonRegularExpression("a\"b", "mi"), "{'$regularExpression':{'pattern':'a\\'b','options':'im'}}");
        writes(new BsonTimestamp(-1, 2), "{'$timestamp':{'t':4294967295,'i':2}}");
        writes(new BsonMinKey(), "{'$minKey':1}");
        writes(new BsonMaxKey(), "{'$maxKey':1}");
        writes(new BsonUndefined(), "{'$undefined':true}");
        writes(new BsonSymbol("s"), "{'$symbol':'s'}");
        writes(new BsonJavaScript("f"), "{'$code':'f'}");
        writes(
                new BsonJavaScriptWithScope("f", new BsonDocument("x", new BsonInt32(1))),
                "{'$code':'f','$scope':{'x':1}}");
        writes(new BsonDbPointer("d.c", ID), "{'$dbPointer':{'$ref':'d.c','$id':{'$oid':'5f2b1c0d9e8a7b6c5d4e3f20'}}}");
        writes(BsonNull.VALUE, "null");
        writes(new BsonArray(Arrays.asList(new BsonInt32(1), new BsonDocument(), new BsonArray())), "[1,{},[]]");
    }

    @Test
    void writesBinaryValues() {
        writes(new BsonBinary(new byte[] {1, 2, 3}), "{'$binary':{'base64':'AQID','subType':'00'}}");
        writes(new BsonBinary((byte) 0x80, new byte[] {1}), "{'$binary':{'base64':'AQ==','subType':'80'}}");
        writes(new BsonBinary((byte) 5, new byte[] {1, 2}), "{'$binary':{'base64':'AQI=','subType':'05'}}");
        writes(new BsonBinary((byte) 4, new byte[0]), "{'$binary':{'base64':'','subType':'04'}}");
    }

    @Test
    void writesTheOldBinarySubtypeWithItsInnerLengthOnce() {
        writes(new BsonBinary((byte) 2, new byte[] {1, 2, 3}), "{'$binary':{'base64':'AQID','subType':'02'}}");
    }

    @Test
    void writesIntegers() {
        writes(new BsonInt32(Integer.MIN_VALUE), "-2147483648");
        writes(new BsonInt32(0), "0");
        writes(new BsonInt64(10), "10");
        writes(new BsonInt64(9007199254740991L), "9007199254740991");
        writes(new BsonInt64(-9007199254740991L), "-9007199254740991");
        writes(new BsonInt64(9007199254740992L), "{'$numberLong':'9007199254740992'}");
        writes(new BsonInt64(Long.MAX_VALUE), "{'$numberLong':'9223372036854775807'}");
        writes(new BsonInt64(Long.MIN_VALUE), "{'$numberLong':'-9223372036854775808'}");
    }

    @Test
    void writesDoublesAsDoubles() {
        writes(new BsonDouble(5), "5.0");
        writes(new BsonDouble(-0.0), "-0.0");
        writes(new BsonDouble(0.1), "0.1");
        writes(new BsonDouble(1e300), "1.0E300");
        writes(new BsonDouble(Double.NaN), "{'$numberDouble':'NaN'}");
        writes(new BsonDouble(Double.POSITIVE_INFINITY), "{'$numberDouble':'Infinity'}");
        writes(new BsonDouble(Double.NEGATIVE_INFINITY), "{'$numberDouble':'-Infinity'}");
    }

    @Test
    void writesDoublesInJavasShortestForm() {
        var random = new Random(5);
        for (int i = 0; i < 200_000; i++) {
            double value = switch (i % 4) {
                case 0 -> random.nextInt(20_000_000) / 1000.0;
                case 1 -> -random.nextInt(100_000) / 100_000.0;
                case 2 -> random.nextDouble() * 1000;
                default -> Math.nextUp(random.nextInt(1_000_000) / 100.0);
            };
            writes(new BsonDouble(value), Double.toString(value));
        }
    }

    @Test
    void writesIntegersAsJavaDoes() {
        var random = new Random(6);
        var out = new JsonOutput(0);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            out.truncate(0);
            out.number(value);
            assertEquals(Long.toString(value), text(out));
        }
    }

    @Test
    void escapesStrings() {
        writes(
                new BsonString("a\"b\\c/\n\r\t\b\f\u0000\u001f\u007f"),
                "'a\\'b\\\\c/\\n\\r\\t\\b\\f\\u0000\\u001f\u007f'");
        writes(new BsonString("é€😀\u2028"), "'é€😀\u2028'");
    }

    @Test
    void escapesAtEveryOffset() {
        for (int before = 0; before < 20; before++) {
            for (int after = 0; after < 20; after++) {
                String plain = "x".repeat(before);
                writes(new BsonString(plain + "\n" + "y".repeat(after)), "'" + plain + "\\n" + "y".repeat(after) + "'");
                writes(new BsonString(plain + "!" + "#".repeat(after)), "'" + plain + "!" + "#".repeat(after) + "'");
                writes(new BsonString(plain + "é" + "[".repeat(after)), "'" + plain + "é" + "[".repeat(after) + "'");
            }
        }
    }

    @Test
    void replacesBytesThatAreNotUtf8() {
        replaced("a\\ufffdb", 'a', 0xFF, 'b');
        replaced("\\ufffd\\ufffd", 0xC0, 0x80);
        replaced("\\ufffd\\ufffd\\ufffd", 0xED, 0xA0, 0x80);
        replaced("\\ufffd\\ufffd", 0xE2, 0x82);
        replaced("\\ufffd\\ufffd\\ufffd\\ufffd", 0xF4, 0x90, 0x80, 0x80);
        replaced("\\ufffdé", 0xE9, 0xC3, 0xA9);
        replaced("\\ufffd", 0xC3);
    }

    @Test
    void isValidUtf8WhateverIsStored() {
        var random = new Random(8);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            var out = new JsonOutput(8);
            out.quoted(bytes, 0, bytes.length);
            assertEquals(-1, firstReplacement(out), () -> Arrays.toString(bytes));
        }
    }

    @Test
    void writesMembersWithoutBraces() {
        var out = new JsonOutput(1);
        assertTrue(JsonTranscoder.INSTANCE.writeMembers(raw(document()), out));
        assertEquals("'a':1,'_id':{'_id':2},'b':3".replace('\'', '"'), text(out));
        assertFalse(JsonTranscoder.INSTANCE.writeMembers(raw(new BsonDocument()), out));
    }

    @Test
    void leavesOutTheTopLevelId() {
        var out = new JsonOutput(1);
        assertTrue(JsonTranscoder.INSTANCE.writeMembersWithoutId(raw(document()), out));
        assertEquals("'a':1,'b':3".replace('\'', '"'), text(out));
        out.truncate(0);
        assertFalse(JsonTranscoder.INSTANCE.writeMembersWithoutId(raw(new BsonDocument("_id", new BsonInt32(1))), out));
        assertEquals("", text(out));
        JsonTranscoder.INSTANCE.writeMembersWithoutId(
                raw(new BsonDocument("_id", new BsonInt32(1)).append("_idx", new BsonInt32(2))), out);
        assertEquals("\"_idx\":2", text(out));
    }

    @Test
    void writesADocumentInsideALargerArray() {
        byte[] bytes = raw(document()).getByteBuffer().array();
        byte[] larger = new byte[bytes.length + 10];
        System.arraycopy(bytes, 0, larger, 7, bytes.length);
        var out = new JsonOutput(1);
        JsonTranscoder.INSTANCE.writeDocument(new RawBsonDocument(larger, 7, bytes.length), out);
        assertEquals("{'a':1,'_id':{'_id':2},'b':3}".replace('\'', '"'), text(out));
    }

    @Test
    void writesDeepDocuments() {
        var document = new BsonDocument();
        for (int i = 0; i < 199; i++) {
            document = new BsonDocument("a", document);
        }
        var out = new JsonOutput(1);
        JsonTranscoder.INSTANCE.writeDocument(raw(document), out);
        assertEquals("{\"a\":".repeat(199) + "{}" + "}".repeat(199), text(out));
    }

    private static BsonDocument document() {
        return new BsonDocument("a", new BsonInt32(1))
                .append("_id", new BsonDocument("_id", new BsonInt32(2)))
                .append("b", new BsonInt32(3));
    }

    /** Compares with the expected JSON, whose quotes are single for legibility. */
    private static void writes(BsonValue value, String expected) {
        var out = new JsonOutput(16);
        JsonTranscoder.INSTANCE.writeValue(value, out);
        assertEquals(expected.replace('\'', '"'), text(out));
    }

    private static void replaced(String expected, int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        var out = new JsonOutput(0);
        out.quoted(bytes, 0, bytes.length);
        assertEquals('"' + expected + '"', text(out));
    }

    private static int firstReplacement(JsonOutput out) {
        return text(out).indexOf('\uFFFD');
    }

    private static RawBsonDocument raw(BsonDocument document) {
        return new RawBsonDocument(document, new BsonDocumentCodec());
    }

    private static String text(JsonOutput out) {
        return new String(out.array(), 0, out.length(), UTF_8);
    }
}
