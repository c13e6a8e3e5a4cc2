package dev.xylem.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.xylem.api.Namespace;
import dev.xylem.api.ProblemException;
import dev.xylem.api.Resource;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResourceParserTest {
    private static final Namespace COLL = new Namespace("db", "coll");

    static Stream<Arguments> resources() {
        return Stream.of(
                Arguments.of("/", new Resource.Root()),
                Arguments.of("/_size", new Resource.Size(new Resource.Root())),
                Arguments.of("/db", new Resource.Database("db")),
                Arguments.of("/db/_meta", new Resource.Meta(new Resource.Database("db"))),
                Arguments.of("/db/_size", new Resource.Size(new Resource.Database("db"))),
                Arguments.of("/db/coll", new Resource.Collection(COLL)),
                Arguments.of("/db/coll/_meta", new Resource.Meta(new Resource.Collection(COLL))),
                Arguments.of("/db/coll/_size", new Resource.Size(new Resource.Collection(COLL))),
                Arguments.of("/db/coll/*", new Resource.Documents(COLL)),
                Arguments.of("/db/coll/a%2Fb", new Resource.Document(COLL, new BsonString("a/b"))),
                Arguments.of("/db/a.b", new Resource.Collection(new Namespace("db", "a.b"))));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void namesWhatThePathMeans(String path, Resource expected) {
        assertEquals(expected, parse(path, IdType.STRING_OID));
    }

    @ParameterizedTest
    @CsvSource({
        "/_x, no-such-route",
        "/_authtokens/me, no-such-route",
        "/admin, reserved-name",
        "/ADMIN/x, reserved-name",
        "/local/oplog.rs, reserved-name",
        "/config, reserved-name",
        "/db/_properties, reserved-name",
        "/db/_accounts/a, reserved-name",
        "/db/system.users, reserved-name",
        "/db/b.chunks, reserved-name",
        "/db/coll/_x, reserved-name",
        "/db/coll/_x/y, no-such-route",
        "/db/coll/a/b, no-such-route",
        "/db/_schemas/*, no-such-route",
        "/db/_schemas/_x, reserved-name",
        "/db/coll/_aggrs, no-such-route",
        "/db/b.files, no-such-route",
        "/a.b, invalid-name",
        "/a$b, invalid-name",
        "/a%20b, invalid-name",
        "/db/a$b, invalid-name",
        "/db/*, invalid-name",
        "/db/.a, invalid-name",
        "/a%2Fb, ambiguous-path",
        "/db/a%5Cb, ambiguous-path",
        "/db/a%3Bb/c, ambiguous-path",
    })
    void refusesNamesThatAreNotServed(String path, String code) {
        var refusal = assertThrows(ProblemException.class, () -> parse(path, IdType.STRING_OID));

        assertEquals(code, refusal.problem().type().code());
    }

    static Stream<Arguments> ids() {
        var oid = new ObjectId("5f0000000000000000000001");
        return Stream.of(
                Arguments.of("STRING_OID", oid.toHexString(), new BsonObjectId(oid)),
                Arguments.of("STRING_OID", "abc", new BsonString("abc")),
                Arguments.of("OID", oid.toHexString(), new BsonObjectId(oid)),
                Arguments.of("STRING", oid.toHexString(), new BsonString(oid.toHexString())),
                Arguments.of("NUMBER", "5", new BsonInt32(5)),
                Arguments.of("NUMBER", "-5000000000", new BsonInt64(-5_000_000_000L)),
                Arguments.of("NUMBER", "5.5", new BsonDouble(5.5)),
                Arguments.of("NUMBER", "1e3", new BsonDouble(1000)),
                Arguments.of("DATE", "0", new BsonDateTime(0)),
                Arguments.of("DATE", "-1", new BsonDateTime(-1)),
                Arguments.of("BOOLEAN", "true", BsonBoolean.TRUE),
                Arguments.of("STRING", "_false", BsonBoolean.FALSE),
                Arguments.of("STRING_OID", "_null", BsonNull.VALUE),
                Arguments.of("STRING_OID", "_MinKey", new BsonMinKey()),
                Arguments.of("MAXKEY", "_MaxKey", new BsonMaxKey()));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void readsIdsOfEveryType(IdType type, String text, BsonValue expected) {
        assertEquals(new Resource.Document(COLL, expected), parse("/db/coll/" + text, type));
    }

    @ParameterizedTest
    @CsvSource({
        "OID, abc",
        "NUMBER, x",
        "NUMBER, 0x10",
        "NUMBER, NaN",
        "DATE, 1.5",
        "DATE, today",
        "BOOLEAN, yes",
        "NULL, x",
        "MINKEY, 1"
    })
    void refusesIdsOfTheWrongForm(IdType type, String text) {
        var refusal = assertThrows(ProblemException.class, () -> parse("/db/coll/" + text, type));

        assertEquals("invalid-id", refusal.problem().type().code());
    }

    private static Resource parse(String path, IdType type) {
        List<Segment> segments = PathParser.parse(path);
        return ResourceParser.parse(segments, type);
    }
}
