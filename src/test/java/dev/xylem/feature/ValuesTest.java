package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.EngineReport;
import dev.xylem.fixture.OnEveryEngine;
import java.util.ArrayList;
import java.util.List;

/** Each value as it is sent, and as it is printed when that differs. */
final class ValuesTest {

    private static final String[][] VALUES = {
        {"{\"$oid\":\"5f2b1c0d9e8a7b6c5d4e3f20\"}"},
        {"ObjectId('5f2b1c0d9e8a7b6c5d4e3f20')", "{\"$oid\":\"5f2b1c0d9e8a7b6c5d4e3f20\"}"},
        {"\"text\""},
        {"\"\\u0000 \\u0001 \\n \\\" \\\\ é 日本 😀\""},
        {"\"\\ud83d\\ude00\"", "\"😀\""},
        {"''", "\"\""},
        {"true"},
        {"null"},
        {"{}"},
        {"[]"},
        {"[[],[[]],{\"a\":{}}]"},
        {"1"},
        {"-2147483648"},
        {"2147483648"},
        {"9007199254740991"},
        {"-9007199254740991"},
        {"9007199254740992", "{\"$numberLong\":\"9007199254740992\"}"},
        {"-9007199254740993", "{\"$numberLong\":\"-9007199254740993\"}"},
        {"{\"$numberLong\":\"9223372036854775807\"}"},
        {"{\"$numberLong\":\"-9223372036854775808\"}"},
        {"{\"$numberInt\":\"7\"}", "7"},
        {"5.0"},
        {"-0.0"},
        {"0.1"},
        {"1e-7", "1.0E-7"},
        {"1e300", "1.0E300"},
        {"{\"$numberDouble\":\"5\"}", "5.0"},
        {"{\"$numberDouble\":\"NaN\"}"},
        {"{\"$numberDouble\":\"Infinity\"}"},
        {"{\"$numberDouble\":\"-Infinity\"}"},
        {"{\"$numberDecimal\":\"1.50\"}"},
        {"{\"$numberDecimal\":\"NaN\"}"},
        {"{\"$numberDecimal\":\"1E+3\"}"},
        {"{\"$numberDecimal\":\"-0\"}"},
        {"{\"$numberDecimal\":\"9.999999999999999999999999999999999E+6144\"}"},
        {"{\"$date\":0}"},
        {"{\"$date\":-1}"},
        {"{\"$date\":253402300800000}"},
        {"{\"$date\":\"2020-01-01T00:00:00Z\"}", "{\"$date\":1577836800000}"},
        {"{\"$date\":\"2020-01-01T01:00:00.250+01:00\"}", "{\"$date\":1577836800250}"},
        {"{\"$date\":{\"$numberLong\":\"5\"}}", "{\"$date\":5}"},
        {"{\"$binary\":{\"base64\":\"AQI=\",\"subType\":\"00\"}}"},
        {"{\"$binary\":{\"base64\":\"\",\"subType\":\"00\"}}"},
        {"{\"$binary\":\"AQI=\",\"$type\":\"00\"}", "{\"$binary\":{\"base64\":\"AQI=\",\"subType\":\"00\"}}"},
        {
            "{\"$uuid\":\"5f2b1c0d-9e8a-4b6c-8d4e-3f205f2b1c0d\"}",
            "{\"$binary\":{\"base64\":\"XyscDZ6KS2yNTj8gXyscDQ==\",\"subType\":\"04\"}}"
        },
        {"{\"$regularExpression\":{\"pattern\":\"^a/b\",\"options\":\"im\"}}"},
        {"{\"$regex\":\"a\",\"$options\":\"i\"}", "{\"$regularExpression\":{\"pattern\":\"a\",\"options\":\"i\"}}"},
        {"{\"$timestamp\":{\"t\":1,\"i\":2}}"},
        {"{\"$timestamp\":{\"t\":4294967295,\"i\":4294967295}}"},
        {"{\"$code\":\"function() {}\"}"},
        {"{\"$minKey\":1}"},
        {"{\"$maxKey\":1}"},
        {"{\"$ref\":\"c\",\"$id\":{\"$oid\":\"5f2b1c0d9e8a7b6c5d4e3f20\"}}"},
    };

    /** What only a MongoDB keeps. */
    private static final List<String> RARE = List.of(
            "{\"$symbol\":\"x\"}",
            "{\"$undefined\":true}",
            "{\"$dbPointer\":{\"$ref\":\"a.b\",\"$id\":{\"$oid\":\"5f2b1c0d9e8a7b6c5d4e3f20\"}}}",
            "{\"$code\":\"f\",\"$scope\":{\"a\":1}}",
            "{\"$binary\":{\"base64\":\"AQI=\",\"subType\":\"05\"}}",
            "{\"$binary\":{\"base64\":\"AQI=\",\"subType\":\"80\"}}",
            "{\"$binary\":{\"base64\":\"BAAAAAECAwQ=\",\"subType\":\"02\"}}");

    private static final String PLAIN = "?keys=" + Api.encode("{_id: 0, _etag: 0}");

    @OnEveryEngine
    void everyValueIsPrintedInItsForm(Engine engine) {
        Api api = Api.on(engine);
        String path = api.newCollection() + "/a";
        List<String> sent = new ArrayList<>();
        List<String> printed = new ArrayList<>();
        for (int i = 0; i < VALUES.length; i++) {
            sent.add("\"v" + i + "\":" + VALUES[i][0]);
            printed.add("\"v" + i + "\":" + VALUES[i][VALUES[i].length - 1]);
        }
        api.put(path, "{" + String.join(",", sent) + "}").expect(201);

        assertEquals(
                "{" + String.join(",", printed) + "}",
                api.get(path + PLAIN).expect(200).text());
    }

    @OnEveryEngine
    void whatIsPrintedIsReadBackAsTheSame(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        List<String> sent = new ArrayList<>();
        for (String[] value : VALUES) {
            sent.add(value[0]);
        }
        api.put(collection + "/a", "{v: [" + String.join(",", sent) + "]}").expect(201);
        String once = api.get(collection + "/a" + PLAIN + "&jsonMode=extended")
                .expect(200)
                .text();

        api.put(collection + "/b", api.get(collection + "/a" + PLAIN).text()).expect(201);
        String twice = api.get(collection + "/b" + PLAIN + "&jsonMode=extended")
                .expect(200)
                .text();

        assertEquals(once, twice);
    }

    @OnEveryEngine
    void aSmallInt64IsPlainAndItsTypeIsKeptInTheStore(Engine engine) {
        Api api = Api.on(engine);
        String path = api.newCollection() + "/a";
        api.put(path, "{v: {$numberLong: '5'}}").expect(201);

        assertEquals("{\"v\":5}", api.get(path + PLAIN).expect(200).text());
        api.get(path + "?filter=" + Api.encode("{v: {$type: 'long'}}")).expect(200);
        api.get(path + "?filter=" + Api.encode("{v: {$type: 'int'}}")).expect(404);
    }

    @OnEveryEngine
    void eachValueIsFoundByItself(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        List<String> values = List.of(
                "{\"$oid\":\"5f2b1c0d9e8a7b6c5d4e3f20\"}",
                "9007199254740993",
                "5.5",
                "{\"$numberDecimal\":\"1.5\"}",
                "{\"$date\":5}",
                "{\"$binary\":{\"base64\":\"AQI=\",\"subType\":\"00\"}}",
                "{\"$timestamp\":{\"t\":1,\"i\":2}}",
                "true",
                "\"日本\"",
                "{\"a\":1}",
                "{}");
        StringBuilder bulk = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            bulk.append(i == 0 ? "[" : ",").append("{_id:" + i + ",v:" + values.get(i) + "}");
        }
        api.post(collection, bulk + "]").expect(200);

        for (int i = 0; i < values.size(); i++) {
            String found = api.get(collection + "?rep=S&keys=" + Api.encode("{_id: 1}") + "&filter="
                            + Api.encode("{v:" + values.get(i) + "}"))
                    .expect(200)
                    .text();
            assertEquals("[{\"_id\":" + i + "}]", found, values.get(i));
        }
    }

    @OnEveryEngine
    void rareTypesAreKeptOrRefusedButNeverChanged(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        int kept = 0;
        for (String value : RARE) {
            Answer written = api.put(collection + "/a", "{\"v\":" + value + "}");
            if (written.status() == 501) {
                written.expectProblem(501, "store-unsupported");
                api.get(collection + "/a").expect(404);
                continue;
            }
            assertTrue(written.status() < 300, written.text());
            assertEquals(
                    "{\"v\":" + value + "}",
                    api.get(collection + "/a" + PLAIN).expect(200).text());
            api.delete(collection + "/a").expect(204);
            kept++;
        }
        assertEquals("{\"_size\":0}", api.get(collection + "/_size").expect(200).text());
        EngineReport.require(kept == RARE.size(), "all BSON types");
    }
}
