package dev.xylem.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.time.Instant;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.function.Executable;

/** Documents as JSON, and what the tests of this package expect of refusals. */
final class Bson {

    static final BsonObjectId ETAG = new BsonObjectId(new ObjectId("6b01fc75fdd62573ade973a5"));
    static final Instant NOW = Instant.parse("2026-11-21T20:17:57.340Z");

    private Bson() {}

    static BsonDocument doc(String json) {
        return BsonDocument.parse(json);
    }

    static List<BsonDocument> docs(String json) {
        return BsonArray.parse(json).stream().map(BsonValue::asDocument).toList();
    }

    /** Equal with the order of keys, which {@code BsonDocument.equals} ignores. */
    static void assertSame(BsonDocument expected, BsonDocument actual) {
        assertEquals(expected.toJson(), actual.toJson());
    }

    static Problem assertRefused(ProblemType type, Executable call) {
        var problem = assertThrows(ProblemException.class, call).problem();
        assertEquals(type, problem.type(), problem.detail());
        return problem;
    }
}
