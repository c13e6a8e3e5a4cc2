package dev.xylem.plan;

import static dev.xylem.plan.Bson.ETAG;
import static dev.xylem.plan.Bson.assertRefused;
import static dev.xylem.plan.Bson.assertSame;
import static dev.xylem.plan.Bson.doc;
import static dev.xylem.plan.Bson.docs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.api.ProblemType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7396. */
class MergePatchTest {

    /** Our documents are objects, so every example is tried one level down, too: there, null as the patch removes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":"b"}          | {"a":"c"}                    | {"a":"c"}
            {"a":"b"}          | {"b":"c"}                    | {"a":"b","b":"c"}
            {"a":"b"}          | {"a":null}                   | {}
            {"a":"b","b":"c"}  | {"a":null}                   | {"b":"c"}
            {"a":["b"]}        | {"a":"c"}                    | {"a":"c"}
            {"a":"c"}          | {"a":["b"]}                  | {"a":["b"]}
            {"a":{"b":"c"}}    | {"a":{"b":"d","c":null}}     | {"a":{"b":"d"}}
            {"a":[{"b":"c"}]}  | {"a":[1]}                    | {"a":[1]}
            ["a","b"]          | ["c","d"]                    | ["c","d"]
            {"a":"b"}          | ["c"]                        | ["c"]
            {"a":"foo"}        | null                         |
            {"a":"foo"}        | "bar"                        | "bar"
            {"e":null}         | {"a":1}                      | {"e":null,"a":1}
            [1,2]              | {"a":"b","c":null}           | {"a":"b"}
            {}                 | {"a":{"bb":{"ccc":null}}}    | {"a":{"bb":{}}}
            """)
    void does_what_appendix_a_shows(String target, String patch, String expected) {
        var merged = MergePatch.parse(doc("{v: " + patch + "}")).apply(doc("{v: " + target + "}"));
        assertSame(doc(expected == null ? "{}" : "{v: " + expected + "}"), merged);
        if (target.startsWith("{") && patch.startsWith("{")) {
            assertSame(
                    doc(expected == null ? "{}" : expected),
                    MergePatch.parse(doc(patch)).apply(doc(target)));
        }
    }

    @Test
    void does_what_section_3_shows() {
        var target = doc("""
                {"title": "Goodbye!", "author": {"givenName": "John", "familyName": "Doe"}, "tags": ["example", "sample"],
                 "content": "This will be unchanged"}""");
        var patch = MergePatch.parse(doc("""
                {"title": "Hello!", "phoneNumber": "+01-123-456-7890", "author": {"familyName": null}, "tags": ["example"]}"""));
        assertSame(doc("""
                        {"title": "Hello!", "author": {"givenName": "John"}, "tags": ["example"], "content": "This will be unchanged",
                         "phoneNumber": "+01-123-456-7890"}"""), patch.apply(target));
    }

    @Test
    void leaves_the_target_as_it_was() {
        var target = doc("{a: {b: 1}}");
        MergePatch.parse(doc("{a: {b: null, c: 1}, d: 1}")).apply(target);
        assertSame(doc("{a: {b: 1}}"), target);
    }

    @Test
    void keeps_reserved_names_and_tells_which_it_dropped() {
        var patch = MergePatch.parse(doc("{_id: 2, _etag: null, _x: 1, _y: null, a: {_z: 1}}"));
        assertEquals(List.of("_x", "_y"), patch.dropped());
        assertSame(doc("{_id: 1, _x: 0, a: {_z: 1}}"), patch.apply(doc("{_id: 1, _x: 0}")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'$inc': {a: 1}}    | INVALID_OPERATOR | $inc
            {'$ref': 'x'}       | INVALID_OPERATOR | $ref
            {a: {'$inc': 1}}    | INVALID_OPERATOR | a.$inc
            {a: [{'$inc': 1}]}  | INVALID_OPERATOR | a.0.$inc
            {'a.b': 1}          | WRONG_BODY_SHAPE | a.b
            {a: {'b.c': 1}}     | WRONG_BODY_SHAPE | a.b.c
            {'': 1}             | WRONG_BODY_SHAPE | ``
            """)
    void refuses_names_that_no_path_could_address(String patch, ProblemType type, String path) {
        assertEquals(
                path,
                assertRefused(type, () -> MergePatch.parse(doc(patch)))
                        .members()
                        .get("path"));
    }

    @Test
    void removes_even_such_names() {
        var patch = MergePatch.parse(doc("{'a.b': null, '': null, c: {'$x': null}}"));
        assertSame(doc("{c: {}}"), patch.apply(doc("{'a.b': 1, '': 2, c: {'$x': 1}}")));
        assertEquals(Optional.empty(), patch.asPipeline(ETAG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a.b': null}", "{a: {'': 1}}", "{a: {'$ref': 'c', '$id': 1}}", "{a: {b: {'c.d': null}}}"})
    void has_no_pipeline_where_a_path_could_not_say_it(String patch) {
        assertEquals(Optional.empty(), MergePatch.parse(doc(patch)).asPipeline(ETAG));
    }

    @Test
    void is_one_update_pipeline() {
        var etag = ETAG.getValue();
        assertEquals(
                Optional.of(docs("""
                        [{'$set': {a: {'$cond': [{'$eq': [{'$type': '$a'}, 'object']}, '$a', {'$literal': {}}]}}},
                         {'$set': {'a.b': {'$cond': [{'$eq': [{'$type': '$a.b'}, 'object']}, '$a.b', {'$literal': {}}]}}},
                         {'$set': {'a.b.c': {'$literal': '$x'}, e: {'$literal': [null]}, _etag: {'$literal': {'$oid': '%s'}}}},
                         {'$unset': ['a.d']}]""".formatted(etag))),
                MergePatch.parse(doc("{a: {b: {c: '$x'}, d: null}, e: [null]}")).asPipeline(ETAG));
        assertEquals(
                Optional.of(docs("[{'$set': {_etag: {'$literal': {'$oid': '%s'}}}}]".formatted(etag))),
                MergePatch.parse(doc("{}")).asPipeline(ETAG));
    }
}
