package dev.xylem.plan;

import static dev.xylem.plan.Bson.ETAG;
import static dev.xylem.plan.Bson.assertRefused;
import static dev.xylem.plan.Bson.docs;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.xylem.api.ProblemType;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PATCH with an array: an aggregation pipeline as the update. */
class PipelineUpdateTest {

    private static List<BsonDocument> pipeline(String stages) {
        return UpdateTranslator.pipeline(docs(stages), ETAG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{'$set': {a: {'$add': ['$b', 1]}, now: '$$NOW'}}]",
                "[{'$addFields': {'a.b': 1, _etag: 'mine'}}, {'$unset': 'c'}, {'$unset': ['d', '_etag']}]",
                "[{'$project': {_id: 1, _x: true, a: '$b'}}]",
                "[{'$replaceRoot': {newRoot: {'$mergeObjects': ['$$ROOT', {a: 1}]}}}]",
                "[{'$replaceWith': {_id: '$_id', a: 1}}]",
                "[{'$replaceWith': '$a'}]",
            })
    void runs_as_given_and_then_sets_the_etag(String stages) {
        var expected = docs(stages);
        var actual = pipeline(stages);
        assertEquals(expected, actual.subList(0, actual.size() - 1));
        assertEquals(
                BsonDocument.parse("{'$set': {_etag: {'$literal': {'$oid': '%s'}}}}".formatted(ETAG.getValue())),
                actual.getLast());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [{}]                                              | INVALID_OPERATOR     | 0
            [{'$set': {a: 1}, '$unset': 'b'}]                 | INVALID_OPERATOR     | 0
            [{'$set': {a: 1}}, {'$match': {a: 1}}]            | INVALID_OPERATOR     | 1.$match
            [{a: 1}]                                          | INVALID_OPERATOR     | 0.a
            [{'$out': 'other'}]                               | INVALID_OPERATOR     | 0.$out
            [{'$set': 1}]                                     | INVALID_OPERATOR     | 0.$set
            [{'$unset': 1}]                                   | INVALID_OPERATOR     | 0.$unset
            [{'$unset': [1]}]                                 | INVALID_OPERATOR     | 0.$unset
            [{'$replaceRoot': {}}]                            | INVALID_OPERATOR     | 0.$replaceRoot
            [{'$set': {_id: 1}}]                              | ID_MISMATCH          | 0.$set._id
            [{'$unset': '_id.x'}]                             | ID_MISMATCH          | 0.$unset._id.x
            [{'$project': {_id: 0}}]                          | ID_MISMATCH          | 0.$project._id
            [{'$replaceWith': {_id: 5}}]                      | ID_MISMATCH          | 0.$replaceWith._id
            [{'$set': {'_x.y': 1}}]                           | INVALID_OPERATOR     | 0.$set._x.y
            [{'$unset': ['a', '_x']}]                         | INVALID_OPERATOR     | 0.$unset._x
            [{'$project': {_x: 0}}]                           | INVALID_OPERATOR     | 0.$project._x
            [{'$replaceWith': {'$literal': {_x: 1}}}]         | INVALID_OPERATOR     | 0.$replaceWith._x
            [{'$replaceWith': {'$mergeObjects': ['$a', {_x: 1}]}}] | INVALID_OPERATOR | 0.$replaceWith._x
            [{'$set': {a: {'$cond': [true, {'$function': {}}, 1]}}}] | OPERATOR_NOT_ALLOWED | 0.$set.a.$cond.1.$function
            [{'$set': {a: {'$accumulator': {}}}}]             | OPERATOR_NOT_ALLOWED | 0.$set.a.$accumulator
            [{'$set': {a: {'$_internalJsEmit': {}}}}]         | OPERATOR_NOT_ALLOWED | 0.$set.a.$_internalJsEmit
            """)
    void refuses_what_an_update_may_not_do(String stages, ProblemType type, String path) {
        assertEquals(path, assertRefused(type, () -> pipeline(stages)).members().get("path"));
    }
}
