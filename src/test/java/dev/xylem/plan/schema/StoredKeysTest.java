package dev.xylem.plan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class StoredKeysTest {
    private static final BsonDocument WRITTEN =
            BsonDocument.parse("{'$schema': 'u', a: [{'$ref': '#/b', 'x.y': 1}], '^s$': 2}");
    private static final BsonDocument STORED =
            BsonDocument.parse("{'_$schema': 'u', a: [{'_$ref': '#/b', 'x::y': 1}], '^s$': 2}");

    @Test
    void escapesDollarsInFrontAndDots() {
        assertEquals(STORED, StoredKeys.escaped(WRITTEN));
    }

    @Test
    void escapesNothingTwice() {
        assertEquals(STORED, StoredKeys.escaped(STORED));
    }

    @Test
    void showsWhatWasWritten() {
        assertEquals(WRITTEN, StoredKeys.unescaped(STORED));
        assertEquals(WRITTEN, StoredKeys.unescaped(WRITTEN));
    }
}
