package dev.xylem.response;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.api.Format;
import dev.xylem.api.ProblemType;
import dev.xylem.request.JsonReader;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDbPointer;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonObjectId;
import org.bson.BsonRegularExpression;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;

/** Whatever the server prints it also reads back to the same BSON. */
class RoundTripTest {
    private static final JsonReader READER = new JsonReader(100, ProblemType.TOO_DEEP);
    private static final long YEAR_1600 = -11_676_096_000_000L;

    @Test
    void defaultModeComesBackButForSmallLongs() {
        for (var document : documents(1, 20_000)) {
            comesBack(Format.JsonMode.DEFAULT, document, RoundTripTest::smallLongsAsInts);
        }
    }

    @Test
    void extendedModeComesBack() {
        for (var document : documents(2, 5_000)) {
            comesBack(Format.JsonMode.EXTENDED, document, value -> value);
        }
    }

    @Test
    void strictModeComesBackButForDbPointers() {
        for (var document : documents(3, 5_000)) {
            comesBack(Format.JsonMode.STRICT, document, RoundTripTest::pointersAsDocuments);
        }
    }

    @Test
    void relaxedModeComesBackButForSmallLongsAndDbPointers() {
        for (var document : documents(5, 5_000)) {
            comesBack(Format.JsonMode.RELAXED, document, value -> pointersAsDocuments(smallLongsAsInts(value)));
        }
    }

    @Test
    void shellModeComesBackButForDbPointers() {
        for (var document : documents(6, 5_000)) {
            var printable = normalised(document, RoundTripTest::fitForShell).asDocument();
            comesBack(Format.JsonMode.SHELL, printable, RoundTripTest::pointersAsDocuments);
        }
    }

    @Test
    void theDriverReadsTheDefaultModeAlike() {
        for (var document : documents(7, 5_000)) {
            var out = new JsonOutput(16);
            JsonTranscoder.INSTANCE.writeDocument(raw(document), out);
            assertEquals(
                    normalised(document, RoundTripTest::smallLongsAsInts),
                    BsonDocument.parse(text(out)),
                    () -> text(out));
        }
    }

    @Test
    void membersAndValuesAreThoseOfTheDocument() {
        for (var document : documents(4, 1_000)) {
            for (var mode : Format.JsonMode.values()) {
                sameParts(DocumentWriter.of(mode), document);
            }
        }
    }

    private static void sameParts(DocumentWriter writer, BsonDocument document) {
        var whole = new JsonOutput(0);
        writer.writeDocument(raw(document), whole);
        var members = new JsonOutput(0);
        boolean any = writer.writeMembers(raw(document), members);
        assertEquals(!document.isEmpty(), any);
        assertEquals(text(whole), "{" + text(members) + "}");
        var value = new JsonOutput(0);
        writer.writeValue(document, value);
        assertEquals(text(whole), text(value));
        var withoutId = new JsonOutput(0);
        var withId = new BsonDocument("_id", new BsonInt32(1));
        withId.putAll(document);
        assertEquals(any, writer.writeMembersWithoutId(raw(withId), withoutId));
        assertEquals(text(members), text(withoutId));
    }

    private static List<BsonDocument> documents(long seed, int count) {
        var random = new RandomBson(seed);
        return Stream.generate(() -> random.document(3)).limit(count).toList();
    }

    private static void comesBack(Format.JsonMode mode, BsonDocument document, UnaryOperator<BsonValue> norm) {
        var out = new JsonOutput(16);
        DocumentWriter.of(mode).writeDocument(raw(document), out);
        BsonValue back;
        try {
            back = READER.read(out.array(), out.length());
        } catch (RuntimeException e) {
            throw new AssertionError(text(out), e);
        }
        assertEquals(normalised(document, norm), back, () -> text(out));
    }

    private static BsonValue smallLongsAsInts(BsonValue value) {
        return value instanceof BsonInt64 number && number.getValue() == (int) number.getValue()
                ? new BsonInt32((int) number.getValue())
                : value;
    }

    /** The driver's strict mode has no form for this long deprecated type. */
    private static BsonValue pointersAsDocuments(BsonValue value) {
        return value instanceof BsonDbPointer pointer
                ? new BsonDocument("$ref", new BsonString(pointer.getNamespace()))
                        .append("$id", new BsonObjectId(pointer.getId()))
                : value;
    }

    /**
     * The driver's shell mode does not escape patterns well enough for backslashes, has no form for an empty one and counts days before
     * 1582 in the Julian calendar.
     */
    private static BsonValue fitForShell(BsonValue value) {
        return switch (value) {
            case BsonRegularExpression expression ->
                new BsonRegularExpression("x" + expression.getPattern().replace("\\", ""), expression.getOptions());
            case BsonDateTime date -> new BsonDateTime(Math.max(date.getValue(), YEAR_1600));
            default -> value;
        };
    }

    private static BsonValue normalised(BsonValue value, UnaryOperator<BsonValue> norm) {
        return switch (value) {
            case BsonDocument document -> {
                var copy = new BsonDocument();
                document.forEach((key, member) -> copy.put(key, normalised(member, norm)));
                yield copy;
            }
            case BsonArray array ->
                new BsonArray(array.stream().map(item -> normalised(item, norm)).toList());
            case BsonJavaScriptWithScope code ->
                new BsonJavaScriptWithScope(
                        code.getCode(), normalised(code.getScope(), norm).asDocument());
            default -> norm.apply(value);
        };
    }

    private static RawBsonDocument raw(BsonDocument document) {
        return new RawBsonDocument(document, new BsonDocumentCodec());
    }

    private static String text(JsonOutput out) {
        return new String(out.array(), 0, out.length(), UTF_8);
    }
}
