package dev.xylem.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.plan.Result;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;

class SlowQueryHeaderTest {
    private static final RawBsonDocument PLAN = new RawBsonDocument(new BsonDocument(), new BsonDocumentCodec());

    private static Map<String, String> headers(OptionalLong scanned, OptionalLong returned) {
        var headers = new LinkedHashMap<String, String>();
        new SlowQueryHeader(10).add(headers, new Result.Explained(PLAN, scanned, returned));
        return headers;
    }

    @Test
    void warnsAboveTheLimitOnly() {
        assertEquals(Map.of(), headers(OptionalLong.of(10), OptionalLong.of(1)));
        assertEquals(
                Map.of("Xylem-Slow-Query", "scanned=11; returned=1"), headers(OptionalLong.of(11), OptionalLong.of(1)));
    }

    @Test
    void saysNothingOfWhatTheStoreDoesNotTell() {
        assertEquals(Map.of(), headers(OptionalLong.empty(), OptionalLong.empty()));
        assertEquals(Map.of("Xylem-Slow-Query", "scanned=11"), headers(OptionalLong.of(11), OptionalLong.empty()));
    }
}
