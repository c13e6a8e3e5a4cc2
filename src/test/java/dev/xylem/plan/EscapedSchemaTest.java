package dev.xylem.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class EscapedSchemaTest {
    private static final BsonDocument WRITTEN =
            BsonDocument.parse("{'$schema': 'u', a: [{'$ref': '#/b', 'x.y': 1}], '^s$': 2}");
    private static final BsonDocument STORED =
            BsonDocument.parse("{'_$schema': 'u', a: [{'_$ref': '#/b', 'x::y': 1}], '^s$': 2}");

    @Test
    void escapesDollarsInFrontAndDots() {
        assertEquals(STORED, EscapedKeys.escapeSchema(WRITTEN));
    }

    @Test
    void escapesNothingTwice() {
        assertEquals(STORED, EscapedKeys.escapeSchema(STORED));
    }

    @Test
    void showsWhatWasWritten() {
        assertEquals(WRITTEN, EscapedKeys.unescapeSchema(STORED));
        assertEquals(WRITTEN, EscapedKeys.unescapeSchema(WRITTEN));
    }
}
