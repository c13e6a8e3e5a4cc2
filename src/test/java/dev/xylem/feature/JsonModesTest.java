package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.OnEveryEngine;

final class JsonModesTest {

    private static final String BODY = """
            {"i":1,"l":{"$numberLong":"5"},"d":1.5,"t":{"$date":0},"o":{"$oid":"5f2b1c0d9e8a7b6c5d4e3f20"},\
            "b":{"$binary":{"base64":"AQI=","subType":"00"}},"x":{"$numberDecimal":"1.50"},"n":null}""";
    private static final String WITHOUT_ETAG = "&keys=" + Api.encode("{_etag: 0}");

    @OnEveryEngine
    void eachModePrintsInItsDialect(Engine engine) {
        Api api = Api.on(engine);
        String path = api.newCollection() + "/a";
        api.put(path, BODY).expect(201);

        prints(api, path + "?jsonMode=strict", """
                {"_id": "a", "i": 1, "l": {"$numberLong": "5"}, "d": 1.5, "t": {"$date": 0}, \
                "o": {"$oid": "5f2b1c0d9e8a7b6c5d4e3f20"}, "b": {"$binary": "AQI=", "$type": "00"}, \
                "x": {"$numberDecimal": "1.50"}, "n": null}""");
        prints(api, path + "?jsonMode=extended", """
                {"_id": "a", "i": {"$numberInt": "1"}, "l": {"$numberLong": "5"}, "d": {"$numberDouble": "1.5"}, \
                "t": {"$date": {"$numberLong": "0"}}, "o": {"$oid": "5f2b1c0d9e8a7b6c5d4e3f20"}, \
                "b": {"$binary": {"base64": "AQI=", "subType": "00"}}, "x": {"$numberDecimal": "1.50"}, "n": null}""");
        prints(api, path + "?jsonMode=RELAXED", """
                {"_id": "a", "i": 1, "l": 5, "d": 1.5, "t": {"$date": "1970-01-01T00:00:00Z"}, \
                "o": {"$oid": "5f2b1c0d9e8a7b6c5d4e3f20"}, "b": {"$binary": {"base64": "AQI=", "subType": "00"}}, \
                "x": {"$numberDecimal": "1.50"}, "n": null}""");
    }

    @OnEveryEngine
    void shellIsJavaScript(Engine engine) {
        Api api = Api.on(engine);
        String path = api.newCollection() + "/a";
        api.put(path, "{i: 1, l: {$numberLong: '5'}, o: {$oid: '5f2b1c0d9e8a7b6c5d4e3f20'}}")
                .expect(201);

        Answer read = api.get(path + "?jsonMode=shell" + WITHOUT_ETAG).expect(200);

        assertEquals(
                "{\"_id\": \"a\", \"i\": 1, \"l\": NumberLong(5), \"o\": ObjectId(\"5f2b1c0d9e8a7b6c5d4e3f20\")}",
                read.text());
        assertEquals("application/javascript", read.header("Content-Type"));
    }

    @OnEveryEngine
    void whatStrictAndExtendedPrintIsReadBackWithItsTypes(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        api.put(collection + "/a", BODY).expect(201);
        String types = Api.encode("{i: {$type: 'int'}, l: {$type: 'long'}, d: {$type: 'double'}, t: {$type: 'date'},"
                + " o: {$type: 'objectId'}, b: {$type: 'binData'}, x: {$type: 'decimal'}, n: {$type: 'null'}}");

        for (String mode : new String[] {"strict", "extended", "shell"}) {
            String printed = api.get(collection + "/a?jsonMode=" + mode + "&keys=" + Api.encode("{_id: 0, _etag: 0}"))
                    .expect(200)
                    .text();
            api.put(collection + "/" + mode, printed).expect(201);
            api.get(collection + "/" + mode + "?filter=" + types).expect(200);
        }
    }

    @OnEveryEngine
    void aPageIsInTheModeThroughout(Engine engine) {
        Api api = Api.on(engine);
        String collection = api.newCollection();
        String oid =
                api.patch(collection, "{l: {$numberLong: '7'}}").expect(200).etag();
        api.put(collection + "/a", "{l: {$numberLong: '5'}}").expect(201);

        assertEquals(
                "{\"_id\":\"coll\",\"l\": {\"$numberLong\": \"7\"}, \"_etag\": {\"$oid\": " + oid
                        + "},\"_returned\":1,\"_embedded\":{\"rh:doc\":[{\"_id\": \"a\", \"l\": {\"$numberLong\": \"5\"}}]}}",
                ordered(api.get(collection + "?jsonMode=extended" + WITHOUT_ETAG)
                        .expect(200)
                        .text()));
    }

    /** The properties' own order is the store's affair. */
    private static String ordered(String page) {
        return page.replaceFirst("(\"_etag\": \\{[^}]*}),\\s*(\"l\": \\{\"\\$numberLong\": \"7\"})", "$2, $1");
    }

    private static void prints(Api api, String target, String expected) {
        assertEquals(expected, api.get(target + WITHOUT_ETAG).expect(200).text(), target);
    }
}
