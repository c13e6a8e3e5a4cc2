package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** {@code _aggrs/uri} as NDJSON and CSV: all results, streamed. */
class AggregationExportTest {

    /** Documents with {@code n} from 0 on, and these aggregations. */
    private static String collection(Api api, int count, String filling, String aggregations) {
        String collection = api.newCollection();
        for (int start = 0; start < count; start += 2_000) {
            String documents = IntStream.range(start, Math.min(count, start + 2_000))
                    .mapToObj(i -> "{_id: " + i + ", n: " + i + ", text: '" + filling + "'}")
                    .collect(Collectors.joining(",", "[", "]"));
            api.post(collection, documents).expect(200);
        }
        api.patch(collection, "{aggrs: " + aggregations + "}").expect(200);
        return collection;
    }

    private static List<Integer> numbers(Answer export) {
        return export.text()
                .lines()
                .map(line -> BsonDocument.parse(line).getNumber("n").intValue())
                .toList();
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @OnEveryEngine
    void ndjsonHasAllResultsBeyondAnyPage(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(
                api, 1_300, "", "[{uri: 'from', stages: [{$match: {n: {$gte: {$var: 'n'}}}}, {$sort: {n: 1}}]}]");
        String uri = collection + "/_aggrs/from?avars=" + Api.encode("{n: 7}");

        Answer byName = api.get(uri + "&rep=ndjson").expect(200);
        Answer byAccept = api.get(uri, "Accept", "application/x-ndjson").expect(200);

        assertEquals(range(7, 1_300), numbers(byName));
        assertEquals(byName.text(), byAccept.text());
        assertEquals("application/x-ndjson", byAccept.header("Content-Type"));
        assertTrue(byAccept.header("Vary").contains("Accept"));
        assertEquals("chunked", byAccept.header("Transfer-Encoding"));
    }

    @OnEveryEngine
    void csvHasTheFieldsOfTheResultsAsColumns(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(
                api, 3, "=1", "[{uri: 'table', stages: [{$sort: {n: 1}}, {$project: {text: 1, size: {n: '$n'}}}]}]");

        Answer guarded =
                api.get(collection + "/_aggrs/table", "Accept", "text/csv").expect(200);
        Answer raw = api.get(collection + "/_aggrs/table?rep=CSV&csv=raw&keys=" + Api.encode("{text: 1}"))
                .expect(200);

        assertEquals("_id,text,size.n\r\n0,'=1,0\r\n1,'=1,1\r\n2,'=1,2\r\n", guarded.text());
        assertEquals(guarded.text().replace("'", ""), raw.text());
        assertTrue(raw.header("Xylem-Warning").contains("'keys'"));
        assertEquals("text/csv; charset=utf-8; header=present", raw.header("Content-Type"));
    }

    @OnEveryEngine
    void aPageOfItHasThePagesResults(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(api, 5, "", "[{uri: 'all', stages: [{$sort: {n: 1}}]}]");
        String uri = collection + "/_aggrs/all?rep=NDJSON";

        assertEquals(List.of(2, 3), numbers(api.get(uri + "&page=2&pagesize=2").expect(200)));
        assertEquals(range(0, 5), numbers(api.get(uri + "&page=1").expect(200)));
        assertEquals("", api.get(uri + "&pagesize=0").expect(200).text());
        api.get(uri + "&page=0").expectProblem(400, "invalid-parameter");
    }

    @OnEveryEngine
    void stagesThatCutThePageThemselvesGetAllOfIt(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(
                api,
                250,
                "",
                "[{uri: 'own', stages: [{$sort: {n: 1}}, {$skip: {$var: '@skip'}}, {$limit: {$var: '@limit'}}]}]");
        String uri = collection + "/_aggrs/own?rep=NDJSON";

        assertEquals(range(0, 250), numbers(api.get(uri).expect(200)));
        assertEquals(List.of(2, 3), numbers(api.get(uri + "&page=2&pagesize=2").expect(200)));
    }

    @OnEveryEngine
    void whatCanNotRunIsAProblemAndNoStream(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(
                api,
                1,
                "x",
                "[{uri: 'broken', stages: [{$project: {x: {$toInt: '$text'}}}]},"
                        + "{uri: 'asking', stages: [{$match: {n: {$var: 'n'}}}]}]");

        api.get(collection + "/_aggrs/broken?rep=NDJSON").expectProblem(422, "aggregation-failed");
        api.get(collection + "/_aggrs/asking?rep=CSV").expectProblem(400, "missing-variable");
        api.get(collection + "/_aggrs/nothing?rep=CSV").expectProblem(404, "aggregation-not-found");
        api.get(collection + "/_indexes?rep=CSV").expectProblem(400, "invalid-parameter");
    }

    @OnEveryEngine
    void aPlanAndRelatedDocumentsAreNotStreamed(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(api, 1, "", "[{uri: 'all', stages: []}]");

        for (String target : new String[] {collection + "?rep=NDJSON&", collection + "/_aggrs/all?rep=CSV&"}) {
            Answer answer = api.get(target + "explain").expectProblem(400, "invalid-parameter");
            assertEquals("explain", answer.json().getString("parameter").getValue());
        }
        Answer embedding = api.get(collection + "?rep=NDJSON&embed=author").expectProblem(400, "invalid-parameter");
        assertEquals("embed", embedding.json().getString("parameter").getValue());
        api.get(collection + "?pagesize=1&explain", "Accept", "text/csv").expectProblem(400, "invalid-parameter");
    }

    @Test
    void resultsOfManyMegabytesComeInBatches() {
        Api api = Api.on(Engine.EMBEDDED);
        String collection = collection(api, 12_000, "x".repeat(5_000), "[{uri: 'all', stages: [{$sort: {n: 1}}]}]");

        Answer export = api.get(collection + "/_aggrs/all?rep=NDJSON").expect(200);

        assertTrue(export.bytes().length > 60_000_000);
        assertEquals(range(0, 12_000), numbers(export));
    }
}
