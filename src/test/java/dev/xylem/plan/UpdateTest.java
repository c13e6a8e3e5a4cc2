package dev.xylem.plan;

import static dev.xylem.plan.Bson.ETAG;
import static dev.xylem.plan.Bson.assertRefused;
import static dev.xylem.plan.Bson.assertSame;
import static dev.xylem.plan.Bson.doc;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.ProblemType;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonRegularExpression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PATCH, and the elements of a bulk body: only what the body names changes. */
class UpdateTest {

    private static BsonDocument update(String body) {
        return UpdateTranslator.update(doc(body), ETAG).document();
    }

    private static BsonDocument withEtag(String update) {
        var document = doc(update);
        var set = document.getDocument("$set", new BsonDocument()).append("_etag", ETAG);
        return document.append("$set", set);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                             | {}
            {_id: 1, _etag: 2}                             | {}
            {a: 1, 'b.c': 2, 'arr.2': 3}                   | {'$set': {a: 1, 'b.c': 2, 'arr.2': 3}}
            {'arr.99999': 3}                               | {'$set': {'arr.99999': 3}}
            {'a.$': 1, 'b.$[]': 1, 'c.$[x].y': 1}          | {'$set': {'a.$': 1, 'b.$[]': 1, 'c.$[x].y': 1}}
            {'$set': {a: 1, b: 2}, a: 3}                   | {'$set': {b: 2, a: 3}}
            {a: 3, '$set': {a: 1, b: 2}}                   | {'$set': {a: 3, b: 2}}
            {'$inc': {}, '$set': {}}                       | {}
            {'$inc': {a: 1, _b: 1}, '$mul': {_c: 1}}       | {'$inc': {a: 1}}
            {'$inc': {a: 1}, '$set': {b: 1}, '$max': {c: 1}} | {'$inc': {a: 1}, '$max': {c: 1}, '$set': {b: 1}}
            {'$unset': {a: null}}                          | {'$unset': {a: null}}
            {'$rename': {a: 'b.c'}}                        | {'$rename': {a: 'b.c'}}
            {'$mul': {a: 2}, '$min': {b: 1}}               | {'$mul': {a: 2}, '$min': {b: 1}}
            {'$setOnInsert': {a: 2}}                       | {'$setOnInsert': {a: 2}}
            {'$currentDate': {a: {'$type': 'timestamp'}}}  | {'$currentDate': {a: {'$type': 'timestamp'}}}
            {'$bit': {a: {xor: 2}}}                        | {'$bit': {a: {xor: 2}}}
            {'$push': {a: {'$each': [1], '$slice': 2.0, '$position': -1, '$sort': {b: -1}}}} | {'$push': {a: {'$each': [1], '$slice': 2.0, '$position': -1, '$sort': {b: -1}}}}
            {'$addToSet': {a: {'$each': [1]}, b: 1}}       | {'$addToSet': {a: {'$each': [1]}, b: 1}}
            {'$pop': {a: 1, b: -1}}                        | {'$pop': {a: 1, b: -1}}
            {'$pull': {a: {'$elemMatch': {b: {'$gt': 1}}}}} | {'$pull': {a: {'$elemMatch': {b: {'$gt': 1}}}}}
            {'$pullAll': {a: [1, 2]}}                      | {'$pullAll': {a: [1, 2]}}
            """)
    void is_the_operators_as_given_and_one_set_of_the_plain_keys(String body, String expected) {
        assertSame(withEtag(expected), update(body));
    }

    @Test
    void is_the_worked_example() {
        assertSame(withEtag("""
                        {'$inc': {count: 21}, '$push': {array: {id: 1, value: 0}}, '$unset': {message: null},
                         '$currentDate': {timestamp: true}, '$set': {pi: 3.14}}"""), update("""
                        {pi: 3.14, '$inc': {count: 21}, '$push': {array: {id: 1, value: 0}}, '$unset': {message: null},
                         '$currentDate': {timestamp: true}}"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'$foo': {a: 1}}                        | UNKNOWN_OPERATOR  | $foo
            {'$isolated': 1}                        | UNKNOWN_OPERATOR  | $isolated
            {'$pushAll': {a: [1]}}                  | UNKNOWN_OPERATOR  | $pushAll
            {'$each': [1]}                          | UNKNOWN_OPERATOR  | $each
            {'$': 1}                                | UNKNOWN_OPERATOR  | $
            {'$inc': 1}                             | INVALID_OPERATOR  | $inc
            {'$set': null}                          | INVALID_OPERATOR  | $set
            {'$unset': ['a']}                       | INVALID_OPERATOR  | $unset
            {'$inc': {a: 'x'}}                      | INVALID_OPERATOR  | a
            {'$inc': {a: null}}                     | INVALID_OPERATOR  | a
            {'$mul': {a: true}}                     | INVALID_OPERATOR  | a
            {'$bit': {a: 5}}                        | INVALID_OPERATOR  | a
            {'$bit': {a: {}}}                       | INVALID_OPERATOR  | a
            {'$bit': {a: {nand: 1}}}                | INVALID_OPERATOR  | a
            {'$bit': {a: {and: 1.5}}}               | INVALID_OPERATOR  | a
            {'$currentDate': {a: false}}            | INVALID_OPERATOR  | a
            {'$currentDate': {a: {'$type': 'x'}}}   | INVALID_OPERATOR  | a
            {'$currentDate': {a: 'date'}}           | INVALID_OPERATOR  | a
            {'$pop': {a: 2}}                        | INVALID_OPERATOR  | a
            {'$pop': {a: 'x'}}                      | INVALID_OPERATOR  | a
            {'$pullAll': {a: 1}}                    | INVALID_OPERATOR  | a
            {'$push': {a: {'$each': 1}}}            | INVALID_OPERATOR  | a
            {'$push': {a: {'$slice': 1}}}           | INVALID_OPERATOR  | a
            {'$push': {a: {'$each': [], x: 1}}}     | INVALID_OPERATOR  | a
            {'$push': {a: {'$each': [], '$slice': 1.5}}}  | INVALID_OPERATOR | a
            {'$push': {a: {'$each': [], '$position': 'x'}}} | INVALID_OPERATOR | a
            {'$push': {a: {'$each': [], '$sort': 2}}}     | INVALID_OPERATOR | a
            {'$push': {a: {'$each': [], '$sort': {}}}}    | INVALID_OPERATOR | a
            {'$push': {a: {'$each': [{'$inc': 1}]}}}      | INVALID_OPERATOR | a.0.$inc
            {'$addToSet': {a: {'$each': [], '$slice': 1}}} | INVALID_OPERATOR | a
            {'$rename': {a: 1}}                     | INVALID_OPERATOR  | a
            {'$rename': {a: 'b.'}}                  | WRONG_BODY_SHAPE  | b.
            {'$set': {'$a': 1}}                     | INVALID_OPERATOR  | $a
            {'$set': {'a.$b': 1}}                   | INVALID_OPERATOR  | a.$b
            {'$pull': {a: {'$where': 'x'}}}         | OPERATOR_NOT_ALLOWED | a.$where
            {'': 1}                                 | WRONG_BODY_SHAPE  | ``
            {'a..b': 1}                             | WRONG_BODY_SHAPE  | a..b
            {'.a': 1}                               | WRONG_BODY_SHAPE  | .a
            {'$inc': {'a.': 1}}                     | WRONG_BODY_SHAPE  | a.
            {a: {'$inc': 1}}                        | INVALID_OPERATOR  | a.$inc
            {a: [{b: {'$inc': 1}}]}                 | INVALID_OPERATOR  | a.0.b.$inc
            {'$set': {a: {'$inc': 1}}}              | INVALID_OPERATOR  | a.$inc
            {a: {'b.c': 1}}                         | WRONG_BODY_SHAPE  | a.b.c
            {'$set': {_id: 1}}                      | ID_MISMATCH       | _id
            {_id: 1, '$set': {_id: 1}}              | ID_MISMATCH       | _id
            {'$unset': {_id: 1}}                    | ID_MISMATCH       | _id
            {'_id.x': 1}                            | ID_MISMATCH       | _id.x
            {'$rename': {a: '_id'}}                 | ID_MISMATCH       | _id
            """)
    void refuses_nonsense_and_tells_the_path(String body, ProblemType type, String path) {
        assertEquals(path, assertRefused(type, () -> update(body)).members().get("path"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {a: 1, 'a.b': 2}                            | a   | a.b
            {'a.b': 2, a: 1}                            | a.b | a
            {'a.b.c.d': 2, 'a.b': 1}                    | a.b.c.d | a.b
            {'$inc': {a: 1}, '$mul': {a: 1}}            | a   | a
            {'$inc': {a: 1}, a: 1}                      | a   | a
            {a: 1, '$setOnInsert': {a: 1}}              | a   | a
            {'$set': {'a.b': 1}, a: 1}                  | a.b | a
            {'$set': {a: 1}, '$unset': {'a.b': 1}}      | a   | a.b
            {'$rename': {a: 'b'}, b: 1}                 | b   | b
            {'$rename': {a: 'a'}}                       | a   | a
            {'$rename': {a: 'a.b'}}                     | a   | a.b
            """)
    void refuses_two_changes_on_one_path_and_names_both(String body, String earlier, String later) {
        var problem = assertRefused(ProblemType.CONFLICTING_PATHS, () -> update(body));
        assertEquals(later, problem.members().get("path"));
        assertEquals(earlier, problem.members().get("other"));
    }

    @Test
    void says_what_meets() {
        var problem = assertRefused(ProblemType.CONFLICTING_PATHS, () -> update("{'$inc': {a: 1}, 'a.b': 1}"));
        assertEquals("Two changes meet: $inc of 'a' and the key 'a.b'.", problem.detail());
    }

    @Test
    void lets_neighbours_be() {
        update("{a: 1, ab: 2, 'b.a': 1, 'b.ab': 2, 'b.b.a': 1, '$inc': {'b.b.c': 1}}");
    }

    @Test
    void refuses_nul_wherever_it_hides() {
        var one = new BsonInt32(1);
        for (var body : new BsonDocument[] {
            new BsonDocument("a\0", one),
            new BsonDocument("a", new BsonDocument("b\0", one)),
            new BsonDocument("$unset", new BsonDocument("a", new BsonDocument("b\0", one))),
            new BsonDocument("$pull", new BsonDocument("a", new BsonDocument("b\0", one))),
            new BsonDocument("a", new BsonRegularExpression("a\0")),
        }) {
            assertRefused(ProblemType.WRONG_BODY_SHAPE, () -> UpdateTranslator.update(body, ETAG));
        }
    }

    @Test
    void reads_thousands_of_keys_at_once() {
        var body = new BsonDocument();
        for (int i = 0; i < 50_000; i++) {
            body.put("a.b" + i + ".c", new BsonInt32(i));
        }
        assertEquals(
                50_001,
                UpdateTranslator.update(body, ETAG)
                        .document()
                        .getDocument("$set")
                        .size());
    }

    @Test
    void shortens_names_that_are_no_names() {
        var name = "$" + "x".repeat(100_000);
        var problem = assertRefused(ProblemType.UNKNOWN_OPERATOR, () -> update("{'" + name + "': {}}"));
        assertTrue(problem.detail().length() < 300, problem.detail());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{a: 1, b: {c: 1}}", "{_id: 1, _x: 1}"})
    void a_body_without_operators_and_dots_is_plain(String body) {
        assertTrue(UpdateTranslator.isPlain(doc(body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a.b': 1}", "{'$inc': {a: 1}}", "{a: 1, '$set': {}}"})
    void a_body_with_operators_or_dots_is_not_plain(String body) {
        assertTrue(!UpdateTranslator.isPlain(doc(body)));
    }
}
