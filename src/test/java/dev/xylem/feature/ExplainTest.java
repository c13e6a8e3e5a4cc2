package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.EngineReport;
import dev.xylem.fixture.OnEveryEngine;
import dev.xylem.fixture.ServerProcess;
import org.junit.jupiter.api.Test;

/** {@code explain}: the store's plan instead of the result. */
class ExplainTest {

    private static String collection(Api api) {
        String collection = api.newCollection();
        api.post(collection, "[{_id: 'a', n: 1}, {_id: 'b', n: 2}, {_id: 'c', n: 3}]")
                .expect(200);
        api.patch(collection, "{aggrs: [{uri: 'sum', stages: [{$group: {_id: 1, n: {$sum: '$n'}}}]}]}")
                .expect(200);
        return collection;
    }

    private static void requireExplain(Api api, String collection) {
        EngineReport.require(api.get(collection + "?explain").status() != 501, "explain");
    }

    @OnEveryEngine
    void tellsThePlanOfAPageADocumentAndAnAggregation(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(api);
        requireExplain(api, collection);

        for (String url : new String[] {
            collection + "?filter=" + Api.encode("{n: {$gt: 1}}") + "&keys=" + Api.encode("{n: 1}") + "&",
            collection + "/a?",
            collection + "/_aggrs/sum?"
        }) {
            for (String verbosity : new String[] {"explain=queryPlanner", "explain=executionStats", "explain"}) {
                Answer plan = api.get(url + verbosity).expect(200);
                assertFalse(plan.json().isEmpty(), plan.text());
                assertFalse(plan.json().containsKey("_embedded"), plan.text());
                assertFalse(plan.json().containsKey("serverInfo"), plan.text());
                assertEquals("", plan.header("Xylem-Slow-Query"));
            }
        }
    }

    @OnEveryEngine
    void isRefusedWhereTheStoreLacksIt(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(api);
        Answer answer = api.get(collection + "?explain");
        EngineReport.require(answer.status() == 501, "lacking explain");

        answer.expectProblem(501, "store-unsupported");
        api.get(collection + "/a?explain=executionStats").expectProblem(501, "store-unsupported");
        api.get(collection + "/_aggrs/sum?explain").expectProblem(501, "store-unsupported");
    }

    @OnEveryEngine
    void isRefusedWhereItMeansNothing(Engine engine) {
        Api api = Api.on(engine);
        String collection = collection(api);

        api.get(collection + "?explain=everything").expectProblem(400, "invalid-parameter");
        api.get(collection + "?explain=queryPlanner&explain=queryPlanner").expectProblem(400, "duplicate-parameter");
        api.get(collection + "/_size?explain").expectProblem(400, "unknown-parameter");
        api.get(collection + "/_indexes?explain").expectProblem(400, "unknown-parameter");
        api.patch(collection + "/a?explain", "{n: 9}").expectProblem(400, "unknown-parameter");
        api.get(collection + "/a").expectState("{_id: 'a', n: 1}");
    }

    @OnEveryEngine
    void warnsOfQueriesThatReadTooMuch(Engine engine) {
        try (var server = ServerProcess.on(engine, "--limits.scan-warning=2")) {
            Api api = Api.of(server);
            String collection = collection(api);
            requireExplain(api, collection);

            Answer all = api.get(collection + "?explain=executionStats&filter=" + Api.encode("{n: 2}"))
                    .expect(200);
            Answer planned = api.get(collection + "?explain=queryPlanner").expect(200);

            boolean told = all.json().containsKey("executionStats")
                    && all.json().getDocument("executionStats").containsKey("totalDocsExamined");
            EngineReport.require(told, "telling how many documents a query reads");
            assertTrue(
                    all.header("Xylem-Slow-Query").startsWith("scanned=3; returned="), all.header("Xylem-Slow-Query"));
            assertEquals("", planned.header("Xylem-Slow-Query"));
        }
    }

    @OnEveryEngine
    void namesTheIndexThatWouldHelpUntilItIsThere(Engine engine) {
        try (var server = ServerProcess.on(engine, "--limits.scan-warning=2")) {
            Api api = Api.of(server);
            String collection = collection(api);
            requireExplain(api, collection);
            String query = collection + "?explain=executionStats&sort=-o&filter=" + Api.encode("{k: 1, n: {$gt: 0}}");
            String told = api.get(query).expect(200).header("Xylem-Slow-Query");
            EngineReport.require(!told.isEmpty(), "telling how many documents a query reads");

            assertTrue(told.endsWith("; index-would-help={\"k\":1,\"o\":-1,\"n\":1}"), told);
            api.put(collection + "/_indexes/it", "{keys: {k: 1, o: -1, n: 1}}").expect(201);
            assertEquals("", api.get(query).expect(200).header("Xylem-Slow-Query"));
        }
    }

    @Test
    void pagesOfTheEmbeddedStoreTellItThemselves() {
        try (var server = ServerProcess.on(Engine.EMBEDDED, "--limits.scan-warning=2")) {
            Api api = Api.of(server);
            String collection = collection(api);
            String filtered = collection + "?rep=S&filter=" + Api.encode("{n: 2}");

            assertEquals(
                    "scanned=3; returned=1; index-would-help={\"n\":1,\"_id\":-1}",
                    api.get(filtered).expect(200).header("Xylem-Slow-Query"));
            assertEquals(
                    "scanned=3; returned=2; index-would-help={\"n\":-1}",
                    api.get(collection + "?pagesize=2&sort=-n").expect(200).header("Xylem-Slow-Query"));
            assertEquals("", api.get(collection + "?pagesize=1").expect(200).header("Xylem-Slow-Query"));
            api.put(collection + "/_indexes/n", "{keys: {n: 1, _id: -1}}").expect(201);
            assertEquals("", api.get(filtered).expect(200).header("Xylem-Slow-Query"));
        }
    }
}
