package dev.xylem.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.response.RandomBson;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentLineTest {

    @Test
    void everyDocumentOfEveryTypeComesBackToTheByte() {
        var random = new RandomBson(5);
        int asBson = 0;
        for (int n = 0; n < 20_000; n++) {
            String line = assertComesBack(raw(random.document(4)));
            asBson += line.startsWith("{\"$bson\"") ? 1 : 0;
        }
        // Only what Extended JSON can't hold, NaNs with a payload above all, is not readable.
        assertTrue(asBson < 1_000, asBson + " of 20000");
    }

    @Test
    void theLineIsCanonicalExtendedJson() {
        var document = raw(BsonDocument.parse("{_id: 1, long: {$numberLong: '1'}, double: 1.0, name: 'é'}"));
        assertEquals(
                "{\"_id\": {\"$numberInt\": \"1\"}, \"long\": {\"$numberLong\": \"1\"}, \"double\": {\"$numberDouble\": \"1.0\"}, \"name\": \"é\"}",
                assertComesBack(document));
    }

    @Test
    void fieldsThatLookLikeExtendedJsonStayFields() {
        var looksLikeAnId = new BsonDocument("$oid", new BsonString("5f0000000000000000000000"));
        assertComesBack(raw(new BsonDocument("a", looksLikeAnId)));
        assertComesBack(raw(new BsonDocument("$bson", new BsonString("AAAA"))));
        assertComesBack(raw(BsonDocument.parse("{r: {$ref: 'c', $id: 1, $db: 'd'}}")));
    }

    @Test
    void aKeyThatIsThereTwiceStaysTwice() {
        // {a: 1, a: 2}
        assertComesBack(new RawBsonDocument(HexFormat.of().parseHex("130000001061000100000010610002000000" + "00")));
    }

    @Test
    void textThatIsNoUtf8StaysAsItIs() {
        // {a: <the one byte FF>}
        assertComesBack(new RawBsonDocument(HexFormat.of().parseHex("0e00000002610002000000ff0000")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "1",
                "{\"a\":1",
                "{\"a\":1} x",
                "{\"a\":1}{\"b\":2}",
                "{\"a\":1,\"a\":2}",
                "{\"_id\":{\"$oid\":\"5f\"}}",
                "{\"$bson\":\"!\"}",
                "{\"$bson\":\"AAAA\"}",
                "{\"$bson\":\"\"}"
            })
    void whatIsNoDocumentIsRefused(String line) {
        assertRefused(line);
    }

    @Test
    void bsonWithMoreBehindItIsRefused() {
        byte[] bytes =
                ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN).putInt(5).array();
        assertRefused("{\"$bson\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}");
    }

    private static void assertRefused(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        assertThrows(DocumentLine.MalformedException.class, () -> DocumentLine.read(bytes, bytes.length));
    }

    private static String assertComesBack(RawBsonDocument document) {
        byte[] line = DocumentLine.write(document);
        var text = new String(line, StandardCharsets.UTF_8);
        assertFalse(text.contains("\n"), text);
        assertArrayEquals(bytes(document), bytes(DocumentLine.read(line, line.length)), text);
        return text;
    }

    private static byte[] bytes(RawBsonDocument document) {
        var buffer = document.getByteBuffer().asNIO();
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static RawBsonDocument raw(BsonDocument document) {
        return new RawBsonDocument(document, new BsonDocumentCodec());
    }
}
