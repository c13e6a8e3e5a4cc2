package dev.xylem.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.api.Mount;
import dev.xylem.api.Namespace;
import dev.xylem.api.Resource;
import java.util.stream.Stream;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LinksTest {
    private static final Namespace COLL = new Namespace("db", "coll");
    private static final String HEX = "5f0000000000000000000001";
    private final Links links = new Links(new Mount("", ""));

    static Stream<Arguments> ids() {
        return Stream.of(
                Arguments.of(new BsonString("a"), "/db/coll/a"),
                Arguments.of(new BsonString("a b/ü;%?#"), "/db/coll/a%20b%2F%C3%BC%3B%25%3F%23"),
                Arguments.of(new BsonString(HEX), "/db/coll/" + HEX + "?id_type=STRING"),
                Arguments.of(new BsonObjectId(new ObjectId(HEX)), "/db/coll/" + HEX),
                Arguments.of(new BsonInt32(5), "/db/coll/5?id_type=NUMBER"),
                Arguments.of(new BsonInt64(5_000_000_000L), "/db/coll/5000000000?id_type=NUMBER"),
                Arguments.of(new BsonDouble(1.5), "/db/coll/1.5?id_type=NUMBER"),
                Arguments.of(new BsonDateTime(7), "/db/coll/7?id_type=DATE"),
                Arguments.of(BsonBoolean.TRUE, "/db/coll/_true"),
                Arguments.of(BsonNull.VALUE, "/db/coll/_null"),
                Arguments.of(new BsonMinKey(), "/db/coll/_MinKey"),
                Arguments.of(new BsonString(".."), "/db/coll?filter=%7B%22_id%22:%22..%22%7D"),
                Arguments.of(new BsonString(""), "/db/coll?filter=%7B%22_id%22:%22%22%7D"),
                Arguments.of(new BsonString("*"), "/db/coll?filter=%7B%22_id%22:%22%2A%22%7D"),
                Arguments.of(BsonDocument.parse("{a: 1}"), "/db/coll?filter=%7B%22_id%22:%7B%22a%22:1%7D%7D"),
                Arguments.of(
                        new BsonDecimal128(Decimal128.parse("1.5")),
                        "/db/coll?filter=%7B%22_id%22:%7B%22%24numberDecimal%22:%221.5%22%7D%7D"));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void everyIdHasAnAddress(BsonValue id, String expected) {
        assertEquals(expected, links.document(COLL, id).replace("%3A", ":"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', /db/coll",
        "'', /api, /api/db/coll",
        "/db, /api, /api/coll",
        "/db/coll, /api/v1, /api/v1",
        "/db, '', /coll",
        "/db, /a b, /a%20b/coll",
    })
    void linksLeadBackThroughTheMount(String what, String where, String expected) {
        assertEquals(expected, new Links(new Mount(what, where)).collection(COLL));
    }

    @Test
    void theRootIsASlash() {
        assertEquals("/", links.container(new Resource.Root()));
    }
}
