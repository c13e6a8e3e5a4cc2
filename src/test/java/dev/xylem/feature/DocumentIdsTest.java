package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import org.bson.BsonDocument;
import org.bson.BsonValue;

final class DocumentIdsTest {

    /** An id as it is sent, the end of its link, and its printed form when that is another. */
    private static final String[][] WITH_PATH = {
        {"\"plain\"", "/plain"},
        {"{\"$oid\":\"5f2b1c0d9e8a7b6c5d4e3f20\"}", "/5f2b1c0d9e8a7b6c5d4e3f20"},
        {"\"5f2b1c0d9e8a7b6c5d4e3f20\"", "/5f2b1c0d9e8a7b6c5d4e3f20?id_type=STRING"},
        {"\"5\"", "/5"},
        {"5", "/5?id_type=NUMBER"},
        {"-6", "/-6?id_type=NUMBER"},
        {"9007199254740993", "/9007199254740993?id_type=NUMBER", "{\"$numberLong\":\"9007199254740993\"}"},
        {"5.5", "/5.5?id_type=NUMBER"},
        {"1e300", "/1.0E300?id_type=NUMBER", "1.0E300"},
        {"{\"$date\":7}", "/7?id_type=DATE"},
        {"{\"$date\":-7}", "/-7?id_type=DATE"},
        {"true", "/_true"},
        {"false", "/_false"},
        {"null", "/_null"},
        {"{\"$minKey\":1}", "/_MinKey"},
        {"{\"$maxKey\":1}", "/_MaxKey"},
        {"\"a/b\"", "/a%2Fb"},
        {"\"a;b\"", "/a%3Bb"},
        {"\"a%b\"", "/a%25b"},
        {"\"a?b\"", "/a%3Fb"},
        {"\"a#b\"", "/a%23b"},
        {"\"a b\"", "/a%20b"},
        {"\"a\\\\b\"", "/a%5Cb"},
        {"\"a+b&c=d\"", "/a%2Bb%26c%3Dd"},
        {"\"%2e%2e\"", "/%252e%252e"},
        {"\"a/\"", "/a%2F"},
        {"\"日本\"", "/%E6%97%A5%E6%9C%AC"},
        {"\"😀\"", "/%F0%9F%98%80"},
        {"\"<'\\\">\"", "/%3C%27%22%3E"},
        {"\"...\"", "/..."},
        {"\"null\"", "/null"},
        {"\"true\"", "/true"},
    };

    private static final String[] WITHOUT_PATH = {
        "{\"a\":1,\"b\":\"x\"}",
        "{\"$binary\":{\"base64\":\"AQI=\",\"subType\":\"00\"}}",
        "{\"$numberDecimal\":\"1.50\"}",
        "{\"$numberDouble\":\"NaN\"}",
        "{\"$timestamp\":{\"t\":1,\"i\":2}}",
        "\".\"",
        "\"..\"",
        "\"*\"",
        "\"\"",
        "\"tab\\t\"",
    };

    @OnEveryEngine
    void locationLeadsBackToADocumentOfEachType(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        for (String[] id : WITH_PATH) {
            String location =
                    api.post(collection, "{\"_id\":" + id[0] + "}").expect(201).header("Location");
            assertEquals(collection + id[1], location, id[0]);
            String read = api.get(location + (id[1].contains("?") ? "&" : "?") + "keys=" + Api.encode("{_id: 1}"))
                    .expect(200)
                    .text();
            assertEquals("{\"_id\":" + (id.length == 3 ? id[2] : id[0]) + "}", read, location);
        }
    }

    @OnEveryEngine
    void idsThatNoPathCanSpellAreLinkedByFilter(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        for (String id : WITHOUT_PATH) {
            String location =
                    api.post(collection, "{\"_id\":" + id + "}").expect(201).header("Location");
            assertTrue(location.startsWith(collection + "?filter=%7B"), location);
            assertEquals(
                    "[{\"_id\":" + id + "}]",
                    api.get(location + "&rep=S&keys=" + Api.encode("{_id: 1}"))
                            .expect(200)
                            .text(),
                    location);
        }
    }

    @OnEveryEngine
    void everyLinkOfAPageLeadsToItsDocument(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.post(collection, "[{_id:'a/b'},{_id:5},{_id:{$date:7}},{_id:{a:1}},{_id:'é'},{_id:'.'},{_id:null}]")
                .expect(200);

        for (BsonValue each : api.get(collection + "?hal=f").expect(200).documents()) {
            BsonDocument document = each.asDocument();
            String href = document.getDocument("_links")
                    .getDocument("self")
                    .getString("href")
                    .getValue();
            BsonDocument followed = api.get(href).expect(200).json();
            BsonValue found = href.contains("?filter=")
                    ? followed.getDocument("_embedded")
                            .getArray("rh:doc")
                            .getFirst()
                            .asDocument()
                            .get("_id")
                    : followed.get("_id");
            assertEquals(document.get("_id"), found, href);
        }
    }

    @OnEveryEngine
    void bulkLinksLeadToTheirDocuments(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        Answer written = api.post(collection + "?rep=S", "[{_id:'a b'},{_id:5},{_id:{a:1}}]")
                .expect(200);

        assertEquals(3, written.json().getArray("links").size());
        for (BsonValue link : written.json().getArray("links")) {
            api.get(link.asString().getValue()).expect(200);
        }
    }

    @OnEveryEngine
    void idTypeSaysHowTheSegmentIsRead(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        writes(api, collection, "/7?id_type=STRING", "\"7\"");
        writes(api, collection, "/7?id_type=NUMBER", "7");
        writes(api, collection, "/7?id_type=number", "7");
        writes(api, collection, "/7.5?id_type=NUMBER", "7.5");
        writes(api, collection, "/7?id_type=DATE", "{\"$date\":7}");
        writes(api, collection, "/true?id_type=BOOLEAN", "true");
        writes(api, collection, "/null?id_type=NULL", "null");
        writes(api, collection, "/MinKey?id_type=MINKEY", "{\"$minKey\":1}");
        writes(api, collection, "/_MaxKey?id_type=MAXKEY", "{\"$maxKey\":1}");
        writes(api, collection, "/5f2b1c0d9e8a7b6c5d4e3f20", "{\"$oid\":\"5f2b1c0d9e8a7b6c5d4e3f20\"}");
        writes(api, collection, "/5f2b1c0d9e8a7b6c5d4e3f21?id_type=OID", "{\"$oid\":\"5f2b1c0d9e8a7b6c5d4e3f21\"}");
        writes(api, collection, "/5f2b1c0d9e8a7b6c5d4e3f20?id_type=STRING", "\"5f2b1c0d9e8a7b6c5d4e3f20\"");
        writes(api, collection, "/5f2b1c0d9e8a7b6c5d4e3f2?id_type=STRING_OID", "\"5f2b1c0d9e8a7b6c5d4e3f2\"");
    }

    private static void writes(Api api, String collection, String end, String id) {
        assertTrue(api.put(collection + end, "{}").status() < 300, end);
        String keys = (end.contains("?") ? "&" : "?") + "keys=" + Api.encode("{_id: 1}");
        assertEquals(
                "{\"_id\":" + id + "}",
                api.get(collection + end + keys).expect(200).text(),
                end);
    }

    @OnEveryEngine
    void theWrongFormIs400AndWritesNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();

        for (String end : new String[] {
            "/x?id_type=OID",
            "/5f2b1c0d9e8a7b6c5d4e3f2?id_type=OID",
            "/x?id_type=NUMBER",
            "/1e999?id_type=NUMBER",
            "/NaN?id_type=NUMBER",
            "/0x10?id_type=NUMBER",
            "/%D9%A3?id_type=NUMBER",
            "/1.5?id_type=DATE",
            "/2020-01-01?id_type=DATE",
            "/99999999999999999999?id_type=DATE",
            "/yes?id_type=BOOLEAN",
            "/TRUE?id_type=BOOLEAN",
            "/nil?id_type=NULL",
            "/min?id_type=MINKEY",
            "/x?id_type=",
            "/x?id_type=UUID",
            "/x?id_type=STRING&id_type=STRING"
        }) {
            assertEquals(400, api.put(collection + end, "{}").status(), end);
            assertEquals(400, api.get(collection + end).status(), end);
        }
        api.get(collection + "/x?id_type=OID").expectProblem(400, "invalid-id");
        assertEquals("{\"_size\":0}", api.get(collection + "/_size").expect(200).text());
    }
}
