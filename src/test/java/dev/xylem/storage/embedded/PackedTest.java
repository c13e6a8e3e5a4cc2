package dev.xylem.storage.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.Test;

class PackedTest {

    @Test
    void givesBackWhatItPackedInLessSpace() {
        byte[] bson = BsonWriter.write(new Document("text", "to be or not to be, ".repeat(50)));

        byte[] packed = Packed.pack(bson);

        assertTrue(packed.length < bson.length / 2, () -> packed.length + " of " + bson.length);
        assertArrayEquals(bson, Packed.unpack(packed));
    }

    @Test
    void leavesAloneWhatDoesNotGetShorter() {
        byte[] bson = new byte[2_000];
        new Random(7).nextBytes(bson);
        ByteBuffer.wrap(bson).order(ByteOrder.LITTLE_ENDIAN).putInt(0, bson.length);
        byte[] empty = BsonWriter.write(new Document());

        assertSame(bson, Packed.pack(bson));
        assertSame(bson, Packed.unpack(bson));
        assertSame(empty, Packed.pack(empty));
    }

    @Test
    void refusesAnEntryThatBreaksOff() {
        byte[] packed = Packed.pack(BsonWriter.write(new Document("text", "x".repeat(5_000))));
        byte[] torn = Arrays.copyOf(packed, packed.length - 3);

        assertThrows(MVStoreException.class, () -> Packed.unpack(torn));
    }
}
