package dev.xylem.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.time.Duration;
import java.util.Random;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;

/** Whatever comes in, a value or a problem comes out. */
class JsonReaderFuzzTest {
    private static final JsonReader READER = new JsonReader(20, ProblemType.TOO_DEEP);

    private static final String[] SEEDS = {
        "{\"a\":1,\"b\":[true,false,null,-1.5e3],\"c\":\"x\\u00e9\\n😀\"}",
        "{a:'b',$set:{'x.y':NumberLong(\"5\")},}",
        "{\"_id\":{\"$oid\":\"5f2b1c0d9e8a7b6c5d4e3f20\"},\"d\":{\"$date\":\"2020-01-31T12:00:00.123Z\"}}",
        "{b:{$binary:{base64:'AQID',subType:'80'}},u:{$uuid:'00112233-4455-6677-8899-aabbccddeeff'}}",
        "[BinData(0,'AQ=='),Timestamp(1,2),ISODate('2020-01-01'),new Date(5),MinKey,undefined,NaN,-Infinity,/a\\/b/i]",
        "{$numberDecimal:'-1.5E+6000'}",
        "{r:{$regex:'x',$options:'i'},s:{$timestamp:{t:1,i:2}},t:{$numberDouble:'NaN'},c:{$code:'f',$scope:{}}}",
        "{$dbPointer:{$ref:'c',$id:{$oid:'5f2b1c0d9e8a7b6c5d4e3f20'}}}",
    };

    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "'",
        "\\",
        "\\u",
        "\\ud83d",
        "/",
        "(",
        ")",
        "$oid",
        "$date",
        "$binary",
        "$code",
        "$regex",
        "$options",
        "$type",
        "$scope",
        "$timestamp",
        "$numberLong",
        "$numberDecimal",
        "-",
        "0",
        "9",
        "1e",
        ".",
        "a",
        "b",
        "new ",
        "Date",
        "ObjectId",
        "UUID",
        "NaN",
        "Infinity",
        "true",
        "null",
        " ",
        "\n",
        "\0",
        "é",
        "😀",
        "\uFFFD",
        "base64",
        "subType",
        "t",
        "i"
    };

    @Test
    void givesAValueOrAProblemForAnyPieces() {
        var random = new Random(1);
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(30); n >= 0; n--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            reads(text.toString().getBytes(UTF_8));
        }
    }

    @Test
    void givesAValueOrAProblemForMutations() {
        var random = new Random(2);
        for (int i = 0; i < 60_000; i++) {
            byte[] bytes = SEEDS[random.nextInt(SEEDS.length)].getBytes(UTF_8);
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes = mutate(bytes, random);
            }
            reads(bytes);
        }
    }

    @Test
    void givesAValueOrAProblemForAnyBytes() {
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            reads(bytes);
        }
    }

    @Test
    void takesTimeInProportionToLength() {
        int members = 300_000;
        var keys = new StringBuilder("{");
        var escapes = new StringBuilder("\"");
        for (int i = 0; i < members; i++) {
            keys.append("aaaaaaaaaaaaaaaaaaaa").append(i).append(":1,");
            escapes.append("\\n\\ud83d\\ude00");
        }
        assertTimeout(Duration.ofSeconds(10), () -> {
            READER.read(keys.append('}').toString());
            READER.read(escapes.append('"').toString());
            READER.read("'" + "\uFFFD".repeat(2_000_000) + "'");
            READER.read("[" + "'\uFFFD',".repeat(500_000) + "]");
        });
    }

    @Test
    void doesNotSlowDownOnKeysOfOneHash() {
        var json = new StringBuilder("{");
        for (int i = 0; i < 1 << 17; i++) {
            json.append('"');
            for (int bit = 0; bit < 17; bit++) {
                json.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            json.append("\":1,");
        }
        assertTimeout(Duration.ofSeconds(10), () -> READER.read(json.append('}').toString()));
    }

    @Test
    void doesNotSlowDownOnExtremeNumbers() {
        assertTimeout(Duration.ofSeconds(5), () -> {
            for (String number : new String[] {
                "1E2147483647", "1E-2147483647", "0E2147483647", "-0E-2147483648", "1E-999999999", "0E999999999"
            }) {
                reads(("[" + number + "]").getBytes(UTF_8));
                reads(("{$numberDecimal:'" + number + "'}").getBytes(UTF_8));
                reads(("{$numberDouble:'" + number + "'}").getBytes(UTF_8));
            }
        });
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int gone = Math.min(random.nextInt(3), bytes.length - at);
        byte[] piece = random.nextInt(8) == 0
                ? new byte[] {(byte) random.nextInt()}
                : PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8);
        byte[] mutated = new byte[bytes.length - gone + piece.length];
        System.arraycopy(bytes, 0, mutated, 0, at);
        System.arraycopy(piece, 0, mutated, at, piece.length);
        System.arraycopy(bytes, at + gone, mutated, at + piece.length, bytes.length - at - gone);
        return mutated;
    }

    private static void reads(byte[] bytes) {
        try {
            var holder = new BsonDocument("v", READER.read(bytes, bytes.length));
            // What was read can be stored, too.
            assertDoesNotThrow(
                    () -> new RawBsonDocument(holder, new BsonDocumentCodec()), () -> new String(bytes, UTF_8));
        } catch (ProblemException problem) {
            var position = problem.problem().members().get("position");
            assertTrue(position instanceof Integer at && at >= 0 && at <= bytes.length, () -> new String(bytes, UTF_8));
            assertTrue(
                    problem.problem().detail().length() < 200, problem.problem().detail());
        } catch (RuntimeException | Error other) {
            throw new AssertionError(new String(bytes, UTF_8), other);
        }
    }
}
