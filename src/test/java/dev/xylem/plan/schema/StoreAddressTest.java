package dev.xylem.plan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.stream.Stream;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAddressTest {

    static Stream<BsonValue> ids() {
        return Stream.of(
                new BsonString("s"),
                new BsonString("a b/\u00fc#%"),
                new BsonObjectId(new ObjectId("5f0000000000000000000001")));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void leadsBackToTheId(BsonValue id) {
        String address = StoreAddress.of("db", id);

        assertEquals(Optional.of(id), StoreAddress.idOf("db", address));
        assertEquals(Optional.of(id), StoreAddress.idOf("db", address + "#"));
    }

    @Test
    void isTheOneOfRestheart() {
        assertEquals("http://schema-store/db/s", StoreAddress.of("db", new BsonString("s")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://schema-store/other/s",
                "http://elsewhere/db/s",
                "file:///db/s",
                "http://schema-store/db/%zz"
            })
    void isOfThisStoreOnly(String address) {
        assertEquals(Optional.empty(), StoreAddress.idOf("db", address));
    }
}
