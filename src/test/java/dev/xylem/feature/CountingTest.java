package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

final class CountingTest {

    @OnEveryEngine
    void countAddsTheSizeAndTheNumberOfPages(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, numbered(7)).expect(200);

        for (String count : List.of("count", "count=true", "count=1", "count=exact", "count=estimated")) {
            BsonDocument page =
                    api.get(collection + "?pagesize=3&" + count).expect(200).json();
            assertEquals(7, page.getNumber("_size").intValue(), count);
            assertEquals(3, page.getNumber("_total_pages").intValue(), count);
        }
        assertFalse(api.get(collection).expect(200).json().containsKey("_size"));
        assertFalse(api.get(collection + "?count=false").expect(200).json().containsKey("_size"));
        BsonDocument none =
                api.get(collection + "?count&pagesize=0").expect(200).json();
        assertEquals(7, none.getNumber("_size").intValue());
        assertEquals(0, none.getNumber("_total_pages").intValue());
    }

    @OnEveryEngine
    void countsWhatTheFilterMatches(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, numbered(7)).expect(200);
        String filter = "?filter=" + Api.encode("{n: {$gt: 4}}");

        assertEquals(
                3,
                api.get(collection + filter + "&count&pagesize=1")
                        .expect(200)
                        .json()
                        .getNumber("_size")
                        .intValue());
        BsonDocument estimated =
                api.get(collection + filter + "&count=estimated").expect(200).json();
        assertEquals(3, estimated.getNumber("_size").intValue());
        assertFalse(estimated.containsKey("_size_capped"));
    }

    @OnEveryEngine
    void sizeIsAResourceOfItsOwn(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String database = collection.substring(0, collection.lastIndexOf('/'));
        api.post(collection, numbered(7)).expect(200);
        api.put(database + "/other", null).expect(201);

        assertEquals("{\"_size\":7}", api.get(collection + "/_size").expect(200).text());
        assertEquals(
                "{\"_size\":2}",
                api.get(collection + "/_size?filter=" + Api.encode("{n: {$lt: 3}}"))
                        .expect(200)
                        .text());
        assertEquals("{\"_size\":2}", api.get(database + "/_size").expect(200).text());
        assertTrue(api.get("/_size").expect(200).json().getNumber("_size").intValue() >= 1);
        api.get(collection + "/_size?filter=x").expectProblem(400, "invalid-parameter");
    }

    @OnEveryEngine
    void withoutHalTheCountIsAHeader(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, numbered(3)).expect(200);

        Answer counted = api.get(collection + "?rep=STANDARD&count&pagesize=2").expect(200);

        assertEquals("3", counted.header("X-Total-Count"));
        assertEquals(2, counted.array().size());
        assertEquals("", api.get(collection + "?rep=STANDARD").expect(200).header("X-Total-Count"));
    }

    @Test
    void anEstimateUnderAFilterStopsAtTenThousandAndSaysSo() {
        Api api = Api.on(Engine.EMBEDDED);
        String collection = api.newCollection();
        api.post(collection, numbered(10_001)).expect(200);
        String filter = "?pagesize=1&filter=" + Api.encode("{n: {$gt: 0}}");

        BsonDocument estimated =
                api.get(collection + filter + "&count=estimated").expect(200).json();

        assertEquals(10_000, estimated.getNumber("_size").intValue());
        assertTrue(estimated.getBoolean("_size_capped").getValue());
        assertEquals(
                10_001,
                api.get(collection + filter + "&count")
                        .expect(200)
                        .json()
                        .getNumber("_size")
                        .intValue());
    }

    private static String numbered(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "{_id:" + i + ",n:" + i + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }
}
