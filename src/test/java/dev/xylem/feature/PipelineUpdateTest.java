package dev.xylem.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.fixture.Answer;
import dev.xylem.fixture.Api;
import dev.xylem.fixture.Engine;
import dev.xylem.fixture.EngineReport;
import dev.xylem.fixture.OnEveryEngine;

/** An array on a document's PATCH: an aggregation pipeline, where the store can run it in an update. */
class PipelineUpdateTest {
    private static final String DOUBLED = "[{$set: {twice: {$multiply: ['$n', 2]}}}, {$unset: 'gone'}]";

    @OnEveryEngine
    void computesTheNewStateFromTheOld(Engine engine) {
        Api api = Api.on(engine);
        requirePipelines(api);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 21, gone: 1}").expect(201);

        Answer changed = api.patch(document, DOUBLED).expect(200);

        Answer read = api.get(document).expectState("{_id: 'a', n: 21, twice: 42}");
        assertEquals(changed.etag(), read.etag());
    }

    @OnEveryEngine
    void honoursConditionsAndReturnsTheNewState(Engine engine) {
        Api api = Api.on(engine);
        requirePipelines(api);
        String document = api.newCollection() + "/a";
        String created = api.put(document, "{n: 21}").expect(201).etag();

        api.patch(document, DOUBLED, "If-Match", "\"0123456789abcdef01234567\"").expectProblem(412, "etag-mismatch");
        api.patch(document + "?filter=" + Api.encode("{n: 1}"), DOUBLED).expectProblem(404, "document-not-found");
        api.get(document).expectState("{_id: 'a', n: 21}");

        api.patch(document, DOUBLED, "If-Match", created, "Prefer", "return=representation")
                .expectState("{_id: 'a', n: 21, twice: 42}");
    }

    @OnEveryEngine
    void createsLikeAnyPatch(Engine engine) {
        Api api = Api.on(engine);
        requirePipelines(api);
        String document = api.newCollection() + "/a";

        api.patch(document, "[{$set: {n: {$add: [1, 2]}}}]").expect(201);

        api.get(document).expectState("{_id: 'a', n: 3}");
    }

    @OnEveryEngine
    void refusesStagesThatAreNoUpdate(Engine engine) {
        Api api = Api.on(engine);
        requirePipelines(api);
        String document = api.newCollection() + "/a";
        api.put(document, "{n: 1}").expect(201);

        api.patch(document, "[{$match: {n: 1}}]").expectProblem(400, "invalid-operator");
        api.patch(document, "[{$out: 'elsewhere'}]").expectProblem(400, "invalid-operator");
        api.patch(document, "[{n: 2}]").expectProblem(400, "invalid-operator");
        api.patch(document, "[{$set: {_id: 'b'}}]").expectProblem(400, "id-mismatch");
        api.patch(document, "[{$set: {_secret: 1}}]").expectProblem(400, "invalid-operator");
        api.patch(document, "[{$set: {x: {$function: {body: 'f', args: [], lang: 'js'}}}}]")
                .expectProblem(400, "operator-not-allowed");
        api.patch(document, "[1]").expectProblem(400, "wrong-body-shape");

        api.get(document).expectState("{_id: 'a', n: 1}");
    }

    private static void requirePipelines(Api api) {
        EngineReport.require(runsPipelines(api), "pipeline updates");
    }

    private static boolean runsPipelines(Api api) {
        return api.patch(api.newCollection() + "/probe", DOUBLED).status() != 501;
    }
}
