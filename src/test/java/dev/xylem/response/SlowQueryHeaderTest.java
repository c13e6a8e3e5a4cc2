package dev.xylem.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.api.Query;
import dev.xylem.plan.Result.Effort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class SlowQueryHeaderTest {

    private static Query query(String filter, String sort) {
        return new Query(
                BsonDocument.parse(filter),
                new BsonDocument(),
                BsonDocument.parse(sort),
                null,
                1,
                null,
                100,
                Query.Count.NONE,
                true,
                Query.WriteMode.UPSERT,
                List.of(),
                OptionalInt.empty(),
                List.of(),
                Query.Concerns.DEFAULT,
                new BsonDocument(),
                null,
                false);
    }

    private static String header(Query query, long scanned, OptionalLong returned, String... indexes) {
        Map<String, String> headers = new LinkedHashMap<>();
        var keys = List.of(indexes).stream().map(BsonDocument::parse).toList();
        new SlowQueryHeader(10).add(headers, query, new Effort(scanned, returned, keys));
        return headers.getOrDefault("Xylem-Slow-Query", "");
    }

    @Test
    void warnsAboveTheLimitOnly() {
        Query all = query("{}", "{_id: -1}");
        assertEquals("", header(all, 10, OptionalLong.of(1)));
        assertEquals("scanned=11; returned=1", header(all, 11, OptionalLong.of(1)));
        assertEquals("scanned=11", header(all, 11, OptionalLong.empty()));
    }

    @Test
    void advisesEqualitySortAndRange() {
        Query query = query("{$and: [{p: {$gt: 2}}, {k: {$in: [1, 2]}, s: 'x'}], $or: [{z: 1}, {y: 1}]}", "{d: -1}");
        assertEquals(
                "scanned=11; index-would-help={\"k\":1,\"s\":1,\"d\":-1,\"p\":1}",
                header(query, 11, OptionalLong.empty()));
    }

    @Test
    void saysNothingWhereThatIndexIsThereOrNoneHelps() {
        String range = "{n: {$gte: 1, $lt: 9}}";
        assertEquals(
                "scanned=11; index-would-help={\"n\":1}", header(query(range, "{_id: -1}"), 11, OptionalLong.empty()));
        assertEquals(
                "scanned=11", header(query(range, "{_id: -1}"), 11, OptionalLong.empty(), "{_id: 1}", "{n: -1, m: 1}"));
        assertEquals("scanned=11", header(query("{n: {$ne: 1}}", "{_id: -1}"), 11, OptionalLong.empty()));
        assertEquals("scanned=11", header(query("{_id: 'a', n: 1}", "{_id: -1}"), 11, OptionalLong.empty()));
    }

    @Test
    void namesOfFieldsBreakNoHeader() {
        assertEquals(
                "scanned=11; index-would-help={\"\\u00e9\\r\\n\":1,\"_id\":-1}",
                header(query("{'\u00e9\\r\\n': 1}", "{_id: -1}"), 11, OptionalLong.empty()));
    }
}
