package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;
import org.bson.BsonDocument;

/** If-Match and the ETag policy hold for each document of a bulk write as they do for a single one. */
class ConditionalBulkTest {
    private static final String ODD = "/*?filter=" + Api.encode("{\"odd\":true}");

    @OnEveryEngine
    void onlyDocumentsThatStillHaveTheEtagAreTouched(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String shared = api.post(
                        collection, "[{\"_id\":1,\"odd\":true},{\"_id\":3,\"odd\":true},{\"_id\":5,\"odd\":true}]")
                .expect(200)
                .etag();
        api.patch(collection + "/3?id_type=NUMBER", "{\"n\":0}").expect(200);

        var patched =
                api.patch(collection + ODD, "{\"n\":1}", "If-Match", shared).expect(200);

        assertEquals(2, count(patched.json(), "matched"));
        assertEquals(
                0,
                api.get(collection + "/3?id_type=NUMBER").json().getInt32("n").getValue());
        assertEquals(
                2,
                count(
                        api.delete(collection + ODD, "If-Match", patched.etag())
                                .expect(200)
                                .json(),
                        "deleted"));
        assertEquals(1, api.get(collection).documents().size());
    }

    @OnEveryEngine
    void aPostedArrayChangesOnlyWhatStillHasTheEtagAndCreatesNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String etag = api.put(collection + "/a", "{\"n\":0}").expect(201).etag();
        api.put(collection + "/b", "{\"n\":0}").expect(201);

        var answer = api.post(
                        collection,
                        "[{\"_id\":\"a\",\"n\":1},{\"_id\":\"b\",\"n\":1},{\"_id\":\"c\",\"n\":1}]",
                        "If-Match",
                        etag)
                .expect(200);

        assertEquals(1, count(answer.json(), "matched"));
        assertEquals(0, count(answer.json(), "inserted"));
        assertEquals(1, api.get(collection + "/a").json().getInt32("n").getValue());
        assertEquals(0, api.get(collection + "/b").json().getInt32("n").getValue());
        api.get(collection + "/c").expect(404);
        api.post(collection, "[{\"n\":1}]", "If-Match", etag).expectProblem(412, "etag-mismatch");
    }

    @OnEveryEngine
    void aRequiredEtagIsRequiredOfManyToo(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newDatabase() + "/coll";
        api.put(collection, "{\"etagDocPolicy\":\"REQUIRED\"}").expect(201);
        api.post(collection, "[{\"_id\":\"a\",\"odd\":true,\"n\":0}]").expect(200);

        api.patch(collection + ODD, "{\"n\":1}").expectProblem(409, "etag-missing");
        api.delete(collection + ODD).expectProblem(409, "etag-missing");
        BsonDocument posted = api.post(collection, "[{\"_id\":\"a\",\"n\":1},{\"_id\":\"b\",\"n\":1}]")
                .expect(207)
                .json();

        assertEquals(
                "etag-missing",
                posted.getDocument("_embedded")
                        .getArray("rh:error")
                        .get(0)
                        .asDocument()
                        .getString("code")
                        .getValue());
        assertEquals(1, count(posted, "inserted"));
        assertEquals(0, api.get(collection + "/a").json().getInt32("n").getValue());
        assertEquals(
                1,
                count(
                        api.patch(collection + ODD, "{\"n\":2}", "If-Match", "*")
                                .expect(200)
                                .json(),
                        "modified"));
    }

    private static int count(BsonDocument answer, String name) {
        return answer.getDocument("_embedded")
                .getArray("rh:result")
                .get(0)
                .asDocument()
                .getInt32(name)
                .getValue();
    }
}
