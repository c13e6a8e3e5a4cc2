package dev.xylem.plan;

import static dev.xylem.plan.Bson.assertRefused;
import static dev.xylem.plan.Bson.assertSame;
import static dev.xylem.plan.Bson.doc;
import static dev.xylem.plan.Bson.docs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.xylem.api.ProblemType;
import java.util.Collections;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6902. */
class JsonPatchTest {

    private static BsonDocument patched(String document, String operations) {
        return JsonPatch.parse(docs(operations)).apply(doc(document));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            A.1  | {"foo":"bar"} | [{"op":"add","path":"/baz","value":"qux"}] | {"foo":"bar","baz":"qux"}
            A.2  | {"foo":["bar","baz"]} | [{"op":"add","path":"/foo/1","value":"qux"}] | {"foo":["bar","qux","baz"]}
            A.3  | {"baz":"qux","foo":"bar"} | [{"op":"remove","path":"/baz"}] | {"foo":"bar"}
            A.4  | {"foo":["bar","qux","baz"]} | [{"op":"remove","path":"/foo/1"}] | {"foo":["bar","baz"]}
            A.5  | {"baz":"qux","foo":"bar"} | [{"op":"replace","path":"/baz","value":"boo"}] | {"baz":"boo","foo":"bar"}
            A.6  | {"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}} | [{"op":"move","from":"/foo/waldo","path":"/qux/thud"}] | {"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}
            A.7  | {"foo":["all","grass","cows","eat"]} | [{"op":"move","from":"/foo/1","path":"/foo/3"}] | {"foo":["all","cows","eat","grass"]}
            A.8  | {"baz":"qux","foo":["a",2,"c"]} | [{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}] | {"baz":"qux","foo":["a",2,"c"]}
            A.10 | {"foo":"bar"} | [{"op":"add","path":"/child","value":{"grandchild":{}}}] | {"foo":"bar","child":{"grandchild":{}}}
            A.11 | {"foo":"bar"} | [{"op":"add","path":"/baz","value":"qux","xyz":123}] | {"foo":"bar","baz":"qux"}
            A.14 | {"/":9,"~1":10} | [{"op":"test","path":"/~01","value":10}] | {"/":9,"~1":10}
            A.16 | {"foo":["bar"]} | [{"op":"add","path":"/foo/-","value":["abc","def"]}] | {"foo":["bar",["abc","def"]]}
            """)
    void does_what_appendix_a_shows(String name, String document, String operations, String expected) {
        assertSame(doc(expected), patched(document, operations));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            A.9  | {"baz":"qux"} | [{"op":"test","path":"/baz","value":"bar"}]
            A.12 | {"foo":"bar"} | [{"op":"add","path":"/baz/bat","value":"qux"}]
            A.13 | {"foo":"bar"} | [{"op":"add","path":"/baz","value":"qux","op":"remove"}]
            A.15 | {"/":9,"~1":10} | [{"op":"test","path":"/~01","value":"10"}]
            """)
    void refuses_what_appendix_a_refuses(String name, String document, String operations) {
        assertRefused(ProblemType.PATCH_NOT_APPLICABLE, () -> patched(document, operations));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {a: 1, b: 2} | [{op: 'add', path: '/a', value: 3}]                         | {a: 3, b: 2}
            {a: 1, b: 2} | [{op: 'move', from: '/a', path: '/a'}]                      | {a: 1, b: 2}
            {a: 1, b: 2} | [{op: 'move', from: '/a', path: '/b'}]                      | {b: 1}
            {a: [1]}     | [{op: 'add', path: '/a/1', value: 2}]                       | {a: [1, 2]}
            {a: [1]}     | [{op: 'replace', path: '/a/0', value: 2}]                   | {a: [2]}
            {a: {x: 1}}  | [{op: 'copy', from: '/a', path: '/b'}, {op: 'add', path: '/b/y', value: 2}] | {a: {x: 1}, b: {x: 1, y: 2}}
            {}           | [{op: 'add', path: '/a', value: {}}, {op: 'add', path: '/a/b', value: 1}, {op: 'copy', from: '', path: '/c'}] | {a: {b: 1}, c: {a: {b: 1}}}
            {'a.b': 1, c: {'': 2}} | [{op: 'replace', path: '/a.b', value: 2}, {op: 'remove', path: '/c/'}] | {'a.b': 2, c: {}}
            {_id: 1, _etag: 2, a: 1, b: {}} | [{op: 'replace', path: '', value: {b: 1, _etag: 5, _id: 1}}] | {_id: 1, b: 1}
            {_id: 1, b: {c: 1}} | [{op: 'copy', from: '/b', path: ''}]                 | {_id: 1, c: 1}
            {_id: 1, a: 1} | [{op: 'test', path: '/_id', value: 1}, {op: 'test', path: '', value: {a: 1.0, _id: 1}}] | {_id: 1, a: 1}
            {a: 1}       | []                                                          | {a: 1}
            """)
    void edits_documents(String document, String operations, String expected) {
        assertSame(doc(expected), patched(document, operations));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1                  | 1.0
            1                  | {'$numberLong': '1'}
            1.5                | {'$numberDecimal': '1.50'}
            {'$numberDecimal': '-0'} | 0
            {'$numberDouble': 'NaN'} | {'$numberDecimal': 'NaN'}
            {a: 1, b: [2]}     | {b: [2.0], a: 1}
            null               | null
            """)
    void tests_by_value(String stored, String expected) {
        patched("{v: " + stored + "}", "[{op: 'test', path: '/v', value: " + expected + "}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1                        | '1'
            1                        | true
            0                        | null
            9007199254740993         | 9007199254740992.0
            [1, 2]                   | [2, 1]
            {a: 1}                   | {a: 1, b: null}
            {a: null}                | {b: null}
            {'$numberDouble': 'NaN'} | {'$numberDouble': '-Infinity'}
            {'$numberDouble': 'Infinity'} | 1
            """)
    void fails_the_test_of_another_value(String stored, String expected) {
        assertRefused(ProblemType.PATCH_NOT_APPLICABLE, () -> tests_by_value(stored, expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{op: 'remove', path: '/x'}",
                "{op: 'remove', path: '/a/-'}",
                "{op: 'remove', path: '/a/2'}",
                "{op: 'remove', path: '/a/00'}",
                "{op: 'remove', path: '/a/-1'}",
                "{op: 'remove', path: '/a/1e0'}",
                "{op: 'remove', path: '/a/99999999999'}",
                "{op: 'replace', path: '/x', value: 1}",
                "{op: 'add', path: '/a/3', value: 1}",
                "{op: 'add', path: '/a/x', value: 1}",
                "{op: 'add', path: '/n/x', value: 1}",
                "{op: 'add', path: '/x/y', value: 1}",
                "{op: 'move', from: '/x', path: '/y'}",
                "{op: 'copy', from: '/x', path: '/y'}",
                "{op: 'copy', from: '/n', path: ''}",
                "{op: 'test', path: '/x', value: null}",
            })
    void does_not_apply_where_the_document_differs(String operation) {
        var operations = "[{op: 'test', path: '/n', value: 5}, " + operation + "]";
        var problem = assertRefused(
                ProblemType.PATCH_NOT_APPLICABLE, () -> patched("{n: 5, a: [1, 2], secret: 'S'}", operations));
        assertEquals(1, problem.members().get("index"));
    }

    @Test
    void names_the_operation_and_never_a_stored_value() {
        var problem = assertRefused(
                ProblemType.PATCH_NOT_APPLICABLE,
                () -> patched("{a: {b: 'secret'}}", "[{op: 'test', path: '/a/b', value: 1}]"));
        assertEquals("Operation 0 at '/a/b': the test fails.", problem.detail());
        assertEquals("/a/b", problem.members().get("path"));
        assertFalse(problem.toString().contains("secret"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                              | WRONG_BODY_SHAPE
            {op: 'delete', path: '/a'}                      | WRONG_BODY_SHAPE
            {op: 'ADD', path: '/a', value: 1}               | WRONG_BODY_SHAPE
            {op: 1, path: '/a'}                             | WRONG_BODY_SHAPE
            {op: 'remove'}                                  | WRONG_BODY_SHAPE
            {op: 'remove', path: 'a'}                       | WRONG_BODY_SHAPE
            {op: 'remove', path: '/a~2'}                    | WRONG_BODY_SHAPE
            {op: 'remove', path: '/a~'}                     | WRONG_BODY_SHAPE
            {op: 'remove', path: ''}                        | WRONG_BODY_SHAPE
            {op: 'add', path: '/a'}                         | WRONG_BODY_SHAPE
            {op: 'add', path: '', value: 1}                 | WRONG_BODY_SHAPE
            {op: 'test', path: '/a'}                        | WRONG_BODY_SHAPE
            {op: 'move', path: '/a'}                        | WRONG_BODY_SHAPE
            {op: 'move', from: '/a', path: '/a/b'}          | WRONG_BODY_SHAPE
            {op: 'move', from: '', path: '/a'}              | WRONG_BODY_SHAPE
            {op: 'replace', path: '/_id', value: 1}         | WRONG_BODY_SHAPE
            {op: 'remove', path: '/_id/x'}                  | WRONG_BODY_SHAPE
            {op: 'add', path: '/_etag', value: 1}           | WRONG_BODY_SHAPE
            {op: 'move', from: '/_x', path: '/a'}           | WRONG_BODY_SHAPE
            {op: 'copy', from: '/a', path: '/_x'}           | WRONG_BODY_SHAPE
            {op: 'add', path: '/a.b', value: 1}             | WRONG_BODY_SHAPE
            {op: 'add', path: '/', value: 1}                | WRONG_BODY_SHAPE
            {op: 'add', path: '/a/b.c', value: 1}           | WRONG_BODY_SHAPE
            {op: 'add', path: '/$inc', value: 1}            | INVALID_OPERATOR
            {op: 'add', path: '/$ref', value: 1}            | INVALID_OPERATOR
            {op: 'add', path: '/a', value: {'$inc': 1}}     | INVALID_OPERATOR
            {op: 'replace', path: '/a', value: [{'b.c': 1}]} | WRONG_BODY_SHAPE
            """)
    void refuses_malformed_operations_and_tells_the_index(String operation, ProblemType type) {
        var operations = "[{op: 'test', path: '/a', value: 1}, " + operation + "]";
        var problem = assertRefused(type, () -> JsonPatch.parse(docs(operations)));
        assertEquals(1, problem.members().get("index"));
        assertEquals(400, problem.type().status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {_id: 2}      | ID_MISMATCH
            {_x: 1}       | WRONG_BODY_SHAPE
            {'$ref': 'c'} | INVALID_OPERATOR
            """)
    void refuses_a_whole_document_that_is_not_ours_to_store(String value, ProblemType type) {
        assertRefused(type, () -> patched("{_id: 1}", "[{op: 'add', path: '', value: " + value + "}]"));
    }

    @Test
    void leaves_the_document_as_it_was_even_when_raw() {
        var stored = RawBsonDocument.parse("{a: {b: [1]}}");
        var result = JsonPatch.parse(docs("[{op: 'add', path: '/a/b/-', value: {c: 1}}]"))
                .apply(stored);
        assertSame(doc("{a: {b: [1, {c: 1}]}}"), result);
        assertSame(doc("{a: {b: [1]}}"), stored);
    }

    @Test
    void can_run_twice() {
        var patch = JsonPatch.parse(docs("[{op: 'add', path: '/a', value: {}}, {op: 'add', path: '/a/b', value: 1}]"));
        assertSame(patch.apply(doc("{}")), patch.apply(doc("{}")));
    }

    @Test
    void refuses_to_grow_without_bounds() {
        var doubling = Collections.nCopies(60, doc("{op: 'copy', from: '/a', path: '/a/-'}"));
        assertRefused(
                ProblemType.PATCH_NOT_APPLICABLE,
                () -> JsonPatch.parse(doubling).apply(doc("{a: [1]}")));
        var nesting = Collections.nCopies(100, doc("{op: 'copy', from: '', path: '/a'}"));
        assertRefused(ProblemType.TOO_DEEP, () -> JsonPatch.parse(nesting).apply(doc("{}")));
        var deep = List.of(doc("{op: 'add', path: '" + "/a".repeat(100) + "', value: {}}"));
        assertRefused(ProblemType.TOO_DEEP, () -> JsonPatch.parse(deep));
    }
}
